"""What the audit log is told of rows of the draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select

from conference.db import db
from conference.draft.tables import Municipality, Partnership, Room, Session, Speaker, Theme
from conference.events.services import record
from conference.events.tables import Event
from conference.translated import Translated, pick

_KINDS: dict[type[Any], tuple[str, str]] = {
    Theme: ("theme", "slug"),
    Room: ("room", "key"),
    Speaker: ("speaker", "code"),
    Municipality: ("municipality", "key"),
    Partnership: ("partnership", "slug"),
}
_OWN = frozenset({"id", "event_id", "version", "position", "slug", "key", "code", "external_id"})


def said(row: Theme | Room | Speaker | Municipality | Partnership) -> dict[str, Any]:
    """Return what a row says now, by field; to be asked before it is changed, for :func:`note_row`."""
    columns: Iterable[Any] = inspect(type(row)).column_attrs  # type: ignore[attr-defined]
    values = {column.key: getattr(row, column.key) for column in columns if column.key not in _OWN}
    if isinstance(row, Partnership):
        values["first"], values["second"] = _towns(values.pop("first_id"), values.pop("second_id"))
    return values


def note_row(
    event: Event,
    row: Theme | Room | Speaker | Municipality | Partnership,
    *,
    before: Mapping[str, Any] | None,
    is_removed: bool = False,
) -> None:
    """Note in the audit log what became of a theme, room, speaker, municipality or partnership.

    :param before: what :func:`said` gave before the change; None for a new one.
    """
    kind, column = _KINDS[type(row)]
    after = said(row)
    name = row_name(event, row)
    record(event.id, kind, getattr(row, column), name=name, before=before, after=None if is_removed else after)


def note_session(
    event: Event, session: Session, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> None:
    """Note in the audit log what became of a session: its facts by field, as ``facts_of`` gives them."""
    record(event.id, "session", session.code, name=named(event, session.title), before=before, after=after)


def row_name(event: Event, row: Theme | Room | Speaker | Municipality | Partnership) -> str:
    """Return by which name people know a row of the draft."""
    if isinstance(row, Partnership):
        return " – ".join(_towns(row.first_id, row.second_id))
    return named(event, row.title if isinstance(row, Theme) else row.name)


def named(event: Event, text: Translated | str) -> str:
    """Return a name as the audit log keeps it: in the event's main language, else in whichever there is."""
    return text if isinstance(text, str) else pick(text, event.languages[0], event.languages)


def _towns(first_id: int, second_id: int) -> tuple[str, str]:
    rows = select(Municipality.id, Municipality.name).where(Municipality.id.in_((first_id, second_id)))
    names: dict[int, str] = dict(db.session.execute(rows).all())
    return names.get(first_id, ""), names.get(second_id, "")
