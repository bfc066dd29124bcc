"""Who moves up from the queue: into a seat, or to the offer of one. The row of seats is locked by the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.agenda import rules
from conference.agenda.rules import SeatRules
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.codes import new_token, token_hash
from conference.db import db, instant_of_change
from conference.programme.document import Session
from conference.registrations.rules import Queued, moving_up
from conference.registrations.tables import ParticipantGroup, Registration


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who moved up.

    :ivar token: answers the offer without signing in; None where the seat is theirs at once.
    """

    booking: Booking
    token: str | None = None


def locked_seats(uid: UUID) -> SessionSeats | None:
    """Return a session's row of seats, as it is now, locked until the transaction ends; None where there is none."""
    return db.session.scalar(
        select(SessionSeats)
        .where(SessionSeats.session_uid == uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def move_up(seats: SessionSeats, session: Session | None, by: SeatRules, now: datetime) -> list[Moved]:
    """Give or offer free seats to those who wait, in the order in which they queued.

    Whoever waits for a seat of a full group holds up the rest of that group alone.
    """
    count = rules.moving_up(session, taken=seats.taken + seats.offered, waiting=seats.waiting, now=now, rules=by)
    if not count or session is None or session.slot is None:
        return []
    wanted = (
        select(Booking, Account.zone)
        .join(Registration, Registration.id == Booking.registration_id)
        .join(Account, Account.id == Registration.account_id)
        .where(Booking.session_uid == seats.session_uid, Booking.state == BookingState.WAITING)
        .order_by(Booking.queued_as)
        .execution_options(populate_existing=True)
    )
    if by.groups:
        wanted = wanted.where(Booking.id.in_(lucky_by_group(seats.session_uid, by, count)))
    else:
        wanted = wanted.limit(count)
    rows = db.session.execute(wanted).all()
    moved = []
    for booking, zone in rows:
        until = None
        if by.offers:
            until = rules.respond_by(now, zone=zone, minutes=by.offer_minutes, starts_at=session.slot.starts_at)
        booking.queued_as = None
        mark_booking(booking, now)
        seats.waiting -= 1
        if until is None:
            booking.state = BookingState.BOOKED
            seats.taken += 1
            seats.moved_up += 1
            moved.append(Moved(booking))
        else:
            token = new_token()
            booking.state, booking.respond_by, booking.answer_hash = BookingState.OFFERED, until, token_hash(token)
            seats.offered += 1
            moved.append(Moved(booking, token))
    if moved:
        mark_queue(seats, now)
    db.session.flush()
    return moved


def lucky_by_group(uid: UUID, by: SeatRules, count: int) -> list[int]:
    """Return which of those who wait for a session get a seat, where groups have bounds: keys of their bookings.

    :param count: seats that are free for anybody.
    """
    waiting = db.session.execute(
        select(Booking.id, Registration.group_id, ParticipantGroup.key)
        .join(Registration, Registration.id == Booking.registration_id)
        .join(ParticipantGroup, ParticipantGroup.id == Registration.group_id)
        .where(Booking.session_uid == uid, Booking.state == BookingState.WAITING)
        .order_by(Booking.queued_as)
    ).all()
    held = held_by_group(uid)
    keys = {group: key for _, group, key in waiting}
    return moving_up(
        [Queued(booking, group) for booking, group, _ in waiting],
        taken=held,
        seats={group: by.groups.get(key) for group, key in keys.items()},
        cap=sum(held.values()) + count,
    )


def held_by_group(uid: UUID) -> dict[int, int]:
    """Return how many seats of a session are taken or held, by the key of the group's row."""
    rows = db.session.execute(
        select(Registration.group_id, func.count())
        .join(Booking, Booking.registration_id == Registration.id)
        .where(Booking.session_uid == uid, Booking.state.in_((BookingState.BOOKED, BookingState.OFFERED)))
        .group_by(Registration.group_id)
    )
    return dict(rows.all())


def give_back(seats: SessionSeats, booking: Booking, now: datetime) -> None:
    """Take back what a booking holds: a seat, an offer or a place."""
    if booking.state == BookingState.BOOKED:
        seats.taken -= 1
    elif booking.state == BookingState.OFFERED:
        seats.offered -= 1
    else:
        seats.waiting -= 1
        mark_queue(seats, now)
    booking.state = BookingState.DROPPED
    mark_booking(booking, now)
    booking.queued_as = booking.respond_by = booking.answer_hash = booking.asked_at = booking.confirmed_at = None


def mark_booking(booking: Booking, now: datetime) -> None:
    """Say when a booking last changed: never earlier than it did before, whoever waited for whom."""
    booking.changed_at = instant_of_change(now, booking.changed_at)


def mark_queue(seats: SessionSeats, now: datetime) -> None:
    """Say when places in a session's queue last changed."""
    seats.queue_moved_at = instant_of_change(now, seats.queue_moved_at)


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
        registration.agenda_changed_at = instant_of_change(now, registration.agenda_changed_at)
