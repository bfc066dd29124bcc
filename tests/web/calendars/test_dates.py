"""A program that asks by a date alone is told of every change: whatever moves a feed's tag moves its Last-Modified."""

import re
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from conference.agenda.services import desk, drop_booking
from conference.calendars import services as subscriptions
from conference.db import db
from conference.delegations import services as delegations
from conference.delegations.tables import DelegationMember
from conference.draft import services as drafting
from conference.privacy.services import clear_event, delete_account, erase_speaker
from conference.programme.queries import newest_release
from conference.registrations.queries import own_registration
from conference.registrations.services import withdraw
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars, draft, events
from tests.factories.delegations import YOUTH as FACTS
from tests.factories.delegations import delegation, member
from tests.factories.programme import HALF_TIME, NOW, YOUTH, at, document, publish, published_event, session

SPEAKER = "Xanthippe Quibblezwick"


class Follower:
    """A program that asks for an address again and again, each time by the date alone."""

    def __init__(self, client, set_clock, address) -> None:
        self._client, self._set_clock, self._address = client, set_clock, address
        self.minutes = 10
        self.look()

    def look(self):
        """Look, ten minutes after the last time, and remember all that was said."""
        self.minutes += 10
        self._set_clock(timedelta(minutes=self.minutes))
        self._client.delete_cookie("session")
        self.seen = self._client.get(self._address)
        assert self.seen.status_code == 200
        self.date = self.seen.headers["Last-Modified"]

    def has_changed(self):
        """Ask by the date; say whether there was something new, and let tag and bytes agree."""
        self._set_clock(timedelta(minutes=self.minutes + 9))
        by_date = self._client.get(self._address, headers={"If-Modified-Since": self.date})
        by_tag = self._client.get(self._address, headers={"If-None-Match": self.seen.headers["ETag"]})
        assert by_date.status_code == by_tag.status_code
        if by_date.status_code == 200:
            assert by_date.data != self.seen.data
        return by_date.status_code == 200

    @property
    def soon(self):
        """When what happens between two looks happens."""
        return NOW + timedelta(minutes=self.minutes + 5)


@pytest.fixture
def follow(client, set_clock):
    return lambda address: Follower(client, set_clock, address)


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def person(app):
    return accounts.account("ada@example.org", name="Ada Lovelace")


@pytest.fixture
def own(event, person):
    """The address of Ada's own agenda."""
    registration = agenda.registration(event.id, person)
    agenda.book(registration, YOUTH, now=NOW)
    return f"/feeds/{calendars.subscription(registration)[1]}.ics"


def stamps_in(text):
    """Return the DTSTAMP of each entry by its uid."""
    entries = text.split("BEGIN:VEVENT")[1:]
    return {re.search(r"UID:(.*)\r", entry)[1]: re.search(r"DTSTAMP:(.*)\r", entry)[1] for entry in entries}


def save_preferences(client, person, set_clock, when, **said):
    """Change them as people do: on the page of their account."""
    set_clock(when)
    client.sign_in(person)
    form = {"name": person.name, "language": person.language, "zone": person.zone} | said
    assert client.submit("/account", form).status_code == 303


def test_another_zone_of_the_account_is_dated(client, set_clock, follow, person, own):
    feed = follow(own)
    assert not feed.has_changed()

    save_preferences(client, person, set_clock, feed.soon, zone="Asia/Tokyo")
    assert feed.has_changed()
    changed_at = feed.soon
    feed.look()
    assert stamps_in(feed.seen.text) == {str(YOUTH.uid): f"{changed_at:%Y%m%dT%H%M%SZ}"}

    save_preferences(client, person, set_clock, feed.soon, language="tr")
    assert not feed.has_changed()


def test_a_booking_that_was_overtaken_is_dated_after_the_other(client, follow, event, person, own):
    """Of two that wait for one another, the clock was read by the later one first."""
    feed = follow(own)
    registration = own_registration(event.id, person.id)
    agenda.book(registration, HALF_TIME, now=feed.soon)
    feed.minutes += 10
    feed.look()

    drop_booking(registration.id, YOUTH.uid, now=feed.soon - timedelta(minutes=30))

    assert feed.has_changed()


def test_what_waited_for_the_database_is_dated_when_its_turn_came(
    client, set_clock, follow, event, person, own, monkeypatch
):
    """Another change of the same feed was seen meanwhile: a release, of which bookings know nothing."""
    lock = desk.made_and_locked_seats

    def wait(*args):
        set_clock(feed.soon + timedelta(seconds=9))
        return lock(*args)

    feed = follow(own)
    registration = own_registration(event.id, person.id)
    set_clock(feed.soon)
    monkeypatch.setattr(desk, "made_and_locked_seats", wait)

    drop_booking(registration.id, YOUTH.uid, now=feed.soon)

    db.session.refresh(registration)
    assert registration.agenda_changed_at == feed.soon + timedelta(seconds=9)
    assert feed.has_changed()


