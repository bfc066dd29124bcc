"""Every feed in JSON (RFC 7265), by the ending of its address: it means what the other one means."""

import gzip
from datetime import timedelta
from email.utils import format_datetime

import msgspec
import pytest

from conference.web.redaction import redacted
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import HALF_TIME, NOW, SESSIONS, YOUTH, document, publish, published_event
from tests.subscribers import by_ical_js

PUBLIC = [
    "/cities/calendar",
    "/cities/themes/youth",
    "/cities/speakers/ZEYNEP",
    "/cities/sessions/YUTH22",
    "/cities/rooms/porsuk",
    "/cities/partnerships/osnabrueck-canakkale",
    "/cities/languages/tr",
]


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def person(app):
    return accounts.account("somebody@example.org")


@pytest.fixture
def registration(event, person):
    return agenda.registration(event.id, person)


@pytest.fixture
def place(registration):
    _, token = calendars.subscription(registration)
    return f"/feeds/{token}"


def both(client, place, query=""):
    lines, jcal = client.get(f"{place}.ics{query}"), client.get(f"{place}.jcal{query}")
    assert jcal.status_code == lines.status_code == 200
    return by_ical_js.read(lines.data), by_ical_js.read_jcal(jcal.data)


@pytest.mark.parametrize("query", ["", "?lang=tr"])
@pytest.mark.parametrize("place", PUBLIC)
def test_both_notations_of_a_public_feed_mean_the_same(client, event, place, query):
    lines, jcal = both(client, place, query)

    assert jcal == lines
    assert jcal.entries


def test_those_of_a_view_do_too(client, event):
    lines, jcal = both(client, "/cities/calendar", "?theme=arrival&format=plenary&lang=en")

    assert jcal == lines
    assert list(jcal.entries) == [str(HALF_TIME.uid)]


@pytest.mark.parametrize("place", PUBLIC)
def test_the_headers_are_those_of_the_other_but_for_type_tag_and_name(client, event, place):
    lines, jcal = client.get(f"{place}.ics"), client.get(f"{place}.jcal", headers={"Accept": "text/calendar"})

    assert jcal.headers["Content-Type"] == "application/calendar+json"
    assert jcal.headers["ETag"] != lines.headers["ETag"]
    assert jcal.headers["Content-Disposition"] == lines.headers["Content-Disposition"].replace(".ics", ".jcal")
    for name in ("Last-Modified", "Cache-Control", "Access-Control-Allow-Origin", "Vary", "X-Content-Type-Options"):
        assert jcal.headers[name] == lines.headers[name]
    assert dict(client.head(f"{place}.jcal").headers) == dict(jcal.headers)
    assert "Set-Cookie" not in client.get(f"{place}.jcal?lang=tr").headers


def test_what_is_known_is_not_sent_again_and_each_notation_has_its_own_tag(client, event):
    lines, jcal = client.get("/cities/calendar.ics"), client.get("/cities/calendar.jcal")
    known = {"If-None-Match": jcal.headers["ETag"]}

    assert client.get("/cities/calendar.jcal", headers=known).status_code == 304
    assert client.get("/cities/calendar.jcal", headers={"If-None-Match": lines.headers["ETag"]}).status_code == 200
    since = {"If-Modified-Since": format_datetime(NOW - timedelta(days=10), usegmt=True)}
    assert client.get("/cities/calendar.jcal", headers=since).status_code == 304
    assert client.get("/cities/calendar.jcal").data == jcal.data
    packed = client.get("/cities/calendar.jcal", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == jcal.data


def test_a_release_changes_it(client, event):
    before = client.get("/cities/themes/youth.jcal")
    publish(event.id, document((msgspec.structs.replace(YOUTH, title={"de": "Neuer Titel"}), *SESSIONS[1:])))

    after = client.get("/cities/themes/youth.jcal", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "Neuer Titel" in after.text
    assert "Neuer Titel" in client.get("/cities/themes/youth.jcal").text


def test_both_notations_of_a_private_feed_mean_the_same_and_follow_each_booking(client, registration, place):
    lines, jcal = both(client, place)
    assert jcal == lines
    assert len(jcal.entries) == 1
    tag = client.get(f"{place}.jcal").headers["ETag"]

    agenda.book(registration, YOUTH)

    answer = client.get(f"{place}.jcal", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    lines, jcal = both(client, place)
    assert jcal == lines
    assert list(jcal.entries) == [str(YOUTH.uid)]
    assert client.get(f"{place}.jcal").headers["ETag"] != client.get(f"{place}.ics").headers["ETag"]
    assert client.get(f"{place}.ics").text.startswith("BEGIN:VCALENDAR")
    assert client.get(f"{place}.jcal").text.startswith('["vcalendar"')


def test_a_private_feed_is_as_private_in_json(client, registration, place):
    answer = client.get(f"{place}.jcal")

    assert answer.headers["Content-Type"] == "application/calendar+json"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert place.rpartition("/")[2] not in answer.text
    assert redacted(f'"GET {place}.jcal HTTP/1.1" 200') == '"GET /feeds/… HTTP/1.1" 200'


def test_ones_agenda_is_downloaded_in_json(client, person, registration, sign_in):
    sign_in(client, person)
    agenda.book(registration, YOUTH)

    lines, jcal = client.get("/cities/agenda.ics"), client.get("/cities/agenda.jcal")

    assert by_ical_js.read_jcal(jcal.data) == by_ical_js.read(lines.data)
    assert jcal.headers["Content-Type"] == "application/calendar+json"
    assert 'filename="cities-agenda.jcal"' in jcal.headers["Content-Disposition"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("address", ["/nowhere/calendar.jcal", "/cities/themes/gone.jcal", "/feeds/unknown.jcal"])
def test_errors_are_plain(client, event, address, method):
    response = client.open(address, method=method, headers={"Accept": "text/html"})

    assert response.status_code == (404 if method in {"GET", "HEAD"} else 405)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in response.headers


def test_a_private_feed_in_json_is_asked_for_again_without_flask(client, registration, place, queries):
    agenda.book(registration, YOUTH)
    first = client.get(f"{place}.jcal")
    client.get(f"{place}.ics")
    queries.clear()

    again = client.get(f"{place}.jcal", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert len([one for one in queries if one.startswith("SELECT")]) <= 1
