"""From the host's name to one's entries: discovery, properties, single entries, and what is refused."""

import re
from html import unescape

import pytest

from conference.accounts.tables import Account
from conference.caldav.services import remember_state
from conference.caldav.tables import SyncState
from conference.calendars import services
from conference.db import db
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import HALF_TIME, YOUTH, at, published_event, session
from tests.web.caldav.dav import CS, A, C, D, Program, Told, basic

EMAIL = "Ayşe@Example.org"


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def registration(event):
    return agenda.registration(event.id, accounts.account("ayse@example.org", name="Ayşe <Yılmaz>"))


@pytest.fixture
def program(client, registration):
    _, token = calendars.subscription(registration)
    return Program(client, "ayse@example.org", token)


def test_a_program_finds_the_agenda_from_the_hosts_name_alone(program, registration, client):
    agenda.book(registration, YOUTH)

    well_known = client.open("/.well-known/caldav", method="PROPFIND")

    assert (well_known.status_code, well_known.headers["Location"]) == (301, "/dav/")
    calendar = program.calendar()
    assert calendar.endswith("/cities/")
    assert set(program.propfind(calendar, "d:getetag", depth=1).found) == {calendar, f"{calendar}{YOUTH.uid}.ics"}


def test_the_way_says_in_plain_words_what_it_does_not_do(client, app):
    refused = client.post("/.well-known/caldav", headers={"Accept": "text/html"})

    assert (refused.status_code, refused.headers["Content-Type"]) == (405, "text/plain; charset=utf-8")
    assert "Set-Cookie" not in refused.headers


def test_what_is_said_of_an_account_and_its_calendars(program, registration):
    home = program.calendar().removesuffix("cities/")
    told = program.propfind("/dav/", "d:current-user-principal d:principal-collection-set d:resourcetype")
    (principal,) = told.hrefs("/dav/", f"{D}current-user-principal")
    account = program.propfind(
        principal,
        "d:displayname d:resourcetype d:principal-URL d:alternate-URI-set d:group-membership c:calendar-home-set "
        "c:calendar-user-address-set cs:email-address-set d:owner c:schedule-inbox-URL",
    )

    props = account.found[principal]
    assert props[f"{D}displayname"].text == "Ayşe <Yılmaz>"
    assert {one.tag for one in props[f"{D}resourcetype"]} == {f"{D}collection", f"{D}principal"}
    assert account.hrefs(principal, f"{C}calendar-user-address-set") == ["mailto:ayse@example.org", principal]
    assert account.hrefs(principal, f"{C}calendar-home-set") == [home]
    assert account.hrefs(principal, f"{D}principal-URL") == account.hrefs(principal, f"{D}owner") == [principal]
    assert account.missing[principal] == {f"{C}schedule-inbox-URL"}


def test_what_is_said_of_a_calendar(program, registration):
    calendar = program.calendar()
    told = program.propfind(
        calendar,
        "d:displayname d:resourcetype c:calendar-description c:calendar-timezone c:supported-calendar-component-set "
        "c:supported-calendar-data c:supported-collation-set c:max-resource-size d:sync-token cs:getctag "
        "a:calendar-color d:current-user-privilege-set d:supported-report-set d:owner d:acl d:supported-privilege-set "
        "d:acl-restrictions d:inherited-acl-set c:calendar-data d:getetag",
    )

    props = told.found[calendar]
    assert props[f"{D}displayname"].text == "Conference of Cities – My agenda"
    assert props[f"{C}calendar-description"].text == "Two weeks."
    assert "TZID:Europe/Berlin" in props[f"{C}calendar-timezone"].text
    assert [one.get("name") for one in props[f"{C}supported-calendar-component-set"]] == ["VEVENT"]
    assert [one.text for one in props[f"{C}supported-collation-set"]] == ["i;ascii-casemap", "i;octet"]
    assert props[f"{A}calendar-color"].text == "#FFCB05FF"
    assert props[f"{D}sync-token"].text.startswith("http://localhost/dav/sync/")
    assert len(props[f"{CS}getctag"].text) == 32
    granted = {one[0].tag for one in props[f"{D}current-user-privilege-set"]}
    assert granted == {f"{D}read", f"{D}read-acl", f"{D}read-current-user-privilege-set", f"{C}read-free-busy"}
    reports = {one[0][0].tag for one in props[f"{D}supported-report-set"]}
    assert reports >= {f"{C}calendar-query", f"{C}calendar-multiget", f"{C}free-busy-query", f"{D}sync-collection"}
    assert told.missing[calendar] == {f"{C}calendar-data", f"{D}getetag"}


