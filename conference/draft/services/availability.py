"""When speakers can come, and rooms can be had."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select

from conference.db import db, transaction
from conference.draft.rules.availability import joined
from conference.draft.rules.clashes import Span
from conference.draft.services.lookup import in_draft
from conference.draft.services.noting import row_name
from conference.draft.tables import Room, RoomSpan, Speaker, SpeakerSpan
from conference.events.services import locked_event, record


def set_speaker_spans(event_id: int, code: str, spans: Iterable[Span]) -> None:
    """Store when a speaker can come, in place of what was said before. Spans that touch become one.

    :param spans: aware; none where they always can.
    :raises NotInDraft: the event has no such speaker.
    :raises DomainError: SpanInverted or TooManySpans.
    """
    _set(Speaker, SpeakerSpan, "speaker_id", event_id, code, spans)


def set_room_spans(event_id: int, key: str, spans: Iterable[Span]) -> None:
    """Store when a room can be had, in place of what was said before. Spans that touch become one.

    :param spans: aware; none where it always can.
    :raises NotInDraft: the event has no such room.
    :raises DomainError: SpanInverted or TooManySpans.
    """
    _set(Room, RoomSpan, "room_id", event_id, key, spans)


def _set(owner: Any, table: Any, column: str, event_id: int, key: str, spans: Iterable[Span]) -> None:
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
            before={"available": _told(sorted(stored))}, after={"available": _told(wanted)},
        )  # fmt: skip


def _told(spans: Iterable[Span]) -> list[str]:
    """Return spans as ISO 8601 writes intervals (section 5.5)."""
    return [f"{starts_at:%Y-%m-%dT%H:%MZ}/{ends_at:%Y-%m-%dT%H:%MZ}" for starts_at, ends_at in spans]
