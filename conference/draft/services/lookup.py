"""Finding what a service is to change, within its event, under the event's lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect, select

from conference.codes import new_code
from conference.db import db
from conference.draft.tables import Municipality, Partnership, Room, Session, Speaker, Theme
from conference.errors import DomainError
from conference.events.services import StaleVersion
from conference.translated import Translated

Row = TypeVar("Row", Theme, Room, Speaker, Municipality, Partnership, Session)

KEYS: dict[type[Any], Any] = {
    Theme: Theme.slug,
    Room: Room.key,
    Speaker: Speaker.code,
    Municipality: Municipality.key,
    Partnership: Partnership.slug,
    Session: Session.code,
}
"""By which column each is named in forms, addresses and releases."""


@dataclass
class NotInDraft(DomainError):
    """The event's draft has nothing of that kind and key.

    :ivar kind: ``Theme``, ``Room``, ``Speaker``, ``Municipality``, ``Partnership`` or ``Session``.
    :ivar key: its slug, key or code.
    """

    kind: str
    key: str


@dataclass
class StillInUse(DomainError):
    """It cannot be removed while sessions (or, for a municipality, partnerships) name it.

    :ivar sessions: code and title of each that does.
    :ivar partnerships: slugs of the partnerships that do.
    """

    sessions: Sequence[tuple[str, Translated]] = ()
    partnerships: Sequence[str] = ()


@dataclass(frozen=True)
class Removed:
    """What was removed from a draft, as it was: enough to bring it back under the same key.

    :ivar kind: as in :class:`NotInDraft`.
    :ivar values: by name, fit for JSON; without the row's own id and version.
    """

    kind: str
    values: dict[str, Any]


def in_draft(table: type[Row], event_id: int, key: str) -> Row:
    """Return the row of an event by its key, fresh from the database.

    :raises NotInDraft: the event has none; another event's counts as none.
    """
    row = db.session.scalar(
        select(table).where(table.event_id == event_id, KEYS[table] == key).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotInDraft(table.__name__, key)
    return row


def ids_in_draft(table: type[Row], event_id: int, keys: Iterable[str]) -> list[int]:
    """Return the ids of several rows of an event in the order of their keys, each once.

    :raises NotInDraft: names the first that the event does not have.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    column = KEYS[table]
    rows = db.session.execute(select(column, table.id).where(table.event_id == event_id, column.in_(wanted)))
    found: dict[str, int] = dict(rows.all())
    for key in wanted:
        if key not in found:
            raise NotInDraft(table.__name__, key)
    return [found[key] for key in wanted]


def check_version(row: Row, version: int | None, stored: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse to overwrite what somebody else stored meanwhile.

    :param version: the one that the form was opened on; None to overwrite whatever is there.
    :raises StaleVersion: a newer one is stored.
    """
    if version is not None and row.version != version:
        raise StaleVersion(version, row.version, stored, wanted)


def keys_taken(table: type[Row], event_id: int) -> set[str]:
    """Return all keys of a kind in an event."""
    return set(db.session.scalars(select(KEYS[table]).where(table.event_id == event_id)))


def fresh_code(table: type[Session] | type[Speaker]) -> str:
    """Return a code that nothing of that kind in the whole installation has."""
    while True:
        code = new_code()
        if db.session.scalar(select(table.id).where(table.code == code)) is None:
            return code


def refuse_if_in_use(condition: ColumnElement[bool]) -> None:
    """Refuse where sessions fulfil the condition.

    :raises StillInUse: names them.
    """
    sessions = db.session.execute(
        select(Session.code, Session.title).where(condition).order_by(Session.starts_at, Session.id)
    ).all()
    if sessions:
        raise StillInUse(sessions=tuple((code, title) for code, title in sessions))


def taken_out(row: Row) -> Removed:
    """Return what a row says that is about to be deleted, and on which no other row leans."""
    own = {"id", "event_id", "version"}
    return Removed(
        type(row).__name__,
        {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs if column.key not in own},
    )
