"""Giving back all that somebody booked who takes part no longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.agenda.services.desk import Desk, newest_programme
from conference.agenda.services.swapping import finish_swaps
from conference.agenda.tables import Booking, BookingState
from conference.db import db, transaction
from conference.programme.document import Programme
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.rules import State
from conference.registrations.tables import Registration


def drop_all(registration_id: int, *, now: datetime) -> int:
    """Give all seats and places of a registration back to those who wait; return how many those were.

    To be called once a registration is withdrawn: from then on it books nothing more, so nothing is left behind.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        uids = db.session.scalars(
            select(Booking.session_uid).where(
                Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED
            )
        ).all()
        desk = Desk(registration_id, uids, now)
        for uid in sorted(uids):
            desk.drop(uid)
        desk.close()
        gained = desk.gained - {registration_id}
    if gained:
        finish_swaps(gained, now=now)
    return len(uids)


def drop_ahead(registration_id: int, *, now: datetime, is_told: bool = True) -> int:
    """Give back all that a registration holds but seats in, and queues of, what has begun; return how much that was.

    :param is_told: whether letters go to those who move up by it; not where they are about to be deleted themselves.

    To be called before a registration is deleted: what has begun goes on being counted.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        uids = held_ahead(registration_id, now=now)
        desk = Desk(registration_id, uids, now)
        for uid in sorted(uids):
            desk.drop(uid)
        if is_told:
            desk.close()
        gained = desk.gained - {registration_id}
    if gained and is_told:
        finish_swaps(gained, now=now)
    return len(uids)


def held_ahead(registration_id: int, *, now: datetime) -> list[UUID]:
    """Return the sessions of which a registration holds something that others may have: those that have not begun."""
    registration = db.session.get(Registration, registration_id)
    if registration is None:
        raise RegistrationNotFound(registration_id)
    programme = newest_programme(registration.event_id)
    rows = db.session.execute(
        select(Booking.session_uid, Booking.state).where(
            Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED
        )
    )
    return [uid for uid, state in rows if state == BookingState.OFFERED or not _has_begun(programme, uid, now)]


def _has_begun(programme: Programme | None, uid: UUID, now: datetime) -> bool:
    session = programme.by_uid.get(uid) if programme else None
    return session is not None and session.slot is not None and session.slot.starts_at <= now


def drop_all_of_those_who_left(*, now: datetime) -> int:
    """Do :func:`drop_all` for everybody who withdrew and still holds something; return how much that was.

    For the worker: it heals a crash between the withdrawal and the dropping. One query where there is nothing to do.
    """
    left = db.session.scalars(
        select(Registration.id)
        .join(Booking, Booking.registration_id == Registration.id)
        .where(Registration.state != State.CONFIRMED, Booking.state != BookingState.DROPPED)
        .distinct()
        .order_by(Registration.id)
    ).all()
    return sum(drop_all(registration_id, now=now) for registration_id in left)