def test_an_entry_is_the_same_in_a_listing_and_by_itself(program, registration):
    agenda.book(registration, YOUTH)
    calendar = program.calendar()
    address = f"{calendar}{YOUTH.uid}.ics"
    listed = program.propfind(
        calendar, "d:getetag d:getcontenttype d:getcontentlength d:getlastmodified d:resourcetype", depth=1
    ).found[address]

    sent = program.ask("GET", address)

    assert sent.status_code == 200
    assert sent.headers["ETag"] == listed[f"{D}getetag"].text
    assert sent.headers["Content-Type"] == listed[f"{D}getcontenttype"].text
    assert sent.headers["Content-Type"] == "text/calendar; charset=utf-8; component=VEVENT"
    assert sent.headers["Last-Modified"] == listed[f"{D}getlastmodified"].text
    assert len(sent.data) == int(listed[f"{D}getcontentlength"].text)
    assert len(listed[f"{D}resourcetype"]) == 0
    assert b"METHOD" not in sent.data
    assert sent.data.count(b"BEGIN:VEVENT") == 1
    head = program.ask("HEAD", address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", sent.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(sent.data))
    for known in (sent.headers["ETag"], "W/" + sent.headers["ETag"], f'"x", {sent.headers["ETag"]}', "*"):
        assert program.ask("GET", address, **{"If-None-Match": known}).status_code == 304
    assert program.ask("GET", address, **{"If-None-Match": '"x"'}).status_code == 200
    assert program.ask("GET", address, **{"If-Match": '"x"'}).status_code == 412
    assert program.ask("GET", address, **{"If-Match": sent.headers["ETag"]}).status_code == 200


def test_entries_are_those_of_the_feed(program, registration, client):
    agenda.book(registration, YOUTH)
    agenda.book(registration, HALF_TIME)
    calendar = program.calendar()
    feed = client.get(f"/feeds/{program.password}.ics").data

    for booked in (YOUTH, HALF_TIME):
        entry = program.ask("GET", f"{calendar}{booked.uid}.ics").data
        assert entry[entry.index(b"BEGIN:VEVENT") : entry.index(b"END:VCALENDAR")] in feed


def test_all_names_and_all_values(program, registration):
    agenda.book(registration, YOUTH)
    calendar = program.calendar()
    address = f"{calendar}{YOUTH.uid}.ics"

    without_body = program.ask("PROPFIND", address, depth=0)
    everything = program.ask("PROPFIND", address, '<propfind xmlns="DAV:"><allprop/></propfind>', depth=0)
    more = program.ask(
        "PROPFIND", address, '<propfind xmlns="DAV:"><allprop/><include><owner/></include></propfind>', depth=0
    )
    names = program.ask("PROPFIND", calendar, '<propfind xmlns="DAV:"><propname/></propfind>', depth=0)

    assert without_body.data == everything.data
    assert b"getetag" in everything.data
    assert b"owner" not in everything.data
    assert b"owner" in more.data
    assert b"<d:sync-token />" in names.data
    assert b"http" not in names.data.split(b">", 2)[2]


def test_programs_that_want_little_are_told_little(program, registration):
    calendar = program.calendar()
    for header in ({"Brief": "t"}, {"Prefer": "return=minimal"}, {"Prefer": "depth-noroot, return=minimal"}):
        told = program.propfind(calendar, "d:displayname d:quota cs:source", **header)
        assert told.missing == {calendar: set()}
    assert program.propfind(calendar, "d:quota").missing == {calendar: {f"{D}quota"}}


def test_only_so_deep(program):
    calendar = program.calendar()
    for headers in ({"depth": "infinity"}, {}):
        refused = program.ask("PROPFIND", calendar, **headers)
        assert refused.status_code == 403
        assert b"propfind-finite-depth" in refused.data
    assert program.ask("PROPFIND", calendar, depth="2").status_code == 400


@pytest.mark.parametrize("address", ["/dav/", "/dav", "/dav/calendars/"])
def test_collections_are_found_with_and_without_their_slash(program, address, registration):
    listed = program.ask("PROPFIND", address, depth=1)
    if listed.status_code == 308:
        listed = program.ask("PROPFIND", listed.headers["Location"], depth=1)
    assert listed.status_code == 207
    assert program.ask("PROPFIND", program.calendar().rstrip("/"), depth=1).status_code == 207


def test_what_is_spoken(program, registration):
    agenda.book(registration, YOUTH)
    answer = program.ask("OPTIONS", program.calendar())

    assert answer.status_code == 200
    assert answer.headers["DAV"] == "1, 3, access-control, calendar-access"
    assert answer.headers["Allow"] == "OPTIONS, PROPFIND, REPORT"
    entry = program.ask("OPTIONS", f"{program.calendar()}{YOUTH.uid}.ics")
    assert entry.headers["Allow"] == "OPTIONS, GET, HEAD, PROPFIND, REPORT"


def test_what_is_allowed_is_answered_and_what_is_not_is_no(program, registration):
    agenda.book(registration, YOUTH)
    for address in ("/dav/", program.calendar(), f"{program.calendar()}{YOUTH.uid}.ics"):
        allowed = program.ask("OPTIONS", address).headers["Allow"].split(", ")
        for method in ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT", "TRACE", "SEARCH", "MERGE"):
            answer = program.ask(method, address, depth=0)

            assert (answer.status_code != 405) is (method in allowed), (address, method)
            if answer.status_code == 405:
                assert answer.headers["Allow"].split(", ") == allowed
                assert "DAV" in answer.headers


def test_methods_that_nobody_knows_tell_strangers_nothing(client, program):
    for address in ("/dav/", f"{program.calendar()}{YOUTH.uid}.ics", "/dav/none"):
        assert client.open(address, method="SEARCH").status_code == 401
    assert program.ask("SEARCH", "/dav/none").status_code == 404


METHODS = (
    "PUT",
    "DELETE",
    "POST",
    "PATCH",
    "PROPPATCH",
    "MKCOL",
    "MKCALENDAR",
    "MOVE",
    "COPY",
    "LOCK",
    "UNLOCK",
    "ACL",
)


@pytest.mark.parametrize("method", METHODS)
def test_nothing_can_be_changed(program, registration, method):
    agenda.book(registration, YOUTH)
    calendar = program.calendar()
    before = program.propfind(calendar, "cs:getctag", depth=1).found[calendar][f"{CS}getctag"].text

    for address in (f"{calendar}{YOUTH.uid}.ics", f"{calendar}new.ics", calendar, "/dav/", "/dav/nothing/at/all"):
        for body in ("", "<x/>", "\0 no xml"):
            refused = program.ask(method, address, body)
            assert refused.status_code == 403
            assert b"<d:error" in refused.data
            assert b"need-privileges" in refused.data
    assert program.propfind(calendar, "cs:getctag", depth=1).found[calendar][f"{CS}getctag"].text == before


def test_who_proves_nothing_learns_nothing(program, client, registration, now):
    subscription, revoked = calendars.subscription(registration, "Old")
    services.revoke_subscription(subscription.id, account_id=registration.account_id, now=now)
    calendar = program.calendar()
    wrong = (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic x"},
        {"Authorization": "Basic \xff"},
        basic("ayse@example.org", revoked),
        basic("ayse@example.org", "x" * 43),
        basic("somebody@example.org", program.password),
        basic("", program.password),
        basic("ayse@example.org", ""),
    )
    answers = [client.open(calendar, method="PROPFIND", headers={"Depth": "0", **headers}) for headers in wrong]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert answers[0].headers["WWW-Authenticate"] == 'Basic realm="Meridian", charset="UTF-8"'
    assert "Set-Cookie" not in answers[0].headers


def test_a_name_is_known_however_it_is_written(client, program):
    assert Program(client, "  AYSE@example.ORG", program.password).ask("OPTIONS").status_code == 200


def test_each_account_has_a_name_of_its_own(client, registration, sign_in):
    """Thunderbird keeps one password for each name at a host."""
    for name in ("Phone", "Office"):
        calendars.subscription(registration, name)
    sign_in(client, db.session.get_one(Account, registration.account_id))
    page = unescape(client.get("/cities/agenda/subscriptions").text)

    users, passwords = (
        re.findall(rf'<code class="addr" id="[^"]*-{part}"[^>]*>([^<]*)</code>', page) for part in ("user", "password")
    )
    assert len(set(users)) == len(users) == len(passwords) == 2
    assert all(user.startswith("ayse@example.org/") for user in users)
    for user, password in zip(users, passwords, strict=True):
        assert Program(client, user, password).ask("OPTIONS").status_code == 200


@pytest.mark.parametrize("user", ["ayse@example.org/", "ayse@example.org/x/y", "somebody@example.org/1", "/", "/1"])
def test_what_follows_the_name_makes_nobody_somebody_else(client, program, user):
    expected = 200 if user == "ayse@example.org/" else 401
    assert Program(client, user, program.password).ask("OPTIONS").status_code == expected


def test_signing_in_by_cookie_opens_nothing(client, registration, program):
    client.sign_in(accounts.db.session.get_one(accounts.Account, registration.account_id))

    assert client.open(program.calendar(), method="PROPFIND").status_code == 401


def test_what_is_anothers_is_not_there(client, event, program, registration):
    other = agenda.registration(event.id, accounts.account("other@example.org"))
    agenda.book(other, YOUTH)
    _, token = calendars.subscription(other)
    theirs = Program(client, "other@example.org", token).calendar()

    for address in (theirs, f"{theirs}{YOUTH.uid}.ics", "/dav/calendars/2147483647/", f"{program.calendar()}x.ics"):
        for method in ("PROPFIND", "REPORT", "GET", "OPTIONS"):
            answer = program.ask(method, address, "<x/>", depth=0)
            assert (answer.status_code, answer.data) == (404, b"404 Not Found\n")


def test_one_account_for_all_events(client, app, event, registration, now):
    another = session("SCND22", starts_at=at(9, 10))
    second = published_event((another,), slug="second")
    account = accounts.db.session.get_one(accounts.Account, registration.account_id)
    agenda.book(agenda.registration(second.id, account), another)
    subscription, token = calendars.subscription(registration)
    subscription.registration_id = None
    accounts.db.session.commit()
    program = Program(client, "ayse@example.org", token)

    listed = program.propfind(f"/dav/calendars/{subscription.id}/", "d:displayname", depth=1)

    assert [address.rsplit("/", 2)[1] for address in listed.found] == [str(subscription.id), "cities", "second"]
    assert program.ask("GET", f"/dav/calendars/{subscription.id}/second/{another.uid}.ics").status_code == 200


def test_answers_are_for_whoever_asked_alone(program):
    for answer in (program.ask("PROPFIND", depth=0), program.ask("OPTIONS"), program.ask("PUT")):
        assert answer.headers["Cache-Control"] in {"private, no-cache", "no-store"}
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert program.password not in answer.text + str(answer.headers)


def test_a_language_in_the_address_sets_no_cookie(program):
    assert "Set-Cookie" not in program.ask("OPTIONS", "/dav/?lang=tr").headers


@pytest.mark.parametrize(("count", "most"), [(1, 4), (2, 4)])
def test_a_listing_costs_the_same_queries_however_much_is_booked(program, registration, queries, count, most):
    for booked in (YOUTH, HALF_TIME)[:count]:
        agenda.book(registration, booked)
    calendar = program.calendar()
    queries.clear()

    assert len(program.propfind(calendar, "d:getetag d:sync-token", depth=1).found) == count + 1
    first = len(queries)
    queries.clear()
    program.propfind(calendar, "d:getetag d:sync-token", depth=1)

    assert first <= most + 8
    assert len(queries) <= most


def test_an_account_is_as_its_owner_chose(client, registration):
    agenda.book(registration, YOUTH)
    _, token = calendars.subscription(registration, language="de", alarms=(10,), fills_time=False)
    program = Program(client, "ayse@example.org", token)
    calendar = program.calendar()
    ringing = '<c:comp-filter name="VEVENT"><c:comp-filter name="VALARM"><c:time-range start="{}" end="{}"/>{}'
    ends = "</c:comp-filter></c:comp-filter>"

    def found(start, end):
        return list(Told(program.query(calendar, ringing.format(start, end, "") + ends)).found)

    name = program.propfind(calendar, "d:displayname").found[calendar][f"{D}displayname"].text
    assert name == "Konferenz der Städte – Meine Agenda"
    sent = program.ask("GET", f"{calendar}{YOUTH.uid}.ics").data.decode()
    assert "SUMMARY:Jugendräte" in sent
    assert "TRANSP:TRANSPARENT" in sent
    assert found("20270608T075000Z", "20270608T075001Z") == [f"{calendar}{YOUTH.uid}.ics"]
    assert found("20270608T075001Z", "20270608T080000Z") == []


def test_the_page_of_addresses_shows_the_account_and_revoking_ends_it(client, registration, now):
    client.sign_in(accounts.db.session.get_one(accounts.Account, registration.account_id))
    subscription, token = calendars.subscription(registration)
    program = Program(client, "ayse@example.org", token)
    page = client.get("/cities/agenda/subscriptions").text
    for value in ("http://localhost/dav/", f"ayse@example.org/{subscription.id}", token):
        assert f">{value}</code>" in page
    calendar = program.calendar()
    assert Told(program.sync(calendar)).token
    assert accounts.db.session.query(SyncState).count() == 1

    client.fill_in(f"/cities/agenda/subscriptions/{subscription.id}/revoke")

    assert program.ask("OPTIONS").status_code == 401
    assert accounts.db.session.query(SyncState).count() == 0
    # A question that was being answered just then leaves nothing behind either.
    remember_state(subscription.id, registration.event_id, {"x.ics": "tag"}, now=now)
    assert accounts.db.session.query(SyncState).count() == 0
