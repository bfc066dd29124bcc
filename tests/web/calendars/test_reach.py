"""How far releases have come into private calendars, as organisers see it."""

from datetime import timedelta
from html import unescape

import pytest

from conference.calendars import services
from conference.calendars.queries import reach_in
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars, events
from tests.factories.programme import SESSIONS, YOUTH, document, publish, published_event, session

GOOGLE = {"User-Agent": "Google-Calendar-Importer"}


@pytest.fixture
def event(app):
    return published_event()


def fetched(client, token, known=None):
    response = client.get(f"/feeds/{token}.ics", headers={**GOOGLE, **({"If-None-Match": known} if known else {})})
    return response.status_code, response.headers.get("ETag")


def counts(event):
    reach = reach_in(event.id)
    return [(one.number, one.addresses, one.people) for one in reach.releases]


def test_fetches_of_all_kinds_count_304s_too(client, event, now, set_clock):
    person = accounts.account()
    registration = agenda.registration(event.id, person)
    _, phone = calendars.subscription(registration, "Phone")
    _, office = calendars.subscription(registration, "Office")
    _, together = services.make_combined_subscription(
        person.id, name="All", language="en", secret_key=TEST_SECRET, now=now
    )
    calendars.subscription(agenda.registration(event.id), "Never fetched")
    assert counts(event) == [(1, 0, 0)]

    _, tag = fetched(client, phone)
    fetched(client, office)
    assert counts(event) == [(1, 2, 1)]
    assert fetched(client, phone, tag) == (304, tag)

    publish(event.id, document((YOUTH, *SESSIONS[3:])))
    assert counts(event) == [(2, 0, 0), (1, 2, 1)]
    set_clock(timedelta(minutes=5))
    fetched(client, phone, tag)
    fetched(client, together)
    assert counts(event) == [(2, 2, 1), (1, 3, 1)]
    assert reach_in(event.id).addresses == 4


def test_an_address_of_all_events_has_no_release_by_that_of_another_event(client, event, now, set_clock):
    person = accounts.account()
    agenda.registration(event.id, person)
    other = published_event((), slug="other")
    agenda.registration(other.id, person)
    _, token = services.make_combined_subscription(
        person.id, name="All", language="en", secret_key=TEST_SECRET, now=now
    )
    set_clock(timedelta(hours=1))
    fetched(client, token)
    later = set_clock(timedelta(hours=2))
    publish(event.id, document((YOUTH, *SESSIONS[3:])), now=later)
    publish(other.id, document((), slug="other"), now=set_clock(timedelta(hours=3)))
    assert counts(event) == [(2, 0, 0), (1, 1, 1)]

    set_clock(timedelta(hours=4))
    fetched(client, token)
    assert counts(event) == [(2, 1, 1), (1, 1, 1)]
    publish(event.id, document(SESSIONS), now=set_clock(timedelta(hours=5)))
    publish(other.id, document((session("OTHR22"),), slug="other"), now=set_clock(timedelta(hours=6)))

    assert counts(event) == [(3, 0, 0), (2, 1, 1), (1, 1, 1)]


def test_what_begins_after_the_fetch_was_not_in_an_address_of_all_events(client, event, now, set_clock):
    person = accounts.account()
    agenda.registration(published_event((), slug="other").id, person)
    _, token = services.make_combined_subscription(
        person.id, name="All", language="en", secret_key=TEST_SECRET, now=now
    )
    set_clock(timedelta(hours=1))
    fetched(client, token)
    set_clock(timedelta(hours=2))
    agenda.registration(event.id, person)

    assert counts(event) == [(1, 0, 0)]
    assert reach_in(event.id).unfetched == 1


def test_what_is_revoked_left_or_of_another_event_is_not_counted(client, event, now):
    other = published_event((), slug="other")
    _, elsewhere = calendars.subscription(agenda.registration(other.id), "Elsewhere")
    gone, gone_token = calendars.subscription(agenda.registration(event.id), "Revoked")
    leaving = agenda.registration(event.id)
    _, left = calendars.subscription(leaving, "Left")
    for token in (elsewhere, gone_token, left):
        fetched(client, token)
    services.revoke_subscription(gone.id, account_id=gone.account_id, now=now)
    withdraw(event.id, leaving.id, now=now)

    assert reach_in(event.id).addresses == 0
    assert counts(event) == [(1, 0, 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_asked_in_two_queries_however_many_follow(client, event, queries, count):
    for _ in range(count):
        fetched(client, calendars.subscription(agenda.registration(event.id))[1])
    event_id = event.id
    queries.clear()

    reach = reach_in(event_id)

    assert [(one.addresses, one.people) for one in reach.releases] == [(count, count)]
    assert len(queries) == 2


def test_organisers_see_it_where_they_publish_and_never_whose_it_is(client, event):
    secret = accounts.account("secret-person@example.org", name="Secret Person")
    _, token = calendars.subscription(agenda.registration(event.id, secret), "Secret phone")
    fetched(client, token)
    calendars.subscription(agenda.registration(event.id))
    assert client.get("/cities/organise/publish").status_code == 302
    client.sign_in(events.organiser(event.row))

    page = unescape(client.get("/cities/organise/publish").text)

    assert "2 private addresses" in page
    assert "1 of 2" in page
    assert "Google Calendar" in page
    for hidden in ("Secret", token):
        assert hidden not in page
    figures = unescape(client.get("/cities/organise/figures").text)
    assert "Calendars with the newest release" in figures
    assert "1 of 2" in figures
