"""Where else a session could be, and whom that would hurt least. Pure."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec

from conference import zones
from conference.draft.rules.clashes import Circumstances, Clash, clashes_of, find_clashes, rooms_during
from conference.draft.rules.clashes.slots import span, taking_place
from conference.draft.rules.impact import Impact, impact_of
from conference.programme.document import Document, Session, Slot

STEP = 30
"""Minutes between two starts that are tried."""

FIRST_HOUR, LAST_HOUR = time(8), time(20)
"""Between which hours of the event's clocks a session is looked for a place, where nobody says otherwise."""


@dataclass(frozen=True)
class Prospect:
    """A slot that a session could have.

    :ivar slot: in the best of the rooms that are free then.
    :ivar free_rooms: keys of all rooms that are, in the event's order.
    :ivar clashes: that the session would have there.
    :ivar impact: what agendas and people on stage would notice, beside what is drafted now.
    """

    slot: Slot
    free_rooms: tuple[str, ...]
    clashes: tuple[Clash, ...]
    impact: Impact

    @property
    def hurt(self) -> tuple[int, int, int, int]:
        """How bad it is, for comparing: errors, people elsewhere, clashes in agendas less those solved, warnings."""
        errors = sum(clash.is_error for clash in self.clashes)
        return errors, *self.impact.hurt[:2], len(self.clashes) - errors


def starts_between(
    days: Iterable[date], zone: str, *, minutes: int, first: time = FIRST_HOUR, last: time = LAST_HOUR, step: int = STEP
) -> Iterator[datetime]:
    """Yield the starts on some days at which a session would lie between two hours of the clocks; UTC.

    Hours that the clocks of a day jump over are left out; of those shown twice the first counts.

    :param days: local in ``zone``.
    :param minutes: how long the session is.
    :param last: by which it has ended.
    :param step: minutes from one start to the next.
    """
    for day in days:
        local, end = datetime.combine(day, first), datetime.combine(day, last)
        while local + timedelta(minutes=minutes) <= end:
            with suppress(zones.TimeDoesNotExist):
                yield zones.to_instant(local, zone, fold=0)
            local += timedelta(minutes=step)


def prospects_of(
    document: Document,
    session: Session,
    circumstances: Circumstances,
    agendas: Mapping[int, Collection[UUID]],
    *,
    starts: Iterable[datetime],
    minutes: int,
) -> list[Prospect]:
    """Return the slots that a session could have, those that hurt least first, of equals the nearest to its own.

    A start at which no room is free is left out, unless the event has no rooms. What is tried is compared with the
    sessions near it alone, so that a start costs no more in a long event than in a short one.

    :param document: the draft, with the session in it.
    :param agendas: uids of the sessions each participant has booked or waits for, by the registration's key.
    :param starts: UTC, in any order.
    :param minutes: how long it would be.
    """
    near = _Near(document, session, circumstances.least_pause)
    theirs = {key: uids for key, uids in agendas.items() if session.uid in uids}
    found = []
    for starts_at in starts:
        if session.slot and (starts_at, minutes) == (session.slot.starts_at, session.slot.minutes):
            continue
        if prospect := _prospect(near, session, circumstances, theirs, Slot(starts_at=starts_at, minutes=minutes)):
            found.append(prospect)
    own = session.slot.starts_at if session.slot else None
    return sorted(
        found, key=lambda one: (one.hurt, abs(one.slot.starts_at - own) if own else timedelta(), one.slot.starts_at)
    )


class _Near:
    """The document, cut down to what is near one session's slot, old and new."""

    def __init__(self, document: Document, session: Session, pause: int) -> None:
        others = [other for other in taking_place(document) if other.uid != session.uid]
        self._others = sorted(others, key=lambda other: span(other)[0])
        self._starts = [span(other)[0] for other in self._others]
        longest = max((other.slot.minutes for other in others if other.slot), default=0)
        self._before = timedelta(minutes=longest + pause)
        self._after = timedelta(minutes=pause)
        self._document = document
        self._now = list(self._around(session.slot)) if session.slot else []

    def document(self, slot: Slot) -> Document:
        """Return the document without the session, and with no other sessions than those near it."""
        there = {other.uid: other for other in (*self._now, *self._around(slot))}
        return msgspec.structs.replace(self._document, sessions=tuple(there.values()))

    def _around(self, slot: Slot) -> Sequence[Session]:
        ends_at = slot.starts_at + timedelta(minutes=slot.minutes)
        first = bisect_left(self._starts, slot.starts_at - self._before)
        return self._others[first : bisect_left(self._starts, ends_at + self._after)]


def _prospect(
    near: _Near,
    session: Session,
    circumstances: Circumstances,
    agendas: Mapping[int, Collection[UUID]],
    slot: Slot,
) -> Prospect | None:
    others = near.document(slot)
    placed = msgspec.structs.replace(session, slot=slot)
    free = tuple(key for key, taken in rooms_during(others, placed).items() if not taken)
    if others.rooms and not free:
        return None
    own = session.slot.room if session.slot else None
    best: Prospect | None = None
    for room in sorted(free, key=lambda key: key != own) or (None,):
        there = msgspec.structs.replace(slot, room=room)
        after = _with(others, msgspec.structs.replace(session, slot=there))
        clashes = tuple(clashes_of(find_clashes(after, circumstances), session.code))
        impact = best.impact if best else impact_of(_with(others, session), after, agendas)
        prospect = Prospect(there, free, clashes, impact)
        if best is None or prospect.hurt < best.hurt:
            best = prospect
        if not clashes:
            break
    return best


def _with(document: Document, session: Session) -> Document:
    return msgspec.structs.replace(document, sessions=(*document.sessions, session))
