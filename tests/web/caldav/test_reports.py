"""What programs ask of a calendar: entries by filter or address, single changes, when somebody is busy."""

import json
from contextlib import suppress
from datetime import timedelta
from random import Random

import msgspec
import pytest
from icalendar import Calendar

from conference.agenda.services import drop_booking
from conference.caldav import services
from conference.caldav.rules.sync import KEPT_STATES
from conference.caldav.tables import SyncState
from conference.db import db
from conference.errors import DomainError
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    SESSIONS,
    YOUTH,
    document,
    publish,
    published_event,
    session,
)
from tests.web.caldav.dav import SPACES, C, D, Program, Told

PARAMETER = '<c:param-filter name="VALUE">{}</c:param-filter>'
VEVENT = '<c:comp-filter name="VEVENT">{}</c:comp-filter>'


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def registration(event):
    return agenda.registration(event.id, accounts.account("ayse@example.org"))


@pytest.fixture
def program(client, registration):
    _, token = calendars.subscription(registration)
    return Program(client, "ayse@example.org", token)


@pytest.fixture
def calendar(program, registration):
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    return program.calendar()


def named(response):
    return {address.rsplit("/", 1)[1].removesuffix(".ics") for address in Told(response).found}


BOTH = {str(YOUTH.uid), str(HALF_TIME.uid)}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("", BOTH),
        ('<c:time-range start="20270608T000000Z" end="20270609T000000Z"/>', {str(YOUTH.uid)}),
        ('<c:time-range start="20270608T093000Z"/>', {str(HALF_TIME.uid)}),  # begins as the first ends
        ('<c:time-range end="20270608T080000Z"/>', set()),  # ends as the first begins
        ('<c:time-range end="20270608T080001Z"/>', {str(YOUTH.uid)}),
        ('<c:prop-filter name="SUMMARY"><c:text-match>YOUTH COUNCILS</c:text-match></c:prop-filter>', {str(YOUTH.uid)}),
        ('<c:prop-filter name="summary"><c:text-match>half</c:text-match></c:prop-filter>', {str(HALF_TIME.uid)}),
        (
            '<c:prop-filter name="SUMMARY"><c:text-match collation="i;octet">YOUTH</c:text-match></c:prop-filter>',
            set(),
        ),
        (
            '<c:prop-filter name="SUMMARY"><c:text-match negate-condition="yes">youth</c:text-match></c:prop-filter>',
            {str(HALF_TIME.uid)},
        ),
        ('<c:prop-filter name="ATTENDEE"/>', set()),
        ('<c:prop-filter name="ATTENDEE"><c:is-not-defined/></c:prop-filter>', BOTH),
        ('<c:prop-filter name="LOCATION"/>', BOTH),
        (
            f'<c:prop-filter name="CONFERENCE">{PARAMETER.format("<c:text-match>uri</c:text-match>")}</c:prop-filter>',
            BOTH,
        ),
        (
            f'<c:prop-filter name="CONFERENCE">{PARAMETER.format("<c:is-not-defined/>")}</c:prop-filter>',
            set(),
        ),
        (
            '<c:prop-filter name="DTSTART"><c:time-range start="20270609T000000Z"/></c:prop-filter>',
            {str(HALF_TIME.uid)},
        ),
        ('<c:comp-filter name="VALARM"/>', set()),
        ('<c:comp-filter name="VALARM"><c:is-not-defined/></c:comp-filter>', BOTH),
    ],
)
def test_a_query_means_what_it_says(program, calendar, condition, found):
    response = program.query(calendar, VEVENT.format(condition))

    assert named(response) == found
    for address, props in Told(response).found.items():
        sent = program.ask("GET", address).data.decode()
        assert props[f"{C}calendar-data"].text == sent.replace("\r\n", "\n")
        assert Calendar.from_ical(props[f"{C}calendar-data"].text).events


def test_a_query_about_what_there_is_not(program, calendar):
    assert named(program.query(calendar, '<c:comp-filter name="VTODO"/>')) == set()
    assert named(program.query(calendar, '<c:comp-filter name="VTODO"><c:is-not-defined/></c:comp-filter>')) == BOTH
    assert named(program.query(calendar, VEVENT.format(""), depth=0)) == set()
    assert named(program.query(f"{calendar}{YOUTH.uid}.ics", VEVENT.format(""), depth=0)) == {str(YOUTH.uid)}


