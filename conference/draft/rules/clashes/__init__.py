"""What stands in each other's way in a programme. Pure."""

from collections.abc import Iterable

from conference.draft.rules.clashes.facts import (
    ERRORS,
    LEAST_PAUSE,
    MANY,
    MANY_SHARE,
    Circumstances,
    Clash,
    ClashKind,
    Span,
)
from conference.draft.rules.clashes.pairs import participants_twice, people_twice, rooms_twice
from conference.draft.rules.clashes.slots import rooms_during, span, taking_place, with_session
from conference.draft.rules.clashes.times import at_night, not_free, on_holiday, outside_event
from conference.programme.document import Document

__all__ = [
    "ERRORS",
    "LEAST_PAUSE",
    "MANY",
    "MANY_SHARE",
    "Circumstances",
    "Clash",
    "ClashKind",
    "Span",
    "clashes_of",
    "find_clashes",
    "rooms_during",
    "span",
    "with_session",
]

_NONE = Circumstances()


def find_clashes(document: Document, circumstances: Circumstances = _NONE) -> list[Clash]:
    """Return every clash of a programme that nobody accepted, errors first, then in order of time.

    Cancelled and unscheduled sessions are in nobody's way, and sessions that merely touch do not
    clash. O(n log n + bookings + number of clashes), each pair of one person's sessions that lie within
    the least pause counted as one.

    :param circumstances: what else decides it; without them only people, rooms and the event's days do.
    """
    sessions = taking_place(document)
    clashes = [
        *people_twice(sessions, least_pause=circumstances.least_pause),
        *rooms_twice(sessions),
        *outside_event(document.event, sessions),
        *not_free(sessions, circumstances),
        *participants_twice(sessions, circumstances),
        *on_holiday(sessions, circumstances),
    ]
    if circumstances.night:
        clashes += at_night(sessions, circumstances.night, (zone for _, zone in circumstances.places))
    accepted = circumstances.accepted
    return sorted(
        (clash for clash in clashes if clash.is_error or not accepted or clash.fingerprint not in accepted),
        key=lambda c: (not c.is_error, c.starts_at, c.kind, c.first, c.second or "", c.subject),
    )


def clashes_of(clashes: Iterable[Clash], code: str) -> list[Clash]:
    """Return those of the clashes that one session is part of."""
    return [clash for clash in clashes if code in {clash.first, clash.second}]
