"""Reads on events and roles."""

from sqlalchemy import select

from conference.db import db
from conference.errors import DomainError
from conference.events.rules import RoleName
from conference.events.tables import Event, Role


class EventNotFound(DomainError):
    """There is no event of that slug, or none that the asker may know of."""


def event_by_slug(slug: str) -> Event:
    """Return the event.

    :raises EventNotFound: there is none.
    """
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise EventNotFound(slug)
    return event


def role_of(event_id: int, account_id: int) -> RoleName | None:
    """Return an account's role in an event, or None."""
    name = db.session.scalar(select(Role.name).where(Role.event_id == event_id, Role.account_id == account_id))
    return RoleName(name) if name else None


def roles_by_event(account_id: int) -> dict[int, RoleName]:
    """Return an account's roles by the key of the event."""
    rows = db.session.execute(select(Role.event_id, Role.name).where(Role.account_id == account_id))
    return {event_id: RoleName(name) for event_id, name in rows}


def events_organised_by(account_id: int) -> list[Event]:
    """Return the events in which an account has a role, the latest first."""
    return list(
        db.session.scalars(
            select(Event).join(Role).where(Role.account_id == account_id).order_by(Event.first_day.desc(), Event.id)
        )
    )
