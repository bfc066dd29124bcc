"""Giving and taking back seats under a lock.

Whoever gives or takes back a seat first locks the session's row of seats (the whole database on SQLite),
then reads the newest release, then decides: so a seat is never given twice, and nobody overtakes the queue.
Rows are always locked in the same order, seats by uid and then registrations by key, so that no two wait
for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select

from conference.accounts.tables import Account
from conference.agenda import rules
from conference.agenda.tables import Booking, BookingState, KeptClash, SessionSeats
from conference.db import db, insert_if_missing
from conference.mail.services import put_letter
from conference.programme.document import Programme, Session
from conference.programme.queries import newest_release_of
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.rules import State
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """How a registration stands to a session after it asked for something.

    :ivar state: ``booked``, ``waiting``, or None for neither.
    :ivar place: in the queue, from 1, where it waits.
    :ivar taken: seats taken by all.
    :ivar free: seats left, None where there is no limit.
    :ivar changed: whether this request changed anything: asking twice does not.
    """

    state: str | None
    place: int | None
    taken: int
    free: int | None
    changed: bool


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
        self.seats = {uid: _made_and_locked_seats(event_id, uid) for uid in sorted(set(uids))}
        self.programme = newest_programme(event_id)
        bookings = db.session.scalars(
            select(Booking)
            .where(Booking.registration_id == registration_id, Booking.session_uid.in_(self.seats))
            .execution_options(populate_existing=True)
        )
        self.bookings = {booking.session_uid: booking for booking in bookings}
        self.touched: list[Booking] = []
        self.moved: list[Booking] = []

    def session(self, uid: UUID) -> Session:
        """Return the session as the newest release has it."""
        session = self.programme.by_uid.get(uid) if self.programme else None
        if session is None or self.seats[uid].event_id != self.registration.event_id:
            raise rules.SessionUnknown(uid)
        return session

    def state_of(self, uid: UUID) -> str | None:
        """Return ``booked``, ``waiting`` or None."""
        booking = self.bookings.get(uid)
        return booking.state if booking and booking.state != BookingState.DROPPED else None

    def book(self, uid: UUID) -> bool:
        """Give a seat or a place in the queue; return False where the registration has one."""
        session, seats = self.session(uid), self.seats[uid]
        if self.state_of(uid):
            return False
        if self.registration.state != State.CONFIRMED:
            raise RegistrationNotFound(self.registration.id)
        self.has_booked = True
        rules.check_bookable(session, self.now)
        # Seats that a release has just added belong to those who waited before.
        self.moved += move_up(seats, session, self.now)
        booking = self.bookings.get(uid)
        if booking is None:
            booking = Booking(registration_id=self.registration.id, session_uid=uid)
            self.bookings[uid] = booking
            db.session.add(booking)
        if seats.waiting or rules.is_full(session.seats, seats.taken):
            booking.state, booking.queued_as = BookingState.WAITING, seats.next_place
            seats.next_place += 1
            seats.waiting += 1
        else:
            booking.state, booking.queued_as = BookingState.BOOKED, None
            seats.taken += 1
        booking.booked_at = booking.changed_at = self.now
        self.touched.append(booking)
        return True

    def drop(self, uid: UUID) -> bool:
        """Take a seat or a place back; return False where there is none."""
        state = self.state_of(uid)
        if state is None:
            return False
        seats, booking = self.seats[uid], self.bookings[uid]
        if state == BookingState.BOOKED:
            seats.taken -= 1
        else:
            seats.waiting -= 1
        booking.state, booking.queued_as, booking.changed_at = BookingState.DROPPED, None, self.now
        self.touched.append(booking)
        db.session.execute(
            delete(KeptClash).where(
                KeptClash.registration_id == self.registration.id,
                or_(KeptClash.first_uid == uid, KeptClash.second_uid == uid),
            )
        )
        db.session.flush()  # so that it is not found among those who wait
        self.moved += move_up(seats, self.programme.by_uid.get(uid) if self.programme else None, self.now)
        return True

    def close(self) -> None:
        """Mark all agendas that changed, and write to those who moved up."""
        mark_changed([*self.touched, *self.moved], self.now)
        # It is locked now: who withdrew a moment ago gets nothing more.
        if self.has_booked and self.registration.state != State.CONFIRMED:
            raise RegistrationNotFound(self.registration.id)
        if self.programme:
            write_to_lucky(self.moved, self.programme, self.now)

    def answer(self, uid: UUID, *, changed: bool) -> SeatAnswer:
        """Return how the registration stands to a session now."""
        session = self.programme.by_uid.get(uid) if self.programme else None
        seats, booking = self.seats[uid], self.bookings.get(uid)
        place = None
        if booking and booking.queued_as is not None:
            place = _place_in_queue(uid, booking.queued_as)
        free = rules.free_seats(session.seats, seats.taken) if session else None
        return SeatAnswer(self.state_of(uid), place, seats.taken, free, changed)


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


def locked_seats(uid: UUID) -> SessionSeats | None:
    """Return a session's row of seats, as it is now, locked until the transaction ends; None where there is none."""
    return db.session.scalar(
        select(SessionSeats)
        .where(SessionSeats.session_uid == uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _made_and_locked_seats(event_id: int, uid: UUID) -> SessionSeats:
    seats = locked_seats(uid)
    if seats is None:
        insert_if_missing(
            SessionSeats, {"session_uid": uid, "event_id": event_id, "taken": 0, "waiting": 0, "next_place": 1}
        )
        seats = locked_seats(uid)
    assert seats is not None  # noqa: S101 - nothing removes it but its event's removal
    return seats


def move_up(seats: SessionSeats, session: Session | None, now: datetime) -> list[Booking]:
    """Give free seats to those who wait, in the order in which they queued. The row of seats is locked."""
    count = rules.moving_up(session, taken=seats.taken, waiting=seats.waiting, now=now)
    if not count:
        return []
    lucky = db.session.scalars(
        select(Booking)
        .where(Booking.session_uid == seats.session_uid, Booking.state == BookingState.WAITING)
        .order_by(Booking.queued_as)
        .limit(count)
        .execution_options(populate_existing=True)
    ).all()
    for booking in lucky:
        booking.state, booking.queued_as, booking.changed_at = BookingState.BOOKED, None, now
    seats.taken += len(lucky)
    seats.waiting -= len(lucky)
    db.session.flush()
    return list(lucky)


def mark_changed(bookings: Iterable[Booking], now: datetime) -> None:
    """Raise the revision of every agenda to which one of the bookings belongs, so that feeds notice."""
    ids = {booking.registration_id for booking in bookings}
    if not ids:
        return
    # Locked in order of their keys; not against foreign keys, which bookings hold.
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for registration in registrations:
        registration.agenda_revision += 1
        registration.agenda_changed_at = now


def write_to_lucky(bookings: Sequence[Booking], programme: Programme, now: datetime) -> None:
    """Put a letter to everyone who moved up."""
    if not bookings:
        return
    rows = db.session.execute(
        select(Registration.id, Registration.event_id, Account)
        .join(Account, Account.id == Registration.account_id)
        .where(Registration.id.in_({booking.registration_id for booking in bookings}))
    )
    people = {row.id: (row.Account, row.event_id) for row in rows}
    for booking in bookings:
        account, event_id = people[booking.registration_id]
        put_letter(
            "agenda/seat_gained",
            event_id=event_id,
            to=account.email,
            language=account.language,
            data={
                "name": account.name,
                "zone": account.zone,
                "session": _session_facts(programme.by_uid[booking.session_uid]),
                "event": _programme_facts(programme),
            },
            now=now,
        )


def _session_facts(session: Session) -> dict[str, object]:
    slot = session.slot
    return {
        "code": session.code,
        "title": dict(session.title),
        "starts_at": slot.starts_at.isoformat() if slot else None,
        "minutes": slot.minutes if slot else None,
    }


def _programme_facts(programme: Programme) -> dict[str, object]:
    event = programme.event
    return {"slug": event.slug, "title": dict(event.title), "zones": list(programme.zones)}
