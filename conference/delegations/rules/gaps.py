"""Where a delegation misses something: nobody covers what is wished, nobody is anywhere, or all sit in the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conference import zones
from conference.agenda.rules import clashes_with, is_open
from conference.delegations.rules.planning import Companion, uncovered, wished_and_open
from conference.programme.document import Session
from conference.programme.document.index import ends_at

SHORTEST_IDLE = timedelta(minutes=30)
"""Less than this is a pause."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A time in which something is on and nobody of the delegation is anywhere; UTC.

    :ivar sessions: what is on then, in order of time.
    """

    starts_at: datetime
    ends_at: datetime
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Bunch:
    """A session in which the whole delegation sits, though others at the same time are wished.

    :ivar others: these.
    """

    session: Session
    others: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a delegation misses.

    :ivar uncovered: wished sessions in which nobody has a seat.
    """

    uncovered: tuple[Session, ...]
    idle: tuple[Idle, ...]
    bunched: tuple[Bunch, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.uncovered) + len(self.idle) + len(self.bunched)


def gaps_of(companions: Sequence[Companion], sessions: Sequence[Session], *, now: datetime) -> Gaps:
    """Return what a delegation misses from now on.

    Times that are night for every member are no gaps. One person alone is never bunched.

    :param companions: the members whose agendas the delegation sees.
    :param sessions: of the programme.
    """
    ahead = [one for one in sessions if is_open(one, now)]
    seated = frozenset().union(*(one.seated for one in companions))
    return Gaps(
        uncovered=tuple(uncovered(companions, ahead, now)),
        idle=tuple(_idle(companions, ahead, [one for one in ahead if one.uid in seated], now)) if companions else (),
        bunched=tuple(_bunched(companions, ahead, now)),
    )


def _bunched(companions: Sequence[Companion], ahead: Sequence[Session], now: datetime) -> Iterable[Bunch]:
    able = [one for one in companions if one.may_book]
    if len(able) < 2:  # noqa: PLR2004 - one alone
        return
    wished = wished_and_open(companions, ahead, now)
    for session in ahead:
        if all(session.uid in one.seated for one in able):
            others = clashes_with(session, wished)
            if others:
                yield Bunch(session, tuple(others))


def _idle(
    companions: Sequence[Companion], ahead: Sequence[Session], seated: Sequence[Session], now: datetime
) -> Iterable[Idle]:
    for starts, ends in _without(_joined(ahead, now), _joined(seated, now)):
        is_night = all(
            zones.is_zone(one.zone) and zones.is_night(zones.to_local(starts, one.zone).time()) for one in companions
        )
        if ends - starts >= SHORTEST_IDLE and not is_night:
            on = tuple(one for one in ahead if _span(one)[0] < ends and _span(one)[1] > starts)
            yield Idle(starts, ends, on)


def _span(session: Session) -> tuple[datetime, datetime]:
    assert session.slot is not None  # noqa: S101 - only scheduled sessions are open
    return session.slot.starts_at, ends_at(session)


def _joined(sessions: Iterable[Session], now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the times in which any of the sessions is on, from now on, in order and without overlaps."""
    found: list[tuple[datetime, datetime]] = []
    for starts, ends in sorted((max(_span(one)[0], now), _span(one)[1]) for one in sessions):
        if found and starts <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ends)
        else:
            found.append((starts, ends))
    return found


def _without(
    spans: Iterable[tuple[datetime, datetime]], taken: Sequence[tuple[datetime, datetime]]
) -> Iterable[tuple[datetime, datetime]]:
    """Yield what is left of spans beside others; both in order and without overlaps."""
    for starts, ends in spans:
        begins = starts
        for taken_starts, taken_ends in taken:
            if taken_ends <= begins or taken_starts >= ends:
                continue
            if taken_starts > begins:
                yield begins, taken_starts
            begins = max(begins, taken_ends)
        if begins < ends:
            yield begins, ends
