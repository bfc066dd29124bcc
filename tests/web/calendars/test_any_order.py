"""Whatever organisers and participants do, in whatever order: every feed is true, and none moves without a reason."""

from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from conference.agenda import services as agenda
from conference.agenda.rules import SeatRules
from conference.agenda.services import edit_event_seat_rules, settle_bookings, tend_seats
from conference.agenda.tables import Booking, BookingState
from conference.calendars.rules import is_tombstone, slot_in_calendars
from conference.db import db
from conference.draft import services as draft
from conference.draft.services import SessionFacts, facts_of, publish_release
from conference.draft.tables import Session
from conference.errors import DomainError
from conference.programme.queries import newest_release
from tests.factories import calendars, events, registrations
from tests.factories import draft as drafts
from tests.factories.programme import at
from tests.subscribers.promises import kept_promises

SESSIONS, PEOPLE = 3, 3
HELD = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
STATUS = {BookingState.BOOKED: "CONFIRMED", BookingState.OFFERED: "TENTATIVE", BookingState.WAITING: "TENTATIVE"}
STAMPS = {"DTSTAMP", "LAST-MODIFIED"}


class World:
    """An event of three sessions, of which two have a single seat, and three people with a private address each."""

    def __init__(self, client, set_clock) -> None:
        self.client, self.set_clock = client, set_clock
        self.minutes = 0
        self.now = set_clock(timedelta())
        self.event = events.event()
        self.rooms = [drafts.room(self.event, name).key for name in ("Hase", "Porsuk")]
        theme = drafts.theme(self.event)
        self.codes = [
            drafts.session(
                self.event,
                f"Nº {number}",
                starts_at=at(12, 10 + number),
                room=self.rooms[0],
                seats=1 if number else None,
                themes=(theme.slug,),
            ).code
            for number in range(SESSIONS)
        ]
        self.people = [registrations.registration(self.event.id) for _ in range(PEOPLE)]
        self.subscriptions = [calendars.subscription(person) for person in self.people]
        self.publish()
        self.uids = [newest_release(self.event.slug).programme.sessions[code].uid for code in self.codes]
        slug = self.event.slug
        self.feeds = [f"/{slug}/calendar.ics", f"/{slug}/themes/{theme.slug}.ics?lang=tr"]
        self.feeds += [f"/feeds/{token}.ics" for _, token in self.subscriptions]
        self.seen = {address: self.fetched(address) for address in self.feeds}

    def does(self, deed, number, more):
        """Let time pass, then do something; what is refused is not done."""
        self.minutes += 1
        self.now = self.set_clock(timedelta(minutes=self.minutes))
        try:
            getattr(self, deed)(number, more)
        except DomainError:
            db.session.rollback()

    # What organisers do

    def moves(self, number, more):
        draft.schedule_session(
            self.event.id, self.codes[number], starts_at=at(9 + more % 5, 8 + more), minutes=30 + 15 * (more % 3),
            room=self.rooms[more % 2], now=self.now,
        )  # fmt: skip

    def retitles(self, number, more):
        session = db.session.scalar(select(Session).where(Session.code == self.codes[number]))
        if session is None:  # somebody removed it
            return
        facts = {name: value for name, value in facts_of(session).items() if name in SessionFacts.__dataclass_fields__}
        facts |= {"title": {"de": f"{'İş; ' * more}{number}"}, "starts_at": session.starts_at}
        draft.edit_session(self.event.id, self.codes[number], SessionFacts(**facts), now=self.now)

    def unschedules(self, number, _more):
        draft.unschedule_session(self.event.id, self.codes[number], now=self.now)

    def cancels(self, number, _more):
        draft.cancel_session(self.event.id, self.codes[number], now=self.now)

    def revives(self, number, _more):
        draft.revive_session(self.event.id, self.codes[number], now=self.now)

    def removes(self, number, _more):
        draft.remove_session(self.event.id, self.codes[number])

    def publishes(self, _number, _more):
        self.publish()

    def publish(self):
        publish_release(self.event.id, author_id=None, note="", now=self.now, is_told=False)
        settle_bookings(self.event.id, now=self.now)

    def offers_seats(self, _number, more):
        edit_event_seat_rules(self.event.id, SeatRules(offers=more % 2 == 0, offer_minutes=60), now=self.now)

    # What participants do, and what time does

    def books(self, number, more):
        agenda.book_session(self.people[more % PEOPLE].id, self.uids[number], now=self.now)

    def drops(self, number, more):
        agenda.drop_booking(self.people[more % PEOPLE].id, self.uids[number], now=self.now)

    def takes(self, number, more):
        agenda.take_seat(self.people[more % PEOPLE].id, self.uids[number], now=self.now)

    def waits(self, _number, more):
        self.minutes += 60 * more
        self.now = self.set_clock(timedelta(minutes=self.minutes))
        tend_seats(now=self.now)

    # What subscribers see of it

    def fetched(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.headers["ETag"], answer.data, kept_promises(answer.data)

    def sees_nothing_of_a_draft(self):
        for address, (tag, _, _) in self.seen.items():
            assert self.client.get(address, headers={"If-None-Match": tag}).status_code == 304

    def look(self):
        """Fetch all feeds again and compare them with before, with each other, and with the database."""
        programme = newest_release(self.event.slug).programme
        everywhere = {}
        for address in self.feeds:
            tag, content, calendar = self.seen[address]
            known = self.client.get(address, headers={"If-None-Match": tag})
            new_tag, new_content, new_calendar = self.seen[address] = self.fetched(address)
            assert known.status_code == (304 if tag == new_tag else 200)
            assert (tag == new_tag) <= (content == new_content)
            if "/feeds/" not in address:
                assert (content == new_content) <= (tag == new_tag)
                assert calendar.entries.keys() <= new_calendar.entries.keys()  # nothing published leaves unexplained
            self.compare(calendar.entries, new_calendar.entries)
            for uid, entry in new_calendar.entries.items():
                told = (
                    [entry[name] for name in ("DTSTART", "DTEND", "SEQUENCE", "CREATED")] if "SEQUENCE" in entry else []
                )
                assert everywhere.setdefault(uid, told) == told
        for address in self.feeds[:2]:
            assert_true(programme, self.seen[address][2].entries, {s.uid: None for s in programme.sessions.values()})
        for person, address in zip(self.people, self.feeds[2:], strict=True):
            held = dict(
                db.session.execute(
                    select(Booking.session_uid, Booking.state).where(
                        Booking.registration_id == person.id, Booking.state.in_(HELD)
                    )
                ).all()
            )
            assert_true(programme, self.seen[address][2].entries, held)
        db.session.rollback()

    def compare(self, before, after):
        for uid in before.keys() & after.keys():
            old, new = before[uid], after[uid]
            if "SEQUENCE" not in new:  # the day-long one of an empty agenda
                continue
            assert new["CREATED"] == old["CREATED"]
            rose = int(new["SEQUENCE"]) - int(old["SEQUENCE"])
            assert rose >= 0
            if facts(old) != facts(new):
                assert rose > 0
            shown = [[line for line in entry.properties if line.name not in STAMPS] for entry in (old, new)]
            if shown[0] != shown[1]:
                assert new["DTSTAMP"] > old["DTSTAMP"]
            assert new["DTSTAMP"] >= old["DTSTAMP"]
            assert new["DTSTAMP"] <= self.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def facts(entry):
    return entry["DTSTART"], entry["DTEND"], entry["STATUS"] == "CANCELLED"


def assert_true(programme, entries, held):
    """Compare a feed with the release and the bookings in the database."""
    in_calendars = ((uid, session, slot_in_calendars(session)) for uid, session in programme.by_uid.items())
    shown = [(uid, session, slot) for uid, session, slot in in_calendars if uid in held and slot]
    if not shown:
        assert all("SEQUENCE" not in entry for entry in entries.values())
        return
    assert entries.keys() == {str(uid) for uid, _, _ in shown}
    for uid, session, slot in shown:
        entry = entries[str(uid)]
        assert entry["DTSTART"] == slot.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        ends_at = slot.starts_at + timedelta(minutes=slot.minutes)
        assert entry["DTEND"] == ends_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert entry["STATUS"] == ("CANCELLED" if is_tombstone(session) else STATUS.get(held[uid], "CONFIRMED"))


ORGANISING = ("moves", "retitles", "unschedules", "cancels", "revives", "removes", "offers_seats")
TAKING_PART = ("books", "books", "books", "drops", "takes", "waits")
deeds = st.lists(
    st.tuples(
        st.sampled_from(ORGANISING + TAKING_PART), st.integers(0, SESSIONS - 1), st.integers(0, 5), st.booleans()
    ),
    min_size=4,
    max_size=12,
)

QUEUE = [
    ("books", 1, 0, True),
    ("books", 1, 1, True),
    ("books", 1, 2, True),
    ("drops", 1, 1, True),  # the third moves up in the queue
    ("drops", 1, 0, True),  # and gains the seat
    ("books", 1, 0, True),
    ("offers_seats", 1, 0, True),
    ("drops", 1, 2, True),  # the seat is offered
    ("takes", 1, 0, True),
]
TIMETABLE = [
    ("books", 0, 0, True),
    ("unschedules", 0, 0, True),
    ("retitles", 0, 2, True),
    ("moves", 0, 3, True),
    ("cancels", 0, 0, False),
    ("revives", 0, 0, True),
    ("removes", 0, 0, True),
]


def test_every_feed_is_true_after_any_deeds_in_any_order(client, set_clock, database):
    @given(deeds)
    @example(QUEUE)
    @example(TIMETABLE)
    @settings(max_examples=7 if database == "sqlite" else 3)
    def law(done):
        world = World(client, set_clock)
        for deed, number, more, is_published in done:
            world.does(deed, number, more)
            if deed in ORGANISING:
                world.sees_nothing_of_a_draft()
                if not is_published:
                    continue
                world.does("publishes", 0, 0)
            world.look()

    law()
