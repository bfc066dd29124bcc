import gzip
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import brotli
import msgspec
import pytest
from icalendar import Calendar
from sqlalchemy.exc import OperationalError

from conference.programme.document import Theme
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    NOW,
    OPENING,
    SESSIONS,
    YOUTH,
    document,
    event_row,
    publish,
    published_event,
)

PUBLIC = [
    "/cities/calendar.ics",
    "/cities/themes/youth.ics",
    "/cities/speakers/ZEYNEP.ics",
    "/cities/sessions/YUTH22.ics",
    "/cities/rooms/porsuk.ics",
    "/cities/partnerships/osnabrueck-canakkale.ics",
    "/cities/languages/tr.ics",
    "/cities/calendar.ics?theme=youth&language=de",
]


@pytest.fixture
def event(app):
    return published_event()


def uids(response):
    calendar = Calendar.from_ical(response.data)
    assert not calendar.errors
    return {str(entry["uid"]) for entry in calendar.events}


def test_each_feed_holds_its_sessions(client, event):
    everything = {str(s.uid) for s in (YOUTH, ARRIVING, HALF_TIME, OPENING, CALLED_OFF)}

    assert uids(client.get("/cities/calendar.ics")) == everything
    assert uids(client.get("/cities/themes/arrival.ics")) == {str(ARRIVING.uid), str(HALF_TIME.uid)}
    assert uids(client.get("/cities/speakers/ZEYNEP.ics")) == {str(YOUTH.uid)}
    assert uids(client.get("/cities/sessions/HALF44.ics")) == {str(HALF_TIME.uid)}
    assert uids(client.get("/cities/rooms/neckar.ics")) == {str(ARRIVING.uid), str(HALF_TIME.uid)}
    assert uids(client.get("/cities/partnerships/osnabrueck-canakkale.ics")) == {str(YOUTH.uid)}
    assert uids(client.get("/cities/languages/tr.ics")) == everything


def test_a_theme_whose_file_is_called_like_a_rooms_is_not_taken_for_it(client):
    theme = Theme(slug="room-neckar", title={"en": "Room Neckar"}, colour="#1f4fa8")
    changed = msgspec.structs.replace(YOUTH, themes=(theme.slug,))
    one = document((changed, *(session for session in SESSIONS if session.uid != YOUTH.uid)))
    one = msgspec.structs.replace(one, themes=(*one.themes, theme))
    publish(event_row(one).id, one)

    for _ in range(2):
        assert uids(client.get("/cities/rooms/neckar.ics")) == {str(ARRIVING.uid), str(HALF_TIME.uid)}
        assert uids(client.get("/cities/themes/room-neckar.ics")) == {str(YOUTH.uid)}


