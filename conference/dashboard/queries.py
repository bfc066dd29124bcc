"""Reads for the figures of an event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.agenda.tables import SessionSeats
from conference.db import db
from conference.registrations.tables import Registration


@dataclass(frozen=True)
class Registered:
    """What the figures need to know of a registration: nothing that names a person.

    :ivar municipality: as they wrote it.
    :ivar organisation_type: an :class:`conference.agenda.tables.OrganisationType`.
    """

    registered_at: datetime
    municipality: str
    organisation_type: str


def registered(event_id: int) -> list[Registered]:
    """Return all registrations of an event."""
    rows = db.session.execute(
        select(Registration.registered_at, Registration.municipality, Registration.organisation_type).where(
            Registration.event_id == event_id
        )
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
