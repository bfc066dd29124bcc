"""What stands in each other's way in a programme."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from conference import zones
from conference.intervals import overlapping_pairs, spans_overlap
from conference.programme.document import Document, Session, SessionState


class ClashKind(StrEnum):
    """What cannot, or should not, be at the same time."""

    SPEAKER = "speaker"
    """One person presents two sessions at once."""
    ROOM = "room"
    """Two sessions share a room at once."""
    OUTSIDE_EVENT = "outside_event"
    """A session begins before the event's first day or ends after its last."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions in each other's way, or one where it should not be.

    :ivar first: code of the session that starts earlier.
    :ivar second: code of the other; None where the clash is with the event's days.
    :ivar subject: code of the speaker or key of the room that they share; ``""`` where there is none.
    :ivar starts_at: when the clash begins, UTC.
    """

    kind: ClashKind
    first: str
    second: str | None
    subject: str
    starts_at: datetime

    @property
    def is_error(self) -> bool:
        """Whether it cannot take place like this; otherwise it merely should not."""
        return self.kind is not ClashKind.OUTSIDE_EVENT


def find_clashes(document: Document) -> list[Clash]:
    """Return every clash of a programme, errors first, then in order of time.

    Cancelled and unscheduled sessions are in nobody's way, and sessions that merely touch do not
    clash. O(n log n + number of clashes).
    """
    taking_place = [s for s in document.sessions if s.slot is not None and s.state is SessionState.PLANNED]
    by_speaker: defaultdict[str, list[Session]] = defaultdict(list)
    by_room: defaultdict[str, list[Session]] = defaultdict(list)
    for session in taking_place:
        for code in dict.fromkeys(session.speakers):
            by_speaker[code].append(session)
        if session.slot and session.slot.room:
            by_room[session.slot.room].append(session)
    clashes = [
        *_shared(ClashKind.SPEAKER, by_speaker.items()),
        *_shared(ClashKind.ROOM, by_room.items()),
        *_outside(document, taking_place),
    ]
    return sorted(clashes, key=lambda c: (not c.is_error, c.starts_at, c.kind, c.first, c.second or "", c.subject))


def clashes_of(clashes: Iterable[Clash], code: str) -> list[Clash]:
    """Return those of the clashes that one session is part of."""
    return [clash for clash in clashes if code in {clash.first, clash.second}]


def rooms_during(document: Document, session: Session) -> dict[str, list[Session]]:
    """Return who is in each room while a session lasts, by the room's key in the document's order; itself left out.

    :param session: scheduled; it need not be one of the document's.
    """
    starts_at, ends_at = span(session)
    others: dict[str, list[Session]] = {room.key: [] for room in document.rooms}
    for other in document.sessions:
        if other.code == session.code or other.slot is None or other.state is not SessionState.PLANNED:
            continue
        if other.slot.room in others and spans_overlap(starts_at, ends_at, *span(other)):
            others[other.slot.room].append(other)
    return others


def with_session(document: Document, session: Session) -> Document:
    """Return a document as it would be with this session, in place of the one of the same code or added."""
    others = tuple(other for other in document.sessions if other.code != session.code)
    return msgspec.structs.replace(document, sessions=(*others, session))


def span(session: Session) -> tuple[datetime, datetime]:
    """Return a scheduled session's start and end, UTC.

    :raises ValueError: it is unscheduled.
    """
    if session.slot is None:
        raise ValueError(session.code)
    return session.slot.starts_at, session.slot.starts_at + timedelta(minutes=session.slot.minutes)


def _shared(kind: ClashKind, groups: Iterable[tuple[str, list[Session]]]) -> Iterable[Clash]:
    for subject, sessions in groups:
        for first, second in overlapping_pairs(sessions, span):
            yield Clash(kind, first.code, second.code, subject, span(second)[0])


def _outside(document: Document, sessions: Iterable[Session]) -> Iterable[Clash]:
    event = document.event
    opens_at, _ = zones.day_bounds(event.first_day, event.zone)
    _, closes_at = zones.day_bounds(event.last_day, event.zone)
    for session in sessions:
        starts_at, ends_at = span(session)
        if starts_at < opens_at or ends_at > closes_at:
            yield Clash(ClashKind.OUTSIDE_EVENT, session.code, None, "", starts_at)
