"""Sessions and their slots, as the clash checks ask about them."""

from datetime import datetime, timedelta

import msgspec

from conference.draft.rules.clashes.facts import Span
from conference.intervals import spans_overlap
from conference.programme.document import Document, Session, SessionState


def span(session: Session) -> tuple[datetime, datetime]:
    """Return a scheduled session's start and end, UTC.

    :raises ValueError: it is unscheduled.
    """
    if session.slot is None:
        raise ValueError(session.code)
    return session.slot.starts_at, session.slot.starts_at + timedelta(minutes=session.slot.minutes)


def taking_place(document: Document) -> list[Session]:
    """Return the sessions that can be in anybody's way: neither cancelled nor unscheduled."""
    return [s for s in document.sessions if s.slot is not None and s.state is SessionState.PLANNED]


def slot_facts(*spans: Span) -> tuple[str, ...]:
    """Return when sessions are, as facts of a clash."""
    return tuple(instant.isoformat() for bounds in spans for instant in bounds)


def rooms_during(document: Document, session: Session) -> dict[str, list[Session]]:
    """Return who is in each room while a session lasts, by the room's key in the document's order; itself left out.

    :param session: scheduled; it need not be one of the document's.
    """
    starts_at, ends_at = span(session)
    others: dict[str, list[Session]] = {room.key: [] for room in document.rooms}
    for other in taking_place(document):
        if other.code == session.code or other.slot is None:
            continue
        if other.slot.room in others and spans_overlap(starts_at, ends_at, *span(other)):
            others[other.slot.room].append(other)
    return others


def with_session(document: Document, session: Session) -> Document:
    """Return a document as it would be with this session, in place of the one of the same code or added."""
    others = tuple(other for other in document.sessions if other.code != session.code)
    return msgspec.structs.replace(document, sessions=(*others, session))
