"""A real subscriber follows a private feed of a running Meridian, from the first booking until the address ends."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from conference import clock
from conference.agenda.services import drop_booking
from conference.calendars import services
from conference.db import db
from conference.zones import local_day
from tests.factories import accounts, agenda, calendars
from tests.factories.programme import document, publish, published_event, session
from tests.site import running_site
from tests.subscribers.programs import Subscriber

ZONES = ("Europe/Istanbul", "America/New_York", "Asia/Kathmandu")


@pytest.fixture
def now():
    """The real time: the server runs by it."""
    return clock.now()


@pytest.fixture
def first_day(now):
    """A month ahead, so that every session can be booked."""
    return local_day(now, "Europe/Berlin") + timedelta(days=30)


@pytest.fixture
def on(first_day):
    return lambda day, hour: datetime.combine(first_day + timedelta(days=day), time(hour), UTC)


def test_a_subscriber_sees_what_the_agenda_says(app, settings, tmp_path, first_day, on):
    youth, plenary = (
        session(code, title={"en": title}, starts_at=on(day, hour), minutes=90, seats=seats)
        for code, title, day, hour, seats in (
            ("YUTH22", "Youth, deciding", 1, 8, 1),
            ("HALF44", "Half-time", 2, 22, None),
        )
    )
    days = {"first_day": first_day, "last_day": first_day + timedelta(days=13)}
    event = published_event((youth, plenary), now=clock.now(), **days)
    other, person = (agenda.registration(event.id, accounts.account(zone="America/New_York")) for _ in range(2))
    subscription, token = calendars.subscription(person)
    db.session.commit()

    with running_site(settings.instance, works=False, DATABASE_URL=settings.database_url) as site:
        subscriber = Subscriber(tmp_path / "subscriber", f"{site.url}/feeds/{token}.ics")

        def listed(zone="UTC"):
            assert subscriber.sync()
            return subscriber.listed(first_day - timedelta(days=1), zone=zone)

        # Nothing is booked yet: the feed says so, on a day of its own.
        (empty,) = listed().values()
        assert empty["title"] == "No sessions booked yet"

        # A place in a queue, and a seat.
        agenda.book(other, youth)
        agenda.book(person, youth)
        agenda.book(person, plenary)
        entries = listed()
        assert entries.keys() == {youth.code, plenary.code}
        assert entries[youth.code]["title"] == "Youth, deciding (waiting list, place 1)"
        assert entries[youth.code]["status"].strip() == "TENTATIVE"
        assert entries[plenary.code]["status"].strip() == "CONFIRMED"
        assert entries[plenary.code]["location"] == f"{site.url}/s/HALF44"

        # Whoever reads it somewhere else sees the same instants by other clocks.
        for zone in ZONES:
            shown = subscriber.listed(first_day - timedelta(days=1), zone=zone)
            for known in (youth, plenary):
                begins, entry = known.slot.starts_at.astimezone(ZoneInfo(zone)), shown[known.code]
                assert entry["start-long"] == f"{begins:%Y-%m-%d %H:%M}"
                assert entry["end-long"] == f"{begins + timedelta(minutes=90):%Y-%m-%d %H:%M}"
        begins = plenary.slot.starts_at.astimezone(ZoneInfo("America/New_York"))
        assert f"{begins:%H:%M} New York" in entries[plenary.code]["description"]

        # Nothing happened: not a file is written anew.
        before = subscriber.files
        assert subscriber.sync()
        assert subscriber.files == before

        # The seat is gained.
        drop_booking(other.id, youth.uid, now=clock.now())
        entries = listed()
        assert entries[youth.code]["title"] == "Youth, deciding"
        assert entries[youth.code]["status"].strip() == "CONFIRMED"

        # A release moves one session and cancels the other.
        moved = msgspec.structs.replace(youth, slot=msgspec.structs.replace(youth.slot, starts_at=on(3, 13)))
        publish(event.id, document((moved,), **days), now=clock.now())
        entries = listed("Europe/Istanbul")
        assert entries[youth.code]["start-long"] == f"{first_day + timedelta(days=3)} 16:00"
        assert entries[plenary.code]["title"] == "Cancelled: Half-time"
        assert entries[plenary.code]["status"].strip() == "CANCELLED"
        assert entries[plenary.code]["location"] == ""

        # What one drops oneself is gone, the last one, too.
        drop_booking(person.id, youth.uid, now=clock.now())
        assert listed().keys() == {plenary.code}
        drop_booking(person.id, plenary.uid, now=clock.now())
        (empty,) = listed().values()
        assert empty["title"] == "No sessions booked yet"

        # The address ends; the program says that it cannot fetch, and the calendar stays as it was.
        services.revoke_subscription(subscription.id, account_id=person.account_id, now=clock.now())
        before = subscriber.files
        assert not subscriber.sync()
        assert subscriber.files == before
