"""When speakers can come, and rooms can be had."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, insert, select

from conference import zones
from conference.db import db, transaction
from conference.draft.rules.availability import joined
from conference.draft.rules.clashes import Span
from conference.draft.services.lookup import in_draft
from conference.draft.services.noting import row_name
from conference.draft.tables import Room, RoomSpan, Speaker, SpeakerSpan
from conference.events.services import locked_event, record


def set_speaker_spans(event_id: int, code: str, spans: Iterable[Span], *, is_by_link: bool = False) -> None:
    """Store when a speaker can come, in place of what was said before. Spans that touch become one.

    :param spans: aware; none where they always can.
    :param is_by_link: the speaker says so themselves, by their private link.
    :raises NotInDraft: the event has no such speaker.
    :raises DomainError: SpanInverted or TooManySpans.
    """
    _set(Speaker, SpeakerSpan, "speaker_id", event_id, code, spans, {"by_link": True} if is_by_link else {})


def set_room_spans(event_id: int, key: str, spans: Iterable[Span]) -> None:
    """Store when a room can be had, in place of what was said before. Spans that touch become one.

    :param spans: aware; none where it always can.
    :raises NotInDraft: the event has no such room.
    :raises DomainError: SpanInverted or TooManySpans.
    """
    _set(Room, RoomSpan, "room_id", event_id, key, spans)


def spans_kept(row: Speaker | Room) -> list[list[str]]:
    """Return when a speaker or room that is about to go is free, fit for JSON; for :func:`bring_spans_back`."""
    table, own = _stored_of(row)
    rows = db.session.execute(select(table.starts_at, table.ends_at).where(own).order_by(table.starts_at))
    return [[starts_at.isoformat(), ends_at.isoformat()] for starts_at, ends_at in rows]


def bring_spans_back(row: Speaker | Room, kept: Iterable[Sequence[str]]) -> None:
    """Store again when a speaker or room that came back is free, within the caller's transaction."""
    column = f"{type(row).__name__.lower()}_id"
    for bounds in kept:
        starts_at, ends_at = (datetime.fromisoformat(instant) for instant in bounds)
        db.session.add(_stored_of(row)[0](**{column: row.id}, starts_at=starts_at, ends_at=ends_at))


def _stored_of(row: Speaker | Room) -> tuple[Any, Any]:
    if isinstance(row, Speaker):
        return SpeakerSpan, SpeakerSpan.speaker_id == row.id
    return RoomSpan, RoomSpan.room_id == row.id


def _set(
    owner: Any, table: Any, column: str, event_id: int, key: str, spans: Iterable[Span],
    noted: Mapping[str, bool] = MappingProxyType({}),
) -> None:  # fmt: skip
    wanted = joined(spans)
    with transaction():
        event = locked_event(event_id)
        row = in_draft(owner, event_id, key)
        own = getattr(table, column) == row.id
        stored = [(s, e) for s, e in db.session.execute(select(table.starts_at, table.ends_at).where(own))]
        if sorted(stored) == wanted:
            return
        db.session.execute(delete(table).where(own))
        if wanted:
            rows = [{column: row.id, "starts_at": starts_at, "ends_at": ends_at} for starts_at, ends_at in wanted]
            db.session.execute(insert(table), rows)
        record(
            event_id, owner.__name__.lower(), key, name=row_name(event, row),
            before={"availability": _told(sorted(stored), event.zone)},
            after={"availability": _told(wanted, event.zone), **noted},
        )  # fmt: skip


def _told(spans: Iterable[Span], zone: str) -> list[str]:
    """Return spans by the clocks of a zone, as the audit log tells them."""
    return [" – ".join(f"{zones.to_local(instant, zone):%Y-%m-%d %H:%M}" for instant in bounds) for bounds in spans]
