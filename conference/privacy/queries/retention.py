"""Reads on for how long events keep data of people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from conference.db import db
from conference.events.tables import Event
from conference.privacy.rules import USUAL_DAYS, goes_at, is_near
from conference.privacy.tables import Retention
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long an event keeps data of people.

    :ivar days: past its last day.
    :ivar goes_at: when they go (UTC).
    :ivar cleared_at: when they went; None while they are there.
    """

    days: int
    goes_at: datetime
    cleared_at: datetime | None

    def is_near(self, now: datetime) -> bool:
        """Say whether the data are about to go."""
        return self.cleared_at is None and is_near(self.goes_at, now)


def keeping_of(event_id: int) -> Keeping:
    """Return for how long an event keeps data of people. One query."""
    row = db.session.execute(
        select(Event.last_day, Event.zone, Retention.days, Retention.cleared_at)
        .outerjoin(Retention, Retention.event_id == Event.id)
        .where(Event.id == event_id)
    ).one()
    days = row.days or USUAL_DAYS
    return Keeping(days, goes_at(row.last_day, days, row.zone), row.cleared_at)


def events_to_clear(*, now: datetime) -> list[int]:
    """Return the keys of the events whose time is up and whose data are still there."""
    rows = db.session.execute(
        select(Event.id, Event.last_day, Event.zone, Retention.days)
        .outerjoin(Retention, Retention.event_id == Event.id)
        .where(Retention.cleared_at.is_(None), Event.last_day < now.date())
        .order_by(Event.id)
    )
    return [event_id for event_id, last_day, zone, days in rows if goes_at(last_day, days or USUAL_DAYS, zone) <= now]


def count_registered(event_id: int) -> int:
    """Return how many registrations an event has, of whatever state."""
    return (
        db.session.scalar(select(func.count()).select_from(Registration).where(Registration.event_id == event_id)) or 0
    )
