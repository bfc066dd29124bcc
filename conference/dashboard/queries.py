"""Reads for the figures of an event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from conference.agenda.tables import Booking, SessionSeats
from conference.db import db
from conference.registrations.rules import State
from conference.registrations.tables import ParticipantGroup, Registration
from conference.translated import Translated


@dataclass(frozen=True)
class Registered:
    """What the figures need to know of a registration: nothing that names a person.

    :ivar municipality: as they wrote it.
    :ivar group: for whom they take part, in every language.
    """

    registered_at: datetime
    municipality: str
    group: Translated


def registered(event_id: int) -> list[Registered]:
    """Return all confirmed registrations of an event."""
    rows = db.session.execute(
        select(Registration.registered_at, Registration.municipality, ParticipantGroup.name)
        .join(ParticipantGroup, ParticipantGroup.id == Registration.group_id)
        .where(Registration.event_id == event_id, Registration.state == State.CONFIRMED)
    )
    return [Registered(*row) for row in rows]


def seats_by_session(event_id: int) -> dict[UUID, tuple[int, int]]:
    """Return the seats taken and the people waiting, by uid of each session that anybody has ever booked."""
    rows = db.session.execute(
        select(SessionSeats.session_uid, SessionSeats.taken, SessionSeats.waiting).where(
            SessionSeats.event_id == event_id
        )
    )
    return {uid: (taken, waiting) for uid, taken, waiting in rows}


def attended_in(event_id: int) -> int:
    """Return how often hosts of an event ticked that somebody was there."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Booking)
            .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
            .where(SessionSeats.event_id == event_id, Booking.attended_at.is_not(None))
        )
        or 0
    )
