"""Bringing back what was removed from a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference.db import db, transaction
from conference.draft.services.availability import bring_spans_back
from conference.draft.services.lookup import KEYS, NotInDraft, Removed
from conference.draft.services.noting import note_row
from conference.draft.services.session_facts import SessionFacts
from conference.draft.services.sessions import add_session
from conference.draft.tables import Municipality, Partnership, Room, Session, Speaker, Theme
from conference.errors import DomainError
from conference.events.services import locked_event
from conference.events.tables import Event


@dataclass
class IsThere(DomainError):
    """It was brought back before, or another took its place meanwhile.

    :ivar kind: as in :class:`NotInDraft`.
    """

    kind: str


_KINDS: dict[str, Any] = {table.__name__: table for table in (Theme, Room, Speaker, Municipality, Partnership)}


def bring_back(event_id: int, removed: Removed, *, now: datetime) -> None:
    """Bring back what was removed from this event's draft, just as it was: its key, code and uid stay its own.

    :raises IsThere: see there.
    :raises NotInDraft: something that it names was removed meanwhile, too.
    """
    with transaction():
        event = locked_event(event_id)
        try:
            if removed.kind == Session.__name__:
                _bring_session_back(event_id, removed.values, now)
            else:
                _bring_row_back(event, _KINDS[removed.kind], removed.values)
            db.session.flush()
        except IntegrityError as error:  # its key, or the two municipalities it ties, are taken
            raise IsThere(removed.kind) from error


def _bring_row_back(event: Event, table: Any, values: dict[str, Any]) -> None:
    event_id, key = event.id, KEYS[table]
    if db.session.scalar(select(table.id).where(table.event_id == event_id, key == values[key.key])):
        raise IsThere(table.__name__)
    if table is Partnership:
        for side in ("first_id", "second_id"):
            known = select(Municipality.id).where(Municipality.event_id == event_id, Municipality.id == values[side])
            if not db.session.scalar(known):
                raise NotInDraft(Municipality.__name__, "")
    free = values.get("free", ())
    row = table(event_id=event_id, **{name: value for name, value in values.items() if name != "free"})
    db.session.add(row)
    if free:
        db.session.flush()  # the spans need its key
        bring_spans_back(row, free)
    note_row(event, row, before=None)


def _bring_session_back(event_id: int, values: dict[str, Any], now: datetime) -> None:
    facts = dict(values["facts"])
    if facts["starts_at"]:
        facts["starts_at"] = datetime.fromisoformat(facts["starts_at"])
    code = values["code"]
    if db.session.scalar(select(Session.id).where(Session.code == code)):
        raise IsThere(Session.__name__)
    session = add_session(
        event_id, SessionFacts(**facts), now=now, uid=UUID(values["uid"]), external_id=values["external_id"], code=code
    )
    session.created_at = datetime.fromisoformat(values["created_at"])
