"""Private addresses live on after the event: recordings and materials come into their entries."""

from datetime import timedelta

import msgspec
import pytest
from icalendar import Calendar

from conference.calendars import services
from conference.db import db
from conference.privacy.services.retention import clear_event
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import HALF_TIME, YOUTH, document, publish, published_event

RECORDING = "https://video.example/secret-in-the-end"
MATERIAL = {
    "de": "[Folien](https://files.example/slides.pdf)",
    "en": "We agreed on three things.\n\n- [Slides](https://files.example/slides.pdf)",
}


@pytest.fixture
def event(app):
    return published_event((YOUTH, HALF_TIME))


@pytest.fixture
def person(app):
    return accounts.account()


@pytest.fixture
def addresses(event, person, now):
    registration = agenda.registration(event.id, person)
    for booked in (YOUTH, HALF_TIME):
        agenda.book(registration, booked)
    _, single = calendars.subscription(registration)
    _, together = services.make_combined_subscription(
        person.id, name="All", language="en", secret_key=TEST_SECRET, now=now
    )
    return [f"/feeds/{token}.ics" for token in (single, together)]


def read(response):
    assert response.status_code == 200
    return {str(entry["uid"]): entry for entry in Calendar.from_ical(response.data).events}


@pytest.mark.parametrize("days", [15, 80, 400])
def test_recordings_and_materials_come_into_the_entries(client, event, addresses, set_clock, days):
    known = [client.get(address).headers["ETag"] for address in addresses]
    set_clock(timedelta(days=days))
    over = msgspec.structs.replace(YOUTH, recording_url=RECORDING, remains=MATERIAL)
    publish(event.id, document((over, HALF_TIME)))

    for address, tag in zip(addresses, known, strict=True):
        entry = read(client.get(address, headers={"If-None-Match": tag}))[str(YOUTH.uid)]

        text = str(entry["description"])
        assert "There is a recording: the session’s page leads to it." in text
        assert "We agreed on three things." in text
        assert "• Slides (https://files.example/slides.pdf)" in text
        assert "/s/YUTH22" in text
        # The way to the recording may change, or be closed: the door leads to it.
        assert RECORDING not in text
        assert "meet.example" not in text
        assert entry["sequence"] == 0


def test_an_address_works_until_it_is_revoked_and_drops_what_was_cancelled(client, event, addresses, set_clock, person):
    publish(event.id, document((YOUTH,)))
    for address in addresses:
        assert read(client.get(address)).keys() == {str(YOUTH.uid), str(HALF_TIME.uid)}

    now = set_clock(timedelta(days=120))
    for address in addresses:
        assert read(client.get(address)).keys() == {str(YOUTH.uid)}

    for own in db.session.scalars(
        db.select(services.Subscription).where(services.Subscription.account_id == person.id)
    ):
        services.revoke_subscription(own.id, account_id=person.id, now=now)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_once_the_data_of_the_event_are_deleted_its_address_ends_and_that_of_all_events_lets_it_go(
    client, event, addresses, set_clock
):
    single, together = addresses
    tag = client.get(together).headers["ETag"]

    clear_event(event.id, now=set_clock(timedelta(days=400)))

    assert client.get(single).status_code == 404
    assert read(client.get(together, headers={"If-None-Match": tag})) == {}


@pytest.mark.parametrize("days", [0, 30])
def test_the_agenda_leads_to_ones_addresses_during_the_event_and_afterwards(
    client, event, addresses, person, sign_in, set_clock, days
):
    set_clock(timedelta(days=days))
    sign_in(client, person)

    page = client.get("/cities/agenda")

    assert page.status_code == 200
    assert 'href="/cities/agenda/subscriptions"' in page.text
    assert client.get("/cities/agenda/subscriptions").status_code == 200
