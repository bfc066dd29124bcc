"""Who moves up from the queue: into a seat, or to the offer of one. The row of seats is locked by the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.agenda import rules
from conference.agenda.rules import SeatRules
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.codes import new_token, token_hash
from conference.db import db
from conference.programme.document import Session
from conference.registrations.tables import Registration


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
    """Give or offer free seats to those who wait, in the order in which they queued."""
    held = seats.taken + seats.offered
    count = rules.moving_up(session, taken=held, waiting=seats.waiting, now=now, rules=by)
    if not count or session is None or session.slot is None:
        return []
    rows = db.session.execute(
        select(Booking, Account.zone)
        .join(Registration, Registration.id == Booking.registration_id)
        .join(Account, Account.id == Registration.account_id)
        .where(Booking.session_uid == seats.session_uid, Booking.state == BookingState.WAITING)
        .order_by(Booking.queued_as)
        .limit(count)
        .execution_options(populate_existing=True)
    ).all()
    moved = []
    for booking, zone in rows:
        until = None
        if by.offers:
            until = rules.respond_by(now, zone=zone, minutes=by.offer_minutes, starts_at=session.slot.starts_at)
        booking.queued_as, booking.changed_at = None, now
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
    db.session.flush()
    return moved


def give_back(seats: SessionSeats, booking: Booking, now: datetime) -> None:
    """Take back what a booking holds: a seat, an offer or a place."""
    if booking.state == BookingState.BOOKED:
        seats.taken -= 1
    elif booking.state == BookingState.OFFERED:
        seats.offered -= 1
    else:
        seats.waiting -= 1
    booking.state, booking.changed_at = BookingState.DROPPED, now
    booking.queued_as = booking.respond_by = booking.answer_hash = booking.asked_at = booking.confirmed_at = None


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
