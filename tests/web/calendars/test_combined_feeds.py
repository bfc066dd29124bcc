"""The private feed of all one's events together, and the pages of one's account that make it."""

import re
from datetime import timedelta
from html import unescape

import msgspec
import pytest
from icalendar import Calendar

from conference.agenda.services import drop_booking
from conference.calendars import services
from conference.calendars.queries import combined_subscriptions_of, token_of
from conference.calendars.rules import Choices
from conference.calendars.views import combined
from conference.db import db
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import NOW, YOUTH, document, publish, published_event, session

LIST = "/account/subscriptions"
OTHER = session("OTHR22", title={"en": "Elsewhere"}, starts_at=YOUTH.slot.starts_at - timedelta(hours=1))


@pytest.fixture
def person(app):
    return accounts.account(zone="Europe/Berlin")


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def other(app):
    return published_event((OTHER,), slug="other")


@pytest.fixture
def address(person):
    return address_of(person)


def address_of(person, **choices):
    _, token = services.make_combined_subscription(
        person.id, name="All", language="en", secret_key=TEST_SECRET, now=NOW, choices=Choices(**choices)
    )
    return f"/feeds/{token}.ics"


def entries(response):
    assert response.status_code == 200, response.status
    calendar = Calendar.from_ical(response.data)
    assert not calendar.errors
    return {str(entry["uid"]): entry for entry in calendar.events}


def reads(queries):
    """Return what was asked; that a fetch is noted is another matter."""
    return [statement for statement in queries if statement.startswith("SELECT")]


def test_it_carries_each_event_as_long_as_one_takes_part(client, event, other, person, address, now):
    assert entries(client.get(address)) == {}

    first = agenda.registration(event.id, person)
    agenda.book(first, YOUTH)
    assert entries(client.get(address)).keys() == {str(YOUTH.uid)}

    second = agenda.registration(other.id, person)
    agenda.book(second, OTHER)
    both = client.get(address)
    assert list(entries(both)) == [str(OTHER.uid), str(YOUTH.uid)]

    withdraw(event.id, first.id, now=now)
    left = client.get(address, headers={"If-None-Match": both.headers["ETag"]})
    assert entries(left).keys() == {str(OTHER.uid)}


def test_each_title_names_its_event_and_the_same_session_has_the_same_uid(client, event, person, address):
    registration = agenda.registration(event.id, person)
    agenda.book(registration, YOUTH)
    _, single = calendars.subscription(registration)

    (together,) = entries(client.get(address)).values()
    (alone,) = entries(client.get(f"/feeds/{single}.ics")).values()

    title = event.published.programme.event.title["en"]
    assert together["summary"] == f"{alone['summary']} · {title}"
    assert (together["uid"], together["sequence"], together["dtstamp"]) == (
        alone["uid"], alone["sequence"], alone["dtstamp"],
    )  # fmt: skip


def test_what_its_owner_chose_holds_for_all(client, event, other, person):
    for published, booked in ((event, YOUTH), (other, OTHER)):
        agenda.book(agenda.registration(published.id, person), booked)

    ringing = entries(client.get(address_of(person, alarms=(15,), is_short=True, fills_time=False)))

    assert [len(entry.walk("VALARM")) for entry in ringing.values()] == [1, 1]
    assert {str(entry["transp"]) for entry in ringing.values()} == {"TRANSPARENT"}


@pytest.mark.parametrize("count", [1, 3])
def test_unchanged_it_costs_the_same_however_many_events_and_renders_nothing(
    client, person, address, queries, monkeypatch, count
):
    for number in range(count):
        held = session(f"HELD{number}2", starts_at=YOUTH.slot.starts_at)
        agenda.book(agenda.registration(published_event((held,), slug=f"event-{number}").id, person), held)
    first = client.get(address)
    assert len(entries(first)) == count
    queries.clear()
    assert len(entries(client.get(address))) == count
    assert len(reads(queries)) == 3
    monkeypatch.setattr(combined, "joined_feed", None)
    queries.clear()

    response = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert response.status_code == 304
    assert len(reads(queries)) == 2
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response.headers


def test_a_place_in_a_queue_of_any_event_is_shown_and_its_change_noticed(app, client, person, now):
    tight = session("TGHT22", starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,))
    holder, first, own = (agenda.registration(event.id, one) for one in (None, None, person))
    for registration in (holder, first, own):
        agenda.book(registration, tight)
    address = address_of(person)
    fed = client.get(address)
    (entry,) = entries(fed).values()
    assert "place 2" in entry["summary"]
    assert entry["status"] == "TENTATIVE"

    drop_booking(first.id, tight.uid, now=now)

    moved = client.get(address, headers={"If-None-Match": fed.headers["ETag"]})
    (entry,) = entries(moved).values()
    assert "place 1" in entry["summary"]


