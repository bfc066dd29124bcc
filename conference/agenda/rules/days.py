"""How an agenda reads: by day, what is next, what clashes, what moved, what is over. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from conference import zones
from conference.agenda.rules.seats import is_open
from conference.agenda.rules.standing import Standing
from conference.agenda.rules.transitions import Transition, transitions_of
from conference.intervals import overlapping_pairs
from conference.programme.document import Session, Slot
from conference.programme.document.index import ends_at, takes_place


@dataclass(frozen=True, slots=True)
class Move:
    """A session was moved after it had been booked.

    :ivar release: number of the release that moved it last.
    :ivar before: its slot until then; None where it had none.
    """

    release: int
    before: Slot | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two chosen sessions that are, wholly or in part, at the same time; the one that starts first comes first.

    :ivar starts_at: when both are on, UTC.
    :ivar ends_at: when one of them is over, UTC.
    :ivar is_kept: whether the participant said they keep both.
    """

    first: Session
    second: Session
    starts_at: datetime
    ends_at: datetime
    is_kept: bool

    @property
    def minutes(self) -> int:
        """How long both are on."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Entry:
    """A session of the agenda.

    :ivar state: ``booked`` or ``waiting``.
    :ivar place: in the queue, from 1, where one waits.
    :ivar clashes: with those that stand above it.
    :ivar move: how it was last moved since it was booked, if it was.
    :ivar takes_place: False once it is cancelled or has lost its slot.
    :ivar is_over: whether its time has passed.
    :ivar pause: from the session before it on the same day, where both have a seat and do not clash.
    :ivar is_at_night: whether it begins or ends at night, by the clocks of the zone that divides the agenda.
    """

    session: Session
    state: str
    place: int | None
    clashes: tuple[Clash, ...]
    move: Move | None
    takes_place: bool
    is_over: bool
    pause: Transition | None = None
    is_at_night: bool = False


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A local day with its entries in order of time."""

    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A participant's bookings in order of time.

    :ivar coming: days on which something is still to come or on.
    :ivar past: days that are over.
    :ivar unscheduled: entries whose session has no slot now.
    :ivar next: the session with a seat that is on or comes next.
    :ivar then: the one that comes after it.
    :ivar seats: how many sessions to come, or on, have a seat.
    :ivar waiting: how many of those to come are waited for.
    :ivar clashes: how many pairs of those to come clash.
    :ivar tight: how many pauses to come are too short.
    """

    coming: tuple[AgendaDay, ...]
    past: tuple[AgendaDay, ...]
    unscheduled: tuple[Entry, ...]
    next: Entry | None
    then: Entry | None
    seats: int
    waiting: int
    clashes: int
    tight: int

    @property
    def entries(self) -> list[Entry]:
        """All entries that have a slot, in order of time."""
        days = sorted((*self.past, *self.coming), key=lambda day: day.day)
        return [entry for day in days for entry in day.entries]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is booked or waited for, nor ever was and is over."""
        return not (self.coming or self.past or self.unscheduled)


def agenda_of(
    standing: Standing,
    *,
    zone: str,
    now: datetime,
    moves: Mapping[UUID, Move] | None = None,
    kept: Collection[frozenset[UUID]] = (),
) -> Agenda:
    """Return the agenda of a registered visitor.

    :param zone: IANA zone whose days divide it.
    :param moves: by session uid, of the sessions moved since they were booked.
    :param kept: the clashing pairs of which both are kept, by uids.
    """
    chosen = standing.chosen
    clashes = _clashes([session for session in chosen if takes_place(session)], kept)
    pauses = _pauses(standing.booked, zone)
    entries = [
        Entry(
            session=session,
            state=standing.states[session.uid],
            place=standing.place_of(session),
            clashes=tuple(clash for clash in clashes if clash.second.uid == session.uid),
            move=(moves or {}).get(session.uid),
            takes_place=takes_place(session),
            is_over=session.slot is not None and ends_at(session) <= now,
            pause=pauses.get(session.uid),
            is_at_night=_is_at_night(session, zone),
        )
        for session in chosen
    ]
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.session.slot:
            by_day.setdefault(zones.local_day(entry.session.slot.starts_at, zone), []).append(entry)
    days = [AgendaDay(day, tuple(of_day)) for day, of_day in sorted(by_day.items())]
    ahead = [entry for entry in entries if is_open(entry.session, now)]
    seated = [entry for entry in ahead if entry.state == "booked"]
    return Agenda(
        coming=tuple(day for day in days if not all(entry.is_over for entry in day.entries)),
        past=tuple(day for day in days if all(entry.is_over for entry in day.entries)),
        unscheduled=tuple(entry for entry in entries if entry.session.slot is None),
        next=seated[0] if seated else None,
        then=seated[1] if len(seated) > 1 else None,
        seats=len(seated),
        waiting=sum(entry.state == "waiting" for entry in ahead),
        clashes=sum(clash.ends_at > now for clash in clashes),
        tight=sum(entry.pause is not None and entry.pause.is_tight for entry in seated),
    )


def _pauses(booked: list[Session], zone: str) -> dict[UUID, Transition]:
    """Return the pause before each session, by its uid, where both lie on the same local day."""
    return {
        pause.after.uid: pause
        for pause in transitions_of(booked)
        if zones.local_day(ends_at(pause.before), zone) == zones.local_day(_span(pause.after)[0], zone)
    }


def _is_at_night(session: Session, zone: str) -> bool:
    if session.slot is None:
        return False
    last_minute = ends_at(session) - timedelta(minutes=1)
    return any(zones.is_night(zones.to_local(one, zone).time()) for one in (session.slot.starts_at, last_minute))


def _span(session: Session) -> tuple[datetime, datetime]:
    assert session.slot is not None  # noqa: S101 - only scheduled sessions are compared
    return session.slot.starts_at, ends_at(session)


def _clashes(sessions: list[Session], kept: Collection[frozenset[UUID]]) -> list[Clash]:
    """Return the clashes among sessions that take place, given in the order in which the agenda shows them."""
    position = {session.uid: number for number, session in enumerate(sessions)}
    clashes = []
    for pair in overlapping_pairs(sessions, _span):
        first, second = sorted(pair, key=lambda session: position[session.uid])
        starts, ends = zip(_span(first), _span(second), strict=True)
        clashes.append(Clash(first, second, max(starts), min(ends), is_kept=frozenset((first.uid, second.uid)) in kept))
    return clashes