@pytest.mark.parametrize("address", PUBLIC)
def test_the_headers_are_those_that_programs_need(client, event, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["ETag"].startswith('"')
    assert response.headers["Last-Modified"] == format_datetime(NOW - timedelta(days=10), usegmt=True)
    assert response.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("accept", ["text/html", "application/json", "image/png", ""])
def test_the_type_does_not_depend_on_what_is_accepted(client, event, accept):
    response = client.get("/cities/calendar.ics", headers={"Accept": accept})

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_one_session_is_a_file_and_feeds_are_not(client, event):
    single = client.get("/cities/sessions/YUTH22.ics").headers["Content-Disposition"]
    feed = client.get("/cities/calendar.ics").headers["Content-Disposition"]

    assert single.startswith("attachment; filename=\"cities-YUTH22.ics\"; filename*=UTF-8''Jugendr%C3%A4te")
    assert feed == "inline; filename=\"cities.ics\"; filename*=UTF-8''Konferenz%20der%20St%C3%A4dte.ics"


def test_a_feed_speaks_the_language_asked_for_and_no_other(client, event):
    plain = client.get("/cities/calendar.ics")
    client.set_cookie("language", "tr")
    with_cookie = client.get("/cities/calendar.ics", headers={"Accept-Language": "tr"})
    turkish = client.get("/cities/calendar.ics?lang=tr")
    nonsense = client.get("/cities/calendar.ics?lang=xx")

    assert "SUMMARY:Halbzeit" in plain.text
    assert plain.data == with_cookie.data == nonsense.data
    assert "SUMMARY:Devre arası" in turkish.text
    assert "NAME:Şehirler Konferansı" in turkish.text
    assert "SOURCE;VALUE=URI:http://localhost/cities/calendar.ics\r\n" in plain.text
    assert "SOURCE;VALUE=URI:http://localhost/cities/calendar.ics?lang=tr\r\n" in turkish.text
    assert "Set-Cookie" not in turkish.headers


def test_a_feed_names_the_installation_and_not_the_host_that_was_asked(client, event):
    response = client.get("/cities/calendar.ics", headers={"Host": "evil.example"})

    assert "evil.example" not in response.text
    assert response.data == client.get("/cities/calendar.ics").data


@pytest.mark.parametrize(
    "form", ["{}", "W/{}", '"other", {}', 'W/"a",W/{},"b"', "*", '"x" , {} , "y"'], ids=lambda form: form
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_known_is_not_sent_again(client, event, form, method):
    etag = client.get("/cities/calendar.ics").headers["ETag"]

    response = client.open("/cities/calendar.ics", method=method, headers={"If-None-Match": form.format(etag)})

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == etag
    assert response.headers["Cache-Control"].startswith("public")
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Content-Type" not in response.headers
    assert "Content-Length" not in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("tag", ['"other"', 'W/"other"', "", "garbage", '"a", "b"'])
def test_another_tag_gets_the_whole_feed_even_if_the_date_would_not(client, event, tag):
    headers = {"If-None-Match": tag, "If-Modified-Since": format_datetime(NOW, usegmt=True)}

    assert client.get("/cities/calendar.ics", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (format_datetime(NOW - timedelta(days=10), usegmt=True), 304),
        (format_datetime(NOW, usegmt=True), 304),
        (format_datetime(NOW - timedelta(days=10, seconds=1), usegmt=True), 200),
        (format_datetime(NOW + timedelta(days=1), usegmt=True), 200),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_a_date_is_read_and_garbage_ignored(client, event, since, status):
    assert client.get("/cities/calendar.ics", headers={"If-Modified-Since": since}).status_code == status


def test_no_date_is_given_while_its_second_may_still_bring_a_change(client, app):
    published_event(now=NOW)

    response = client.get("/cities/calendar.ics")

    assert "Last-Modified" not in response.headers
    assert "ETag" in response.headers


@pytest.mark.parametrize("address", PUBLIC)
def test_head_is_get_without_a_body(client, event, address):
    got, head = client.get(address), client.head(address)

    assert head.status_code == 200
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0.5", "gzip"),
        ("identity;q=0, *", "gzip"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=1", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("br;q=1, gzip;q=0.1", "br"),
        ("identity;q=0, gzip;q=0, *", "br"),
    ],
)
def test_the_coding_is_the_one_asked_for(client, event, accepted, coding):
    plain = client.get("/cities/calendar.ics")

    packed = client.get("/cities/calendar.ics", headers={"Accept-Encoding": accepted})

    assert packed.headers["Content-Encoding"] == coding
    assert {"gzip": gzip.decompress, "br": brotli.decompress}[coding](packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-{coding}"'
    again = client.get(
        "/cities/calendar.ics", headers={"Accept-Encoding": accepted, "If-None-Match": packed.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.headers["ETag"] == packed.headers["ETag"]


@pytest.mark.parametrize(
    "accepted", ["gzip;q=0", "identity", "zstd", "*, gzip;q=0", "identity;q=1, gzip;q=0.5", "br;q=0, gzip;q=0", ""]
)
def test_plain_bytes_are_sent_where_no_coding_is_asked_for(client, event, accepted):
    response = client.get("/cities/calendar.ics", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in response.headers
    assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("accepted", ["identity;q=0", "*;q=0", "identity;q=0, zstd"])
def test_who_takes_nothing_that_we_have_is_told_so(client, event, accepted):
    for _ in range(2):
        response = client.get("/cities/calendar.ics", headers={"Accept-Encoding": accepted})

        assert response.status_code == 406
        assert response.text == "406 Not Acceptable\n"
        client.get("/cities/calendar.ics")


def test_the_switch_turns_all_codings_off(new_app, event, settings):
    client = new_app(replace(settings, compress_feeds=False)).test_client()

    for accepted in ("gzip", "br, gzip", "*"):
        for _ in range(2):
            response = client.get("/cities/calendar.ics", headers={"Accept-Encoding": accepted})
            assert "Content-Encoding" not in response.headers
            assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", [*PUBLIC, "/feeds/anything.ics"])
def test_other_methods_are_refused_in_plain_words(client, event, method, address):
    response = client.open(address, method=method)

    assert response.status_code == 405
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/calendar.ics",
        "/cities/themes/nothing.ics",
        "/cities/speakers/NOBODY.ics",
        "/cities/rooms/cellar.ics",
        "/cities/partnerships/nobody-noone.ics",
        "/cities/languages/xx.ics",
        "/cities/sessions/NOTHNG.ics",
        "/cities/sessions/NSLT77.ics",
        "/no/such/thing.ics",
        "/nothing.ics",
        "/cities/calendar.ICS",
        "/cities/calendar.ics/",
        "/cities//calendar.ics",
        "/cities/themes//youth.ics",
        "/CITIES/calendar.ics",
    ],
)
def test_what_is_not_there_is_refused_in_plain_words(client, event, address):
    response = client.get(address, headers={"Accept": "text/html"})

    assert response.status_code == 404
    assert response.text == "404 Not Found\n"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_a_database_that_is_down_is_said_to_be_so(client, event, monkeypatch):
    def broken(_slug):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("conference.calendars.views.public.newest_release", broken)

    response = client.get("/cities/calendar.ics")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_an_unpublished_event_has_no_feed(client, event):
    from tests.factories.programme import event_row  # noqa: PLC0415

    event_row(document(slug="secret"))

    assert client.get("/secret/calendar.ics").status_code == 404


def test_an_event_without_sessions_has_a_valid_feed(client, app):
    published_event(())

    for address in ("/cities/calendar.ics", "/cities/themes/youth.ics"):
        response = client.get(address)
        assert response.status_code == 200
        assert Calendar.from_ical(response.data).subcomponents


def test_a_release_changes_the_feeds_it_touches_and_no_other(client, event):
    def tags():
        return [client.get(f"/cities/themes/{slug}.ics").headers["ETag"] for slug in ("youth", "arrival")]

    youth, arrival = tags()
    changed = msgspec.structs.replace(YOUTH, title={"de": "Neuer Titel"})

    publish(event.id, document((changed, *SESSIONS[1:])))

    newer_youth, newer_arrival = tags()
    assert newer_youth != youth
    assert newer_arrival == arrival
    assert "Neuer Titel" in client.get("/cities/themes/youth.ics").text


def test_a_withdrawn_session_stays_struck_out_until_ninety_days_after(client, event, set_clock):
    publish(event.id, document(tuple(s for s in SESSIONS if s.code != "HALF44")), now=NOW - timedelta(days=1))

    before = client.get("/cities/calendar.ics?lang=en")
    set_clock(timedelta(days=97))
    last_day = client.get("/cities/calendar.ics?lang=en")
    set_clock(timedelta(days=99))
    after = client.get("/cities/calendar.ics?lang=en")

    assert "SUMMARY:Cancelled: Half-time" in before.text
    assert "STATUS:CANCELLED" in before.text
    assert last_day.data == before.data
    assert "Half-time" not in after.text
    assert "STATUS:CANCELLED" not in after.text
    assert after.headers["Last-Modified"] == "Tue, 14 Sep 2027 22:00:00 GMT"


def test_a_feed_costs_one_query_however_many_sessions_it_has(client, event, queries):
    client.get("/cities/calendar.ics")
    queries.clear()

    # Packed it has not been sent yet, so Flask is asked.
    client.get("/cities/calendar.ics", headers={"Accept-Encoding": "gzip"})

    assert len(queries) == 1


def test_no_cookie_of_a_signed_in_visitor_is_touched(client, event, sign_in):
    from tests.factories import accounts  # noqa: PLC0415

    sign_in(client, accounts.account())

    response = client.get("/cities/calendar.ics")

    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers["Vary"]


def test_meeting_addresses_never_reach_a_feed(client, event):
    for address in PUBLIC:
        assert b"meet.example" not in client.get(address).data.replace(b"\r\n ", b"")