def test_a_release_of_any_event_reaches_it_and_is_noted(client, event, person, address):
    agenda.book(agenda.registration(event.id, person), YOUTH)
    fed = client.get(address)
    moved = msgspec.structs.replace(YOUTH, slot=msgspec.structs.replace(YOUTH.slot, starts_at=NOW + timedelta(days=1)))
    newer = publish(event.id, document((moved,)))

    after = entries(client.get(address, headers={"If-None-Match": fed.headers["ETag"]}))

    assert after[str(YOUTH.uid)]["dtstart"].dt == NOW + timedelta(days=1)
    (own,) = combined_subscriptions_of(person.id)
    db.session.refresh(own)
    assert own.last_release_at == newer.published_at


def test_revoked_and_unknown_ones_are_answered_as_those_of_one_event(client, person, address, now):
    (own,) = combined_subscriptions_of(person.id)
    services.revoke_subscription(own.id, account_id=person.id, now=now)

    revoked, unknown = client.get(address), client.get(f"/feeds/{'x' * 43}.ics")

    assert revoked.status_code == unknown.status_code == 404
    assert revoked.data == unknown.data
    assert dict(revoked.headers) == dict(unknown.headers)


def test_it_is_made_changed_and_revoked_in_ones_account(client, event, person, sign_in):
    agenda.book(agenda.registration(event.id, person), YOUTH)
    sign_in(client, person)
    assert f'href="{LIST}"' in client.get("/account/events").text

    answer = client.submit(LIST, {"name": "Wall", "language": "en", "fills_time": "y", "alarms": ["30"]})
    (made,) = combined_subscriptions_of(person.id)
    assert answer.headers["Location"].endswith(f"{LIST}#subscription-{made.id}")
    token = token_of(made, secret_key=TEST_SECRET)
    page = client.get(LIST)
    assert f"/feeds/{token}.ics</code>" in unescape(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Wall" in client.get("/cities/agenda/subscriptions").text

    client.submit(f"{LIST}/{made.id}", {"name": "Wall, kitchen", "language": "de"})
    db.session.refresh(made)
    assert (made.name, made.language, made.alarms, made.fills_time) == ("Wall, kitchen", "de", "", False)
    assert client.get(f"/feeds/{token}.ics").status_code == 200

    assert "Wall, kitchen" in client.get(f"{LIST}/{made.id}/revoke").text
    client.submit(f"{LIST}/{made.id}/revoke")
    assert client.get(f"/feeds/{token}.ics").status_code == 404
    assert combined_subscriptions_of(person.id) == []


def test_the_same_form_sent_twice_makes_one(client, person, sign_in):
    sign_in(client, person)
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', client.get(f"{LIST}?for=phone").text)[1]

    for _ in range(2):
        client.submit(LIST, {"name": "Phone", "language": "en", "form_key": key})

    assert len(combined_subscriptions_of(person.id)) == 1


def test_bad_input_is_kept_and_explained(client, person, sign_in):
    sign_in(client, person)

    response = client.submit(LIST, {"name": "x" * 101, "language": "en"})

    assert response.status_code == 422
    assert f'value="{"x" * 101}"' in response.text


@pytest.mark.parametrize("ending", ["", "/revoke"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_is_not_there_nor_is_one_of_a_single_event(client, event, person, sign_in, ending, method):
    address_of(accounts.account())
    theirs = combined_subscriptions_of(
        db.session.scalar(db.select(accounts.Account.id).order_by(accounts.Account.id.desc()))
    )[0]
    single, _ = calendars.subscription(agenda.registration(event.id, person), "Single")
    sign_in(client, person)

    for known in (theirs, single):
        page = f"{LIST}/{known.id}{ending}"
        response = client.get(page) if method == "get" else client.submit(page, {"name": "Mine", "language": "en"})
        assert response.status_code == 404
        db.session.refresh(known)
        assert known.revoked_at is None
        assert known.name != "Mine"


@pytest.mark.parametrize("ending", ["", "/{id}", "/{id}/revoke"])
def test_nothing_changes_without_a_token_or_signed_out(client, person, address, sign_in, ending):
    (own,) = combined_subscriptions_of(person.id)
    page = LIST + ending.format(id=own.id)
    assert client.get(page).headers["Location"].startswith("/sign-in")
    sign_in(client, person)

    assert client.post(page, data={"name": "Forged", "language": "en"}).status_code == 400
    assert [known.name for known in combined_subscriptions_of(person.id)] == ["All"]


def test_the_pages_of_an_event_do_not_change_it(client, event, person, address, sign_in):
    agenda.registration(event.id, person)
    (own,) = combined_subscriptions_of(person.id)
    sign_in(client, person)

    assert client.get(f"/cities/agenda/subscriptions/{own.id}").status_code == 404
    assert client.submit(f"/cities/agenda/subscriptions/{own.id}/revoke").status_code == 404
