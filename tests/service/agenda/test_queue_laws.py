"""Whatever participants and organisers do, in whatever order, bookings stand as a simple model says."""

from collections import defaultdict
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from conference.accounts.tables import Account
from conference.agenda import services
from conference.agenda.rules import NotBookable
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.db import db, transaction
from conference.events.tables import Event
from conference.mail.tables import Letter
from conference.programme.document import SessionState
from conference.registrations.tables import Registration
from tests.factories.agenda import registration
from tests.factories.programme import NOW, at, document, publish, published_event, session

PEOPLE = 5
ONE = session("NE2222", starts_at=at(9, 10), seats=2)
TWO = session("TW3333", starts_at=at(9, 10), seats=1)

people = st.integers(0, PEOPLE - 1)
sessions = st.sampled_from([ONE.uid, TWO.uid])


class Queue(RuleBasedStateMachine):
    """The services beside a model of lists and sets."""

    def __init__(self) -> None:
        super().__init__()
        with transaction():
            for table in (Letter, Booking, SessionSeats, Registration, Event, Account):
                db.session.execute(delete(table))
        db.session.expunge_all()
        self.event = published_event((ONE, TWO))
        self.registrations = [registration(self.event.id).id for _ in range(PEOPLE)]
        self.released = {one.uid: one for one in (ONE, TWO)}
        self.now = NOW
        self.booked = defaultdict(set)
        self.queue = defaultdict(list)
        self.lucky = []

    def is_open(self, uid):
        return self.released[uid].state is SessionState.PLANNED

    def has_seat(self, uid):
        seats = self.released[uid].seats
        return seats is None or len(self.booked[uid]) < seats

    def move_up(self, uid):
        while self.is_open(uid) and self.queue[uid] and self.has_seat(uid):
            who = self.queue[uid].pop(0)
            self.booked[uid].add(who)
            self.lucky.append((who, uid))

    def expect_booked(self, who, uid):
        if who not in self.booked[uid] and who not in self.queue[uid]:
            self.move_up(uid)
            if self.queue[uid] or not self.has_seat(uid):
                self.queue[uid].append(who)
            else:
                self.booked[uid].add(who)

    def expect_dropped(self, who, uid):
        if who in self.booked[uid] or who in self.queue[uid]:
            self.booked[uid].discard(who)
            self.queue[uid] = [one for one in self.queue[uid] if one != who]
            self.move_up(uid)

    @rule(who=people, uid=sessions)
    def book(self, who, uid):
        try:
            answer = services.book_session(self.registrations[who], uid, now=self.now)
        except NotBookable:
            assert not self.is_open(uid)
            return
        self.expect_booked(who, uid)
        assert answer.state == ("booked" if who in self.booked[uid] else "waiting")
        assert answer.place == (self.queue[uid].index(who) + 1 if who in self.queue[uid] else None)

    @rule(who=people, uid=sessions)
    def drop(self, who, uid):
        assert services.drop_booking(self.registrations[who], uid, now=self.now).state is None
        self.expect_dropped(who, uid)

    @rule(who=people, uid=sessions)
    def book_instead_of_the_other(self, who, uid):
        other = TWO.uid if uid == ONE.uid else ONE.uid
        try:
            services.book_instead(self.registrations[who], uid, instead_of=[other], now=self.now)
        except NotBookable:
            return
        self.expect_booked(who, uid)
        if who in self.booked[uid]:
            self.expect_dropped(who, other)

    @rule(uid=sessions, seats=st.sampled_from([1, 2, 3, None]), cancelled=st.booleans())
    def publish_a_change(self, uid, seats, cancelled):
        state = SessionState.CANCELLED if cancelled else SessionState.PLANNED
        self.released[uid] = msgspec.structs.replace(self.released[uid], seats=seats, state=state)
        self.now += timedelta(seconds=1)
        publish(self.event.id, document(self.released.values()), now=self.now)

    @rule()
    def settle(self):
        before = len(self.lucky)
        moved = services.settle_bookings_of_newest_releases(now=self.now)
        for uid in (ONE.uid, TWO.uid):
            self.move_up(uid)
        assert moved == len(self.lucky) - before

    @invariant()
    def bookings_stand_as_the_model_says(self):
        numbers = {key: number for number, key in enumerate(self.registrations)}
        for uid in (ONE.uid, TWO.uid):
            rows = db.session.execute(
                select(Booking.registration_id, Booking.state)
                .where(Booking.session_uid == uid, Booking.state != BookingState.DROPPED)
                .order_by(Booking.queued_as)
            ).all()
            assert {numbers[key] for key, state in rows if state == "booked"} == self.booked[uid]
            assert [numbers[key] for key, state in rows if state == "waiting"] == self.queue[uid]
            counted = db.session.execute(
                select(SessionSeats.taken, SessionSeats.waiting).where(SessionSeats.session_uid == uid)
            ).first()
            assert tuple(counted or (0, 0)) == (len(self.booked[uid]), len(self.queue[uid]))

    @invariant()
    def everyone_who_moved_up_was_written_to(self):
        letters = select(Letter.id).where(Letter.name == "agenda/seat_gained")
        assert len(db.session.scalars(letters).all()) == len(self.lucky)


@pytest.mark.usefixtures("app")
def test_bookings_stand_as_a_simple_model_says():
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
