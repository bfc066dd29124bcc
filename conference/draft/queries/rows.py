"""Single rows of the draft, for the forms that edit them."""

from typing import TypeVar

from sqlalchemy import ColumnElement, select

from conference.db import db
from conference.draft.tables import Municipality, Partnership, Room, Session, Speaker, Theme
from conference.errors import DomainError

Row = TypeVar("Row", Theme, Room, Speaker, Municipality, Partnership, Session)


class NotThere(DomainError):
    """The event's draft has nothing of that key."""


def themes_in_order(event_id: int) -> list[Theme]:
    """Return the themes of an event in their order."""
    return list(db.session.scalars(select(Theme).where(Theme.event_id == event_id).order_by(Theme.position, Theme.id)))


def theme_of(event_id: int, slug: str) -> Theme:
    """Return a theme.

    :raises NotThere: the event has none of that slug.
    """
    return _one(Theme, event_id, Theme.slug == slug)


def room_of(event_id: int, key: str) -> Room:
    """Return a room.

    :raises NotThere: the event has none of that key.
    """
    return _one(Room, event_id, Room.key == key)


def speaker_of(event_id: int, code: str) -> Speaker:
    """Return a speaker.

    :raises NotThere: the event has none of that code.
    """
    return _one(Speaker, event_id, Speaker.code == code)


def municipality_of(event_id: int, key: str) -> Municipality:
    """Return a municipality.

    :raises NotThere: the event has none of that key.
    """
    return _one(Municipality, event_id, Municipality.key == key)


def partnership_of(event_id: int, slug: str) -> Partnership:
    """Return a partnership.

    :raises NotThere: the event has none of that slug.
    """
    return _one(Partnership, event_id, Partnership.slug == slug)


def session_of(event_id: int, code: str) -> Session:
    """Return a session.

    :raises NotThere: the event has none of that code.
    """
    return _one(Session, event_id, Session.code == code)


def _one(table: type[Row], event_id: int, condition: ColumnElement[bool]) -> Row:
    row = db.session.scalar(select(table).where(table.event_id == event_id, condition))
    if row is None:
        raise NotThere
    return row
