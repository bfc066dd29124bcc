"""Giving and taking back seats under a lock.

Whoever gives or takes back a seat first locks the session's row of seats (the whole database on SQLite),
then reads the newest release, then decides: so a seat is never given twice, and nobody overtakes the queue.
Rows are always locked in the same order, seats by uid and then registrations by key, so that no two wait
for each other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select

from conference.agenda import rules
from conference.agenda.queries import said_of_event
from conference.agenda.services.letters import write_of_moves
from conference.agenda.services.moving import (
    Moved,
    give_back,
    held_by_group,
    locked_seats,
    mark_booking,
    mark_changed,
    move_up,
)
from conference.agenda.tables import Booking, BookingState, KeptClash, SessionSeats, SwapWish
from conference.db import db, insert_if_missing
from conference.programme.document import Programme, Session
from conference.programme.queries import newest_release_of
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.rules import State
from conference.registrations.tables import ParticipantGroup, Registration


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """How a registration stands to a session after it asked for something.

    :ivar state: ``booked``, ``waiting``, ``offered``, or None for none of them.
    :ivar place: in the queue, from 1, where it waits.
    :ivar taken: seats taken by all, or held for them.
    :ivar free: seats left for such a one, None where there is no limit.
    :ivar changed: whether this request changed anything: asking twice does not.
    :ivar respond_by: until when an offered seat is held (UTC).
    """

    state: str | None
    place: int | None
    taken: int
    free: int | None
    changed: bool
    respond_by: datetime | None = None


class Desk:
    """One registration before the locked seats of some sessions, within a transaction."""

    def __init__(self, registration_id: int, uids: Collection[UUID], now: datetime) -> None:
        registration = db.session.get(Registration, registration_id)
        if registration is None:
            raise RegistrationNotFound(registration_id)
        self.registration = registration
        self.now = now
        self.has_booked = False
        event_id = registration.event_id
        self.seats = {uid: made_and_locked_seats(event_id, uid) for uid in sorted(set(uids))}
        self.programme = newest_programme(event_id)
        said = said_of_event(event_id)
        self.rules = {uid: rules.rules_of(said, seats.rules) for uid, seats in self.seats.items()}
        bookings = db.session.scalars(
            select(Booking)
            .where(Booking.registration_id == registration_id, Booking.session_uid.in_(self.seats))
            .execution_options(populate_existing=True)
        )
        self.bookings = {booking.session_uid: booking for booking in bookings}
        self.touched: list[Booking] = []
        self.moved: list[Moved] = []

    def session(self, uid: UUID) -> Session:
        """Return the session as the newest release has it."""
        session = self._known(uid)
        if session is None or self.seats[uid].event_id != self.registration.event_id:
            raise rules.SessionUnknown(uid)
        return session

    def state_of(self, uid: UUID) -> str | None:
        """Return ``booked``, ``waiting``, ``offered`` or None."""
        booking = self.bookings.get(uid)
        return booking.state if booking and booking.state != BookingState.DROPPED else None

    def book(self, uid: UUID) -> bool:
        """Give a seat or a place in the queue; return False where the registration has one.

        Whoever is offered a seat takes it. An offer that ran out is over: who asks then queues anew.
        """
        session, seats = self.session(uid), self.seats[uid]
        state = self.state_of(uid)
        if state == BookingState.OFFERED:
            if self._is_held(uid):
                return self.take(uid)
            self.drop(uid)
        elif state:
            return False
        if self.registration.state != State.CONFIRMED:
            raise RegistrationNotFound(self.registration.id)
        self.has_booked = True
        rules.check_bookable(session, self.now)
        # Seats that a release has just added belong to those who waited before.
        self._move_up(uid)
        # Whoever still waits now waits for a full session, or for a seat of a full group.
        must_wait = self._free(uid) == 0
        booking = self.bookings.get(uid)
        if booking is None:
            booking = Booking(registration_id=self.registration.id, session_uid=uid)
            self.bookings[uid] = booking
            db.session.add(booking)
        if must_wait:
            booking.state, booking.queued_as = BookingState.WAITING, seats.next_place
            seats.next_place += 1
            seats.waiting += 1
        else:
            booking.state, booking.queued_as = BookingState.BOOKED, None
            seats.taken += 1
        booking.booked_at = self.now
        mark_booking(booking, self.now)
        booking.asked_at = booking.attended_at = booking.answer_hash = None
        booking.confirmed_at = self._said_in_the_window(uid)
        self.touched.append(booking)
        return True

    def take(self, uid: UUID) -> bool:
        """Take the seat that is held; return False where the registration has it already.

        :raises conference.agenda.rules.OfferOver: none is held, or no longer.
        :raises conference.agenda.rules.NotBookable: the session no longer takes place, or is over.
        """
        if self.state_of(uid) == BookingState.BOOKED:
            return False
        if not self._is_held(uid):
            raise rules.OfferOver(self._known(uid))
        if self.registration.state != State.CONFIRMED:
            raise RegistrationNotFound(self.registration.id)
        self.has_booked = True
        rules.check_bookable(self.session(uid), self.now)
        seats, booking = self.seats[uid], self.bookings[uid]
        booking.state, booking.respond_by = BookingState.BOOKED, None
        mark_booking(booking, self.now)
        booking.confirmed_at = self._said_in_the_window(uid)
        seats.offered -= 1
        seats.taken += 1
        seats.moved_up += 1
        self.touched.append(booking)
        return True

    def confirm(self, uid: UUID) -> bool:
        """Note that the participant is coming; return False where they said so before.

        :raises conference.agenda.rules.NothingToConfirm: they have no seat, or nobody asks now.
        """
        booking, session = self.bookings.get(uid), self._known(uid)
        if booking is None or booking.state != BookingState.BOOKED or session is None:
            raise rules.NothingToConfirm(session)
        if booking.confirmed_at is not None:
            return False
        if not rules.may_confirm(session, self.rules[uid], self.now):
            raise rules.NothingToConfirm(session)
        booking.confirmed_at = self.now
        return True

    def drop(self, uid: UUID) -> bool:
        """Take a seat, an offer or a place back; return False where there is none."""
        if self.state_of(uid) is None:
            return False
        booking = self.bookings[uid]
        give_back(self.seats[uid], booking, self.now)
        self.touched.append(booking)
        mine = self.registration.id
        db.session.execute(
            delete(KeptClash).where(
                KeptClash.registration_id == mine, or_(KeptClash.first_uid == uid, KeptClash.second_uid == uid)
            )
        )
        db.session.execute(
            delete(SwapWish).where(
                SwapWish.registration_id == mine, or_(SwapWish.waited_uid == uid, SwapWish.given_uid == uid)
            )
        )
        db.session.flush()  # so that it is not found among those who wait
        self._move_up(uid)
        return True

    def wish_swap(self, waited: UUID, given: Collection[UUID]) -> None:
        """Keep with a place in a queue which seats are given up once it becomes a seat: these, and no others."""
        mine = self.registration.id
        db.session.execute(delete(SwapWish).where(SwapWish.registration_id == mine, SwapWish.waited_uid == waited))
        for uid in sorted(set(given) - {waited}):
            if self.state_of(uid) == BookingState.BOOKED:
                db.session.add(SwapWish(registration_id=mine, waited_uid=waited, given_uid=uid))

    def close(self) -> None:
        """Mark all agendas that changed, and write to those who moved up."""
        mark_changed([*self.touched, *(one.booking for one in self.moved)], self.now)
        # It is locked now: who withdrew a moment ago gets nothing more.
        if self.has_booked and self.registration.state != State.CONFIRMED:
            raise RegistrationNotFound(self.registration.id)
        if self.programme:
            write_of_moves(self.moved, self.programme, self.now)

    @property
    def gained(self) -> set[int]:
        """Keys of the registrations that may have got a seat they waited for."""
        return {one.booking.registration_id for one in self.moved if one.token is None} | {self.registration.id}

    def answer(self, uid: UUID, *, changed: bool) -> SeatAnswer:
        """Return how the registration stands to a session now."""
        session = self._known(uid)
        seats, booking = self.seats[uid], self.bookings.get(uid)
        place = None
        if booking and booking.queued_as is not None:
            is_last = booking.queued_as == seats.next_place - 1
            place = seats.waiting if is_last else _place_in_queue(uid, booking.queued_as)
        free = self._free(uid) if session else None
        until = booking.respond_by if booking else None
        return SeatAnswer(self.state_of(uid), place, seats.taken + seats.offered, free, changed, until)

    def _free(self, uid: UUID) -> int | None:
        """Return how many seats the registration finds, None where nothing bounds them: of all, and of its group."""
        seats, by = self.seats[uid], self.rules[uid]
        free = rules.free_seats(rules.capacity_of(self.session(uid), by), seats.taken + seats.offered)
        if not by.groups:
            return free
        group = db.session.get_one(ParticipantGroup, self.registration.group_id)
        bound = by.groups.get(group.key)
        own = rules.free_seats(bound, held_by_group(uid).get(group.id, 0)) if bound is not None else None
        return min((one for one in (free, own) if one is not None), default=None)

    def _known(self, uid: UUID) -> Session | None:
        return self.programme.by_uid.get(uid) if self.programme else None

    def _is_held(self, uid: UUID) -> bool:
        booking = self.bookings.get(uid)
        return bool(booking and booking.respond_by and booking.respond_by > self.now)

    def _said_in_the_window(self, uid: UUID) -> datetime | None:
        """Who asks for a seat while people are asked whether they are coming has said that they are."""
        return self.now if rules.may_confirm(self.session(uid), self.rules[uid], self.now) else None

    def _move_up(self, uid: UUID) -> None:
        self.moved += move_up(self.seats[uid], self._known(uid), self.rules[uid], self.now)


def _place_in_queue(uid: UUID, queued_as: int) -> int:
    return db.session.scalars(
        select(func.count())
        .select_from(Booking)
        .where(Booking.session_uid == uid, Booking.state == BookingState.WAITING, Booking.queued_as <= queued_as)
    ).one()


def newest_programme(event_id: int) -> Programme | None:
    """Return the programme of the newest release, or None while nothing is published."""
    published = newest_release_of(event_id)
    return published.programme if published else None


def made_and_locked_seats(event_id: int, uid: UUID) -> SessionSeats:
    """Return a session's row of seats, locked; made where there is none yet."""
    seats = locked_seats(uid)
    if seats is None:
        insert_if_missing(
            SessionSeats,
            {
                "session_uid": uid, "event_id": event_id, "taken": 0, "waiting": 0, "next_place": 1, "offered": 0,
                "moved_up": 0, "rules": {},
            },
        )  # fmt: skip
        seats = locked_seats(uid)
    assert seats is not None  # noqa: S101 - nothing removes it but its event's removal
    return seats
