"""Seats and places in queues, as private feeds show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, null, select

from conference.agenda.queries import PLACE_IN_QUEUE
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.db import db


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A booking as its entry shows it.

    :ivar place: in the queue, from 1; None for a seat.
    :ivar respond_by: until when a seat is held for somebody to whom it is offered (UTC); None for one that is theirs.
    :ivar changed_at: when the booking, or its place, last changed, UTC.
    """

    session_uid: UUID
    place: int | None
    changed_at: datetime
    respond_by: datetime | None = None


_moved_at = select(SessionSeats.queue_moved_at).where(SessionSeats.session_uid == Booking.session_uid).scalar_subquery()
_PLACES = (
    select(Booking.session_uid, PLACE_IN_QUEUE, Booking.changed_at, _moved_at)
    .where(Booking.registration_id == bindparam("registration_id"), Booking.state == BookingState.WAITING)
    .order_by(Booking.session_uid)
)


def waiting_places(registration_id: int) -> tuple[HeldSeat, ...]:
    """Return a registration's places in queues, by session.

    A place has changed when one of the session's queue last left it.
    """
    rows = db.session.execute(_PLACES, {"registration_id": registration_id})
    return tuple(
        HeldSeat(uid, number, max(changed_at, moved_at or changed_at)) for uid, number, changed_at, moved_at in rows
    )


_SEATS = (
    select(Booking.session_uid, Booking.changed_at, Booking.respond_by)
    .where(
        Booking.registration_id == bindparam("registration_id"),
        Booking.state.in_((BookingState.BOOKED, BookingState.OFFERED)),
    )
    .order_by(Booking.session_uid)
)


def held_seats(registration_id: int) -> tuple[HeldSeat, ...]:
    """Return the sessions in which a registration has a seat or is offered one, also those cancelled since."""
    rows = db.session.execute(_SEATS, {"registration_id": registration_id})
    return tuple(HeldSeat(uid, None, changed_at, respond_by) for uid, changed_at, respond_by in rows)


def seats_by_registration(registration_ids: Sequence[int], *, is_waiting: bool) -> dict[int, list[HeldSeat]]:
    """Return places in queues, or else seats held and offered, of several registrations in one query, by registration.

    They are what :func:`waiting_places` and :func:`held_seats` return of each.
    """
    if not registration_ids:
        return {}
    found: defaultdict[int, list[HeldSeat]] = defaultdict(list)
    states = (BookingState.WAITING,) if is_waiting else (BookingState.BOOKED, BookingState.OFFERED)
    rows = db.session.execute(
        select(
            Booking.registration_id,
            Booking.session_uid,
            Booking.changed_at,
            Booking.respond_by,
            *((PLACE_IN_QUEUE, _moved_at) if is_waiting else (null(), null())),
        )
        .where(Booking.registration_id.in_(registration_ids), Booking.state.in_(states))
        .order_by(Booking.registration_id, Booking.session_uid)
    )
    for registration_id, uid, changed_at, respond_by, place, moved_at in rows:
        found[registration_id].append(HeldSeat(uid, place, max(changed_at, moved_at or changed_at), respond_by))
    return found