def test_a_place_stays_dated_once_whoever_left_the_queue_has_deleted_their_account(client, follow, person, set_clock):
    tight = session("TGHT22", starts_at=YOUTH.slot.starts_at, seats=1)
    event = published_event((tight,), slug="tight")
    other = accounts.account("other@example.org")
    holder, first, last = (agenda.registration(event.id, one) for one in (None, other, person))
    for registration in (holder, first, last):
        agenda.book(registration, tight, now=NOW)
    feed = follow(f"/feeds/{calendars.subscription(last)[1]}.ics")
    assert "place 2" in feed.seen.text
    drop_booking(first.id, tight.uid, now=feed.soon)
    feed.look()
    assert "place 1" in feed.seen.text

    delete_account(other.id, leaves_programme=True, now=feed.soon)

    assert not feed.has_changed()
    assert re.findall("DTSTAMP:.*", feed._client.get(feed._address).text) == re.findall("DTSTAMP:.*", feed.seen.text)


@pytest.mark.usefixtures("app")
class TestOfADelegation:
    """Its feed names people, and says by each entry when that last changed."""

    @pytest.fixture
    def mehmet(self, now):
        return accounts.account("mehmet@example.org", name="Mehmet Kaya", created_at=now)

    @pytest.fixture
    def youth(self, event, person, mehmet):
        made = delegation(event.id, person)
        member(made, mehmet)
        agenda.book(own_registration(event.id, person.id), YOUTH, now=NOW)
        agenda.book(own_registration(event.id, mehmet.id), YOUTH, now=NOW)
        agenda.book(own_registration(event.id, person.id), HALF_TIME, now=NOW)
        return made

    @pytest.fixture
    def feed(self, event, youth, person, follow):
        place = select(DelegationMember.id).where(
            DelegationMember.delegation_id == youth.id, DelegationMember.account_id == person.id
        )
        _, token = subscriptions.make_subscription(
            own_registration(event.id, person.id).id, name="Phone", language="en", secret_key=TEST_SECRET, now=NOW,
            member_id=db.session.scalars(place).one(),
        )  # fmt: skip
        return follow(f"/feeds/{token}.ics")

    def stamps(self, feed):
        return stamps_in(feed._client.get(feed._address).text)

    def test_another_name_of_a_member_is_dated_in_the_entries_that_tell_it(self, client, set_clock, feed, mehmet):
        before = self.stamps(feed)

        save_preferences(client, mehmet, set_clock, feed.soon, name="Mehmet Yılmaz")

        assert feed.has_changed()
        after = self.stamps(feed)
        assert after[str(YOUTH.uid)] == f"{feed.soon:%Y%m%dT%H%M%SZ}"
        assert after[str(HALF_TIME.uid)] == before[str(HALF_TIME.uid)]

    def test_the_zone_of_another_member_is_nobodys_business(self, client, set_clock, feed, mehmet):
        save_preferences(client, mehmet, set_clock, feed.soon, zone="Asia/Tokyo")

        assert not feed.has_changed()

    def test_a_member_who_deletes_their_account_is_dated(self, feed, mehmet):
        before = self.stamps(feed)

        delete_account(mehmet.id, leaves_programme=True, now=feed.soon)

        assert feed.has_changed()
        assert self.stamps(feed)[str(YOUTH.uid)] > before[str(YOUTH.uid)]

    def test_a_member_who_withdraws_is_dated_before_their_seats_are_given_back(self, event, feed, mehmet):
        before = self.stamps(feed)

        withdraw(event.id, own_registration(event.id, mehmet.id).id, now=feed.soon)

        assert feed.has_changed()
        assert self.stamps(feed)[str(YOUTH.uid)] > before[str(YOUTH.uid)]

    def test_another_name_of_the_delegation_is_dated(self, event, feed, youth):
        facts = replace(FACTS, name="Youth of Zürich")

        delegations.edit_delegation(event.id, youth.id, facts, now=feed.soon)

        assert feed.has_changed()


