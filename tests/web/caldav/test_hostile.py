"""What no program sends: it is refused, at little cost, and nothing fails."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from conference.caldav.rules.body import MOST_BYTES
from conference.calendars.views import budgets
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import HALF_TIME, SESSIONS, YOUTH, document, publish, published_event, session
from tests.web.caldav.dav import SPACES, C, D, Program, Told, basic

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
ENTITIES = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><propfind xmlns="DAV:"><prop>&l11;</prop></propfind>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 5_000}</x>',
    "a file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    "another document": '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
    "parameter entities": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><x/>',
}
MALFORMED = {
    "no xml": b"hello",
    "half of it": b'<d:propfind xmlns:d="DAV:"><d:prop>',
    "no namespace": b"<d:propfind/>",
    "not utf-8": b"<x>\xff\xfe</x>",
    "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><x/>',
    "a control character": b"<x>\x00</x>",
    "another root": b'<x xmlns="DAV:"/>',
    "nothing asked": b'<propfind xmlns="DAV:"/>',
    "two things asked": b'<propfind xmlns="DAV:"><allprop/><propname/></propfind>',
}


@pytest.fixture
def registration(app):
    event = published_event()
    return agenda.registration(event.id, accounts.account("ayse@example.org"))


@pytest.fixture
def program(client, registration):
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    return Program(client, "ayse@example.org", calendars.subscription(registration)[1])


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
@pytest.mark.parametrize("body", ENTITIES.values(), ids=ENTITIES)
def test_entities_are_refused(program, body, method):
    answer = program.ask(method, program.calendar(), body[:MOST_BYTES], depth=0)

    assert answer.status_code in {400, 413}
    assert b"root:" not in answer.data


def test_what_is_sent_without_a_length_is_measured_too(client, program):
    for size, status in ((MOST_BYTES - 100, 207), (MOST_BYTES + 1, 413), (4 * MOST_BYTES, 413)):
        body = b'<d:propfind xmlns:d="DAV:"><d:allprop/></d:propfind>'.ljust(size)
        answer = client.open(
            program.calendar(),
            method="PROPFIND",
            headers={**basic(program.user, program.password), "Depth": "0", "Transfer-Encoding": "chunked"},
            input_stream=BytesIO(body),
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused(program, body):
    assert program.ask("PROPFIND", program.calendar(), body, depth=0).status_code == 400
    assert program.ask("REPORT", program.calendar(), body, depth=0).status_code in {400, 403}
    assert (
        program.ask("PROPFIND", program.calendar(), body, depth=0).headers["Content-Type"].startswith("application/xml")
    )


def test_what_is_too_large_or_deep_is_refused(program):
    calendar = program.calendar()
    wide = "".join(f"<x{number}/>" for number in range(300))
    long = f"<{'x' * 20_000}/>"
    spacious = f'<x:a xmlns:x="{"u" * 5_000}"/>'
    for body in (
        "<x>" + "a" * (10 * 1024 * 1024) + "</x>",
        "<a>" * 100_000,
        "<a>" * 50 + "</a>" * 50,
        f"<x>{'<a/>' * 20_000}</x>",
        f'<d:propfind xmlns:d="DAV:"><d:prop>{wide}</d:prop></d:propfind>',
        f'<d:propfind xmlns:d="DAV:"><d:prop>{long}</d:prop></d:propfind>',
        f'<d:propfind xmlns:d="DAV:"><d:prop>{spacious}</d:prop></d:propfind>',
        f'<d:propfind xmlns:d="DAV:"><d:prop><a {spacious[5:-2]} x:b=""/></d:prop></d:propfind>',
    ):
        assert program.ask("PROPFIND", calendar, body, depth=1).status_code == 413
        assert program.ask("REPORT", calendar, body, depth=1).status_code in {403, 413}


def test_what_is_named_often_is_told_once(program):
    calendar = program.calendar()
    inner = f"<d:href>{calendar}{YOUTH.uid}.ics</d:href>" * 2000

    assert len(program.report("c:calendar-multiget", calendar, inner).data) < 10_000
    loop = "".join('<d:property name="owner">' for _ in range(9)) + "</d:property>" * 9
    assert program.ask("REPORT", calendar, f"<d:expand-property {SPACES}>{loop}</d:expand-property>").status_code == 413
    for name in ("a b", "<x", "", "a\u0000".replace("\u0000", "&#1;"), "{x}y"):
        bad = f'<d:expand-property {SPACES}><d:property name="{name.replace("<", "&lt;")}"/></d:expand-property>'
        assert program.ask("REPORT", calendar, bad).status_code == 400


def test_a_filter_of_very_many_conditions_is_refused(program):
    calendar = program.calendar()
    one = '<c:prop-filter name="DESCRIPTION"><c:text-match>a</c:text-match></c:prop-filter>'

    assert program.query(calendar, f'<c:comp-filter name="VEVENT">{one * 40}</c:comp-filter>').status_code == 207
    assert program.query(calendar, f'<c:comp-filter name="VEVENT">{one * 60}</c:comp-filter>').status_code == 413


def test_a_part_that_is_wanted_often_comes_once(program):
    calendar = program.calendar()
    parts = '<c:comp name="VEVENT"><c:prop name="UID"/></c:comp>' * 1000
    body = (
        f'<c:calendar-multiget {SPACES}><d:prop><c:calendar-data><c:comp name="VCALENDAR">{parts}</c:comp>'
        f"</c:calendar-data></d:prop><d:href>{calendar}{YOUTH.uid}.ics</d:href></c:calendar-multiget>"
    )

    (props,) = Told(program.ask("REPORT", calendar, body)).found.values()

    assert props[f"{C}calendar-data"].text.count("UID:") == 1


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_is_read_whatever_it_is_called(program, content_type):
    body = '<propfind xmlns="DAV:"><prop><displayname/></prop></propfind>'
    answer = program.ask("PROPFIND", program.calendar(), body, depth=0, **{"Content-Type": content_type})

    assert f"{D}displayname" in Told(answer).found[program.calendar()]


def test_names_of_others_come_back_as_they_were(program):
    calendar = program.calendar()
    body = (
        '<p:propfind xmlns:p="DAV:"><p:prop><plain/><x:y xmlns:x="urn:x&quot;&lt;y&gt;"/><ö xmlns="DAV:"/>'
        '<calendar-color xmlns="urn:other"/></p:prop></p:propfind>'
    )

    told = Told(program.ask("PROPFIND", calendar, body, depth=0))

    assert told.missing[calendar] == {"plain", '{urn:x"<y>}y', "{DAV:}ö", "{urn:other}calendar-color"}


@pytest.mark.parametrize(
    "address",
    [
        "/dav/%00",
        "/dav/%FF%C0",
        "/dav/../etc",
        "/dav/calendars/" + "9" * 3000,
        "/dav//",
        "/dav/%2F%2F",
        "/dav/%0d%0aX: y",
    ],
)
def test_odd_addresses_are_not_found(program, address):
    for method in ("PROPFIND", "REPORT", "GET", "OPTIONS"):
        assert program.ask(method, address, depth=0).status_code in {404, 308}


def test_characters_that_xml_cannot_hold_do_not_break_an_answer(client, registration):
    odd = session("DDDD22", title={"en": "a\ufffe\uffff\x0b<&>]]>\U0001f600 İ"}, starts_at=YOUTH.slot.starts_at)
    publish(registration.event_id, document((*SESSIONS, odd)))
    agenda.book(registration, odd)
    program = Program(client, "ayse@example.org", calendars.subscription(registration, "x\ufffey")[1])

    (props,) = Told(program.report("c:calendar-multiget", program.calendar(),
                                   f"<d:href>{program.calendar()}{odd.uid}.ics</d:href>")).found.values()  # fmt: skip

    assert "SUMMARY:a <&>]]>\U0001f600 İ" in props[f"{C}calendar-data"].text


class TestGuessing:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, rate_limits=True)

    def test_too_many_wrong_passwords_stop_one_name_from_one_address_alone(self, client, program):
        wrong = Program(client, "ayse@example.org", "wrong")
        assert program.ask("OPTIONS").status_code == 200
        assert [wrong.ask("OPTIONS").status_code for _ in range(11)] == [401] * 10 + [429]
        assert program.ask("OPTIONS").status_code == 200
        assert wrong.ask("OPTIONS").status_code == 429
        assert Program(client, "ayse@example.org/7", "wrong").ask("OPTIONS").status_code == 429
        assert 0 < int(wrong.ask("OPTIONS").headers["Retry-After"]) <= 15 * 60
        elsewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
        there = client.open("/dav/", method="OPTIONS", headers=basic(program.user, "wrong"), **elsewhere)
        assert there.status_code == 401
        assert Program(client, "other@example.org", "wrong").ask("OPTIONS").status_code == 401

    def test_right_passwords_are_never_counted(self, program):
        assert {program.ask("OPTIONS").status_code for _ in range(30)} == {200}

    def test_an_account_is_sent_so_many_bytes_an_hour(self, program, monkeypatch, set_clock):
        calendar = program.calendar()
        monkeypatch.setattr(budgets, "MOST_BYTES", 10_000)

        answers = [program.ask("PROPFIND", calendar, depth=1) for _ in range(30)]

        assert {answer.status_code for answer in answers} == {207, 429}
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
        set_clock(timedelta(hours=1))
        assert program.ask("PROPFIND", calendar, depth=1).status_code == 207
