"""Where a reader stands in the course of an event: what comes next, and what lies before and after. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conference import zones
from conference.programme.document import Day, Programme, Session
from conference.programme.document.index import ends_at, takes_place


class Stage(StrEnum):
    """Where the event stands at one moment."""

    AHEAD = "ahead"
    RUNNING = "running"
    OVER = "over"


def today_in(programme: Programme, now: datetime) -> date:
    """Return the calendar day at an instant, in the event's zone."""
    return zones.local_day(now, programme.event.zone)


def day_of(programme: Programme, session: Session) -> date | None:
    """Return the day of a session in the event's zone, or None for an unscheduled one."""
    return zones.local_day(session.slot.starts_at, programme.event.zone) if session.slot else None


def stage_of(programme: Programme, now: datetime) -> Stage:
    """Return whether the event lies ahead, runs, or is over, by the days of its own zone."""
    today = today_in(programme, now)
    if today < programme.event.first_day:
        return Stage.AHEAD
    return Stage.RUNNING if today <= programme.event.last_day else Stage.OVER


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The sessions that the front page shows.

    :ivar sessions: in order of time.
    :ivar day: the day on which they all lie, in the event's zone; None where there are none.
    :ivar is_today: whether that day is today.
    """

    sessions: tuple[Session, ...]
    day: date | None
    is_today: bool


def upcoming(programme: Programme, now: datetime, *, limit: int) -> Upcoming:
    """Return the next sessions that have not ended, all of one day: the first day that still has any."""
    today = today_in(programme, now)
    for day in programme.days.values():
        left = tuple(session for session in day.sessions if takes_place(session) and ends_at(session) > now)
        if left:
            return Upcoming(left[:limit], day.day, day.day == today)
    return Upcoming((), None, is_today=False)


def day_to_show(programme: Programme, now: datetime) -> date:
    """Return the day that a timetable opens on: the next that has sessions, else the first that has any."""
    today = today_in(programme, now)
    busy = [day.day for day in programme.days.values() if day.sessions]
    return next((day for day in busy if day >= today), busy[0] if busy else programme.event.first_day)


@dataclass(frozen=True, slots=True)
class OtherDay:
    """Sessions of one local day that fall on another by the clocks of a further zone.

    :ivar zone: that zone.
    :ivar day: the day there.
    :ivar count: how many of them.
    :ivar is_all: whether they are all that were asked about.
    """

    zone: str
    day: date
    count: int
    is_all: bool


def days_elsewhere(sessions: Iterable[Session], shown_zones: Sequence[str]) -> list[OtherDay]:
    """Return where, by the clocks of further zones, sessions of one day fall on another day, so that nobody misses any.

    :param sessions: of one local day of the first zone; those without a slot are passed over.
    :param shown_zones: the zones that times are shown in; the first one's days divide the programme.
    """
    starts = [session.slot.starts_at for session in sessions if session.slot is not None]
    found = []
    for zone in shown_zones[1:]:
        days = Counter(
            day for start in starts if (day := zones.local_day(start, zone)) != zones.local_day(start, shown_zones[0])
        )
        found += [OtherDay(zone, day, count, is_all=count == len(starts)) for day, count in sorted(days.items())]
    return found


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A session among those of its theme, in order of time. Unscheduled sessions have none."""

    before: Session | None = None
    after: Session | None = None


@dataclass(frozen=True, slots=True)
class NeighbourDays:
    """The days with sessions around a day."""

    before: date | None
    after: date | None


def neighbour_days(programme: Programme, day: date) -> NeighbourDays:
    """Return the nearest days before and after a day that have sessions."""
    busy = [other.day for other in programme.days.values() if other.sessions]
    return NeighbourDays(
        before=max((other for other in busy if other < day), default=None),
        after=min((other for other in busy if other > day), default=None),
    )


def neighbours(sessions: Sequence[Session], session: Session) -> Neighbours:
    """Return what lies just before and just after a session among ``sessions``, cancelled ones passed over."""
    line = [other for other in sessions if other.slot is not None and (takes_place(other) or other.uid == session.uid)]
    place = next((number for number, other in enumerate(line) if other.uid == session.uid), None)
    if place is None:
        return Neighbours()
    return Neighbours(
        before=line[place - 1] if place else None, after=line[place + 1] if place + 1 < len(line) else None
    )


def weeks(programme: Programme) -> list[list[Day]]:
    """Return the days of the event in weeks, each from Monday on; the first and the last may be short."""
    found: list[list[Day]] = []
    for day in programme.days.values():
        if not found or day.day.isocalendar()[:2] != found[-1][-1].day.isocalendar()[:2]:
            found.append([])
        found[-1].append(day)
    return found