@pytest.mark.usefixtures("event")
class TestOfAllEvents:
    """What leaves it says since when, whether or not its registration is still there."""

    @pytest.fixture
    def feed(self, person, own, follow):
        assert own
        _, token = subscriptions.make_combined_subscription(
            person.id, name="All", language="en", secret_key=TEST_SECRET, now=NOW
        )
        return follow(f"/feeds/{token}.ics")

    @pytest.fixture
    def other(self):
        held = session("OTHR22", starts_at=YOUTH.slot.starts_at, seats=1)
        return published_event((held,), slug="other")

    def test_it_is_dated_by_what_changed_last(self, feed):
        assert feed.date == format_datetime(NOW, usegmt=True)
        assert not feed.has_changed()

    def test_every_change_of_any_event_is_dated(self, client, set_clock, event, other, person, feed):
        held = other.published.programme.sessions["OTHR22"]
        mine = own_registration(event.id, person.id)

        def come():
            agenda.book(agenda.registration(other.id, person, now=feed.soon), held, now=feed.soon)

        for change in (
            come,
            lambda: agenda.book(mine, HALF_TIME, now=feed.soon),
            lambda: publish(event.id, document(slug=event.slug, title={"en": "Towns"}), now=feed.soon),
            lambda: save_preferences(client, person, set_clock, feed.soon, zone="Asia/Tokyo"),
            lambda: withdraw(other.id, own_registration(other.id, person.id).id, now=feed.soon),
            lambda: withdraw(event.id, mine.id, now=feed.soon),
        ):
            change()
            assert feed.has_changed()
            feed.look()

    def test_an_event_whose_data_are_deleted_is_dated(self, event, feed):
        clear_event(event.id, now=feed.soon)

        assert feed.has_changed()


@pytest.mark.usefixtures("app")
class TestWithoutASpeaker:
    """Whoever is taken out of the programme is taken out of what was published."""

    @pytest.fixture
    def stage(self):
        return events.event(slug="stage")

    @pytest.fixture
    def code(self, stage, now):
        made = drafting.add_speaker(stage.id, name=SPEAKER)
        draft.session(stage, {"de": "Vögel"}, starts_at=at(8, 9), speakers=(made.code,))
        draft.publish(stage, now=now)
        return made.code

    @pytest.mark.parametrize(
        "address",
        [
            "calendar.ics",
            "calendar.jcal",
            "calendar.ics?q=V%C3%B6gel",
            "schedule.json",
            "schedule.xml",
            "programme.pdf",
            "changes.atom",
        ],
    )
    def test_what_anyone_may_fetch_is_dated(self, stage, code, follow, address):
        feed = follow(f"/stage/{address}")
        assert not feed.has_changed()

        erase_speaker(stage.id, code, now=feed.soon)

        assert feed.has_changed()

    def test_private_feeds_are_dated(self, stage, code, follow, person):
        registration = agenda.registration(stage.id, person)
        agenda.book(registration, newest_release(stage.slug).programme.sessions_of_speaker(code)[0], now=NOW)
        feed = follow(f"/feeds/{calendars.subscription(registration)[1]}.ics")
        assert SPEAKER in feed.seen.text

        erase_speaker(stage.id, code, now=feed.soon)

        assert feed.has_changed()
        feed.look()
        assert SPEAKER not in feed.seen.text

    def test_entries_that_named_them_say_so_and_no_others(self, client, stage, code, follow, now):
        other = draft.session(stage, {"de": "Fische"}, starts_at=at(9, 9))
        named = newest_release(stage.slug).programme.sessions_of_speaker(code)[0]
        draft.publish(stage, now=now)
        feed = follow("/stage/calendar.ics")
        before = stamps_in(feed.seen.text)

        erase_speaker(stage.id, code, now=feed.soon)

        redacted = f"{feed.soon:%Y%m%dT%H%M%SZ}"
        assert stamps_in(client.get("/stage/calendar.ics").text) == before | {str(named.uid): redacted}
        again = newest_release(stage.slug).programme.by_uid[named.uid].stamp
        assert (again.changed_at, again.sequence) == (named.stamp.changed_at, named.stamp.sequence)
        draft.session(stage, {"de": "Frösche"}, starts_at=at(10, 9))
        draft.publish(stage, now=feed.soon + timedelta(minutes=1))
        later = stamps_in(client.get("/stage/calendar.ics").text)
        assert (later[str(named.uid)], later[str(other.uid)]) == (redacted, before[str(other.uid)])

    def test_the_page_of_an_older_release_lets_go_of_who_was_taken_out_of_the_one_before(self, client, stage, now):
        held = draft.session(stage, {"de": f"Vögel mit {SPEAKER}"}, starts_at=at(8, 9))
        draft.publish(stage, now=now)
        facts = drafting.SessionFacts(title={"de": "Vögel"}, format="talk", minutes=45)
        drafting.edit_session(stage.id, held.code, facts, now=now)
        draft.publish(stage, now=now)
        code = drafting.add_speaker(stage.id, name=SPEAKER).code
        assert SPEAKER in client.get("/stage/releases/2").text

        erase_speaker(stage.id, code, now=now)

        assert SPEAKER not in client.get("/stage/releases/2").text