@pytest.mark.parametrize(
    ("condition", "refusal"),
    [
        ('<c:time-range start="20270609T000000"/>', "valid-filter"),
        ('<c:time-range start="20271309T000000Z"/>', "valid-filter"),
        ("<c:time-range/>", "valid-filter"),
        ('<c:time-range start="20270609T000000Z" end="20270608T000000Z"/>', "valid-filter"),
        ('<c:prop-filter name="SUMMARY"><c:text-match collation="i;klingon">x</c:text-match></c:prop-filter>',
         "supported-collation"),
        ('<c:prop-filter name="SUMMARY"><c:time-range start="20270609T000000Z"/></c:prop-filter>', "supported-filter"),
        ("<c:prop-filter><c:text-match>x</c:text-match></c:prop-filter>", "valid-filter"),
        ('<c:prop-filter name="X"><c:is-not-defined/><c:text-match>x</c:text-match></c:prop-filter>', "valid-filter"),
        ('<c:prop-filter name="SUMMARY"><c:sounds-like>x</c:sounds-like></c:prop-filter>', "supported-filter"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_answered_is_refused_by_name(program, calendar, condition, refusal):
    refused = program.query(calendar, VEVENT.format(condition))

    assert refused.status_code == 403
    assert f"<c:{refusal} />" in refused.text


def test_entries_by_their_addresses(program, calendar):
    other, whole = f"{calendar}{HALF_TIME.uid}.ics", f"http://localhost{calendar}{YOUTH.uid}.ics"
    inner = "".join(f"<d:href>{one}</d:href>" for one in (other, whole, other, f"{calendar}x.ics", "/dav/", "x:%"))

    told = Told(program.report("c:calendar-multiget", calendar, inner))

    assert set(told.found) == {other, f"{calendar}{YOUTH.uid}.ics"}
    assert told.statuses == {f"{calendar}x.ics": 404, "/dav/": 404, "x:%": 404}
    assert all(f"{C}calendar-data" in props for props in told.found.values())


def test_a_part_of_an_entry(program, calendar):
    asked = (
        '<c:calendar-data><c:comp name="VCALENDAR"><c:prop name="VERSION"/><c:comp name="VEVENT">'
        '<c:prop name="SUMMARY"/><c:prop name="UID"/><c:prop name="LOCATION" novalue="yes"/></c:comp></c:comp>'
        "</c:calendar-data>"
    )
    body = (
        f"<c:calendar-multiget {SPACES}><d:prop>{asked}</d:prop>"
        f"<d:href>{calendar}{YOUTH.uid}.ics</d:href></c:calendar-multiget>"
    )

    (props,) = Told(program.ask("REPORT", calendar, body)).found.values()

    assert props[f"{C}calendar-data"].text.split("\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "SUMMARY:Youth councils that decide", f"UID:{YOUTH.uid}",
        "LOCATION:", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_nothing_recurs_so_expanding_changes_nothing(program, calendar):
    plain = program.query(calendar, VEVENT.format(""))
    span = 'start="20270601T000000Z" end="20270701T000000Z"'
    data = f"<c:calendar-data><c:expand {span}/></c:calendar-data>"
    body = (
        f"<c:calendar-query {SPACES}><d:prop><d:getetag/>{data}</d:prop><c:filter>"
        f'<c:comp-filter name="VCALENDAR">{VEVENT.format("")}</c:comp-filter></c:filter></c:calendar-query>'
    )

    assert program.ask("REPORT", calendar, body, depth=1).data == plain.data
    other_form = body.replace("<c:calendar-data>", '<c:calendar-data content-type="application/calendar+json">')
    assert "supported-calendar-data" in program.ask("REPORT", calendar, other_form, depth=1).text


def test_when_somebody_is_busy(program, registration, event, client, calendar, now):
    tight = session("TGHT22", title={"en": "Tight"}, starts_at=YOUTH.slot.starts_at + timedelta(days=2), seats=1)
    publish(event.id, document((*SESSIONS, tight)))
    agenda.book(agenda.registration(event.id), tight)
    agenda.book(registration, tight)
    span = '<c:time-range start="20270608T083000Z" end="20270615T000000Z"/>'

    answer = program.report("c:free-busy-query", calendar, span, props="")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (busy,) = Calendar.from_ical(answer.data).walk("VFREEBUSY")
    lines = [line for line in answer.text.split("\r\n") if line.startswith("FREEBUSY")]
    assert lines == [
        "FREEBUSY;FBTYPE=BUSY:20270608T083000Z/20270608T093000Z",
        "FREEBUSY;FBTYPE=BUSY:20270609T160000Z/20270609T170000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270610T080000Z/20270610T090000Z",
    ]
    assert busy["dtstamp"].dt == now
    assert program.report("c:free-busy-query", calendar, "", props="").status_code == 400


def test_single_changes_from_booking_to_dropping(program, registration, event, now, set_clock):
    calendar = program.calendar()
    youth, half = (f"{calendar}{one.uid}.ics" for one in (YOUTH, HALF_TIME))
    first = Told(program.sync(calendar))
    assert (first.found, first.statuses) == ({}, {})

    agenda.book(registration, YOUTH)
    booked = Told(program.sync(calendar, first.token))
    assert set(booked.found) == {youth}
    same = Told(program.sync(calendar, booked.token))
    assert (same.found, same.statuses, same.token) == ({}, {}, booked.token)

    agenda.book(registration, HALF_TIME)
    moved = msgspec.structs.replace(
        YOUTH, slot=msgspec.structs.replace(YOUTH.slot, starts_at=YOUTH.slot.starts_at + timedelta(hours=1))
    )
    publish(event.id, document((moved, *SESSIONS[1:])), now=now)
    released = Told(program.sync(calendar, booked.token, props="d:getetag c:calendar-data"))
    assert set(released.found) == {youth, half}
    assert "DTSTART:20270608T090000Z" in released.found[youth][f"{C}calendar-data"].text

    gone = msgspec.structs.replace(moved, state=CALLED_OFF.state)
    publish(event.id, document((gone, *SESSIONS[1:])), now=now)
    cancelled = Told(program.sync(calendar, released.token, props="c:calendar-data"))
    assert set(cancelled.found) == {youth}
    assert "STATUS:CANCELLED" in cancelled.found[youth][f"{C}calendar-data"].text

    drop_booking(registration.id, HALF_TIME.uid, now=now)
    dropped = Told(program.sync(calendar, cancelled.token))
    assert (dropped.found, dropped.statuses) == ({}, {half: 404})

    # Whoever was away for all of it comes to the same.
    assert Told(program.sync(calendar, first.token)).tags == Told(program.sync(calendar)).tags
    set_clock(timedelta(days=120))
    ended = Told(program.sync(calendar, dropped.token))
    assert (ended.found, ended.statuses) == ({}, {youth: 404})


def test_a_place_in_a_queue_that_others_move_is_a_change(client, now, set_clock):
    tight = session("TGHT22", title={"en": "Tight"}, starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,))
    holder, first, second = (agenda.registration(event.id) for _ in range(3))
    for one in (holder, first, second):
        agenda.book(one, tight)
    _, token = calendars.subscription(second)
    email = db.session.get_one(accounts.Account, second.account_id).email
    program = Program(client, email, token)
    calendar = program.calendar()
    known = Told(program.sync(calendar)).token

    drop_booking(first.id, tight.uid, now=set_clock(timedelta(minutes=5)))

    (props,) = Told(program.sync(calendar, known, props="c:calendar-data")).found.values()
    assert "place 1" in props[f"{C}calendar-data"].text.replace("\n ", "")


def test_changes_a_few_at_a_time(program, calendar, registration):
    seen, token, rounds = {}, "", 0
    while True:
        told = Told(program.sync(calendar, token, most=1))
        cut = told.statuses.pop(calendar, None)
        seen |= told.tags
        rounds, token = rounds + 1, told.token
        assert len(told.found) == 1
        if cut is None:
            break
        assert cut == 507
        assert told.root.find(f".//{D}number-of-matches-within-limits") is not None

    assert rounds == 2
    assert seen == Told(program.sync(calendar)).tags
    assert token == Told(program.sync(calendar)).token


@pytest.mark.parametrize(
    "token", ["x", "http://localhost/dav/sync/", "http://localhost/dav/sync/" + "0" * 32, "http://elsewhere/dav/sync/0"]
)
def test_a_token_that_nobody_gave_lets_the_program_start_anew(program, calendar, token):
    refused = program.sync(calendar, token)

    assert refused.status_code == 403
    assert "<d:valid-sync-token />" in refused.text


def test_a_token_of_another_account_is_none(program, calendar, client, event):
    token = Told(program.sync(calendar)).token
    other = agenda.registration(event.id, accounts.account("other@example.org"))
    theirs = Program(client, "other@example.org", calendars.subscription(other)[1])

    assert theirs.sync(theirs.calendar(), token).status_code == 403


def test_a_token_from_a_listing_works_too(program, calendar, registration, now):
    token = program.propfind(calendar, "d:sync-token").found[calendar][f"{D}sync-token"].text
    drop_booking(registration.id, YOUTH.uid, now=now)

    assert Told(program.sync(calendar, token)).statuses == {f"{calendar}{YOUTH.uid}.ics": 404}


def test_only_so_many_states_are_kept(program, registration, calendar, set_clock):
    first = Told(program.sync(calendar)).token
    for turn in range(2 * KEPT_STATES + 3):  # every second one, without the session, is the same again
        now = set_clock(timedelta(minutes=turn))
        drop_booking(registration.id, YOUTH.uid, now=now) if turn % 2 == 0 else agenda.book(registration, YOUTH)
        last = Told(program.sync(calendar)).token

    assert db.session.query(SyncState).count() == KEPT_STATES
    assert program.sync(calendar, first).status_code == 403
    assert Told(program.sync(calendar, last)).found == {}


def test_states_take_only_so_much_room(program, registration, calendar, set_clock, monkeypatch):
    monkeypatch.setattr(services, "KEPT_CHARACTERS", 500)
    tokens = [Told(program.sync(calendar)).token]
    for turn in range(6):
        now = set_clock(timedelta(minutes=turn))
        agenda.book(registration, YOUTH, now=now)
        tokens.append(Told(program.sync(calendar)).token)
        drop_booking(registration.id, YOUTH.uid, now=set_clock(timedelta(minutes=turn, seconds=30)))

    kept = db.session.query(SyncState).all()
    assert sum(len(json.dumps(one.members)) for one in kept) <= 500
    assert 1 < len(kept) < 6
    refused = program.sync(calendar, tokens[1])
    assert refused.status_code == 403
    assert b"<d:valid-sync-token" in refused.data
    assert Told(program.sync(calendar, tokens[-1])).statuses == {f"{calendar}{YOUTH.uid}.ics": 404}


def test_a_state_that_takes_more_room_than_all_may_is_kept_until_the_next(program, calendar, monkeypatch):
    monkeypatch.setattr(services, "KEPT_CHARACTERS", 1)

    token = Told(program.sync(calendar)).token

    assert Told(program.sync(calendar, token)).found == {}
    assert db.session.query(SyncState).count() == 1


def test_programs_from_before_the_standard(program, calendar):
    body = f"<d:sync-collection {SPACES}><d:sync-token/><d:prop><d:getetag/></d:prop></d:sync-collection>"

    assert len(Told(program.ask("REPORT", calendar, body, depth=1)).found) == 2
    assert program.ask("REPORT", calendar, body, depth=0).status_code == 400


def test_a_level_holds_whatever_depth_says(program, calendar):
    """As Thunderbird asks: Depth: 1 beside a level, names without a prefix."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level>'
        "<prop><getcontenttype/><getetag/></prop></sync-collection>"
    )

    answers = [program.ask("REPORT", calendar, body, depth=depth) for depth in (0, 1, None)]

    assert len(Told(answers[0]).found) == 2
    assert {answer.data for answer in answers} == {answers[0].data}


@pytest.mark.parametrize(
    "inner",
    ["", "<d:sync-level>1</d:sync-level>", "<d:sync-token/><d:sync-level>2</d:sync-level>",
     "<d:sync-token/><d:sync-level>1</d:sync-level><d:limit><d:nresults>0</d:nresults></d:limit>",
     "<d:sync-token/><d:sync-level>1</d:sync-level><d:limit><d:nresults>x</d:nresults></d:limit>"],
)  # fmt: skip
def test_a_question_for_changes_that_is_none(program, calendar, inner):
    assert program.report("d:sync-collection", calendar, inner, depth=0).status_code == 400


def test_an_unchanged_calendar_writes_nothing(program, calendar, queries):
    token = Told(program.sync(calendar)).token
    queries.clear()

    Told(program.sync(calendar, token))

    assert len(queries) <= 4
    # Who fetched last is noted at once in tests alone, outside them every few seconds for all.
    assert [one for one in queries if not one.startswith(("SELECT", "UPDATE subscriptions SET last_fetched_at"))] == []


def test_reports_on_who_may_do_what(program, calendar):
    (principal,) = program.propfind("/dav/", "d:current-user-principal").hrefs("/dav/", f"{D}current-user-principal")
    search = "<d:property-search><d:prop><{}/></d:prop><d:match>{}</d:match></d:property-search>"

    def found(name, address, inner):
        return set(Told(program.report(name, address, inner, props="d:displayname", depth=0)).found)

    assert found("d:acl-principal-prop-set", calendar, "") == {principal}
    assert found("d:principal-match", "/dav/principals/", "<d:self/>") == {principal}
    assert calendar in found("d:principal-match", "/dav/", "<d:principal-property><d:owner/></d:principal-property>")
    address = search.format("c:calendar-user-address-set", "AYSE@")
    assert found("d:principal-property-search", "/dav/principals/", address) == {principal}
    assert found("d:principal-property-search", "/dav/principals/", search.format("d:displayname", "nobody")) == set()
    names = program.report("d:principal-search-property-set", "/dav/principals/", "", props="", depth=0)
    assert "<d:displayname />" in names.text


def test_what_properties_lead_to(program, calendar):
    body = (
        f'<d:expand-property {SPACES}><d:property name="current-user-principal"><d:property name="displayname"/>'
        '<d:property name="calendar-home-set" namespace="urn:ietf:params:xml:ns:caldav">'
        '<d:property name="resourcetype"/></d:property></d:property><d:property name="nothing"/></d:expand-property>'
    )

    answer = program.ask("REPORT", "/dav/", body)

    assert answer.status_code == 207
    told = Told(answer)
    inner = told.found["/dav/"][f"{D}current-user-principal"].find(f"{D}response")
    assert inner.find(f".//{C}calendar-home-set/{D}response/{D}href").text == calendar.removesuffix("cities/")
    assert told.missing["/dav/"] == {f"{D}nothing"}


def test_a_report_that_is_not_spoken_is_refused(program, calendar):
    for name, address in (("d:version-tree", calendar), ("d:sync-collection", "/dav/"), ("c:calendar-query", "/dav/")):
        refused = program.report(name, address, "")
        assert refused.status_code == 403
        assert "<d:supported-report />" in refused.text


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_of_changes_programs_come_to_the_same(program, registration, event, set_clock, seed):
    """Three programs that look at different times, one of them a little at a time, hold what a full listing holds."""
    random = Random(seed)  # noqa: S311 - to be the same each time
    calendar = program.calendar()
    drafted = {one.code: one for one in SESSIONS if one.slot}
    held = [{}, {}, {}]
    tokens = ["", "", ""]

    def look(number):
        told = Told(program.sync(calendar, tokens[number], most=1 if number == 0 else None))
        told.statuses.pop(calendar, None)
        held[number] = {name: tag for name, tag in held[number].items() if name not in told.statuses} | told.tags
        tokens[number] = told.token

    for turn in range(24):
        now = set_clock(timedelta(minutes=turn))
        one = random.choice([YOUTH, HALF_TIME, ARRIVING])
        match random.choice(["book", "drop", "move", "cancel", "revive", "rename"]):
            case "book":
                with suppress(DomainError):
                    agenda.book(registration, one)
            case "drop":
                with suppress(DomainError):
                    drop_booking(registration.id, one.uid, now=now)
            case change:
                was = drafted[one.code]
                drafted[one.code] = msgspec.structs.replace(
                    was,
                    slot=msgspec.structs.replace(
                        was.slot, starts_at=was.slot.starts_at + timedelta(days=change == "move")
                    ),
                    state={"cancel": CALLED_OFF.state, "revive": YOUTH.state}.get(change, was.state),
                    title={"en": f"Turn {turn}"} if change == "rename" else was.title,
                )
                publish(event.id, document(drafted.values()), now=now)
        for number in range(3):
            if random.random() < (0.9, 0.5, 0.15)[number]:
                look(number)

    listed = program.propfind(calendar, "d:getetag", depth=1)
    del listed.found[calendar]
    for _ in range(6):
        look(0)
    look(1)
    look(2)
    assert held == [listed.tags] * 3
