"""When a session that is held again and again takes place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conference import zones
from conference.errors import DomainError

MOST_REPEATS = 60
"""How often a session can be repeated at one go."""


@dataclass
class TooManyRepeats(DomainError):
    """The session would be repeated more often than anybody means to."""

    at_most: int = MOST_REPEATS


@dataclass(frozen=True)
class Repeat:
    """A further time at which a session takes place.

    :ivar day: local, in the event's zone.
    :ivar starts_at: UTC; None where the clocks of the zone jump over the hour on that day.
    """

    day: date
    starts_at: datetime | None


def repeats_of(
    starts_at: datetime, zone: str, *, weekdays: Collection[int], every_weeks: int, until: date
) -> list[Repeat]:
    """Return when a session is repeated after its first time, at the same hour by the clocks of its zone.

    A clock change between two times moves the instant, not the hour; an hour that a day shows twice means the
    first of the two.

    :param starts_at: the first time, aware.
    :param zone: IANA zone by whose clocks the hour stays the same.
    :param weekdays: on which it is held, 0 for Monday (:meth:`datetime.date.weekday`).
    :param every_weeks: 1 for every week, 2 for every other one …, counted from the week of the first time.
    :param until: the last day on which it may be, local.
    :raises TooManyRepeats: that would be more than :data:`MOST_REPEATS`.
    """
    first = zones.to_local(starts_at, zone).replace(tzinfo=None, fold=0)
    first_week = first.date() - timedelta(days=first.weekday())
    repeats: list[Repeat] = []
    day = first.date()
    while (day := day + timedelta(days=1)) <= until:
        if day.weekday() not in weekdays or (day - first_week).days // 7 % every_weeks:
            continue
        if len(repeats) == MOST_REPEATS:
            raise TooManyRepeats
        repeats.append(Repeat(day, _instant(datetime.combine(day, first.time()), zone)))
    return repeats


def moved_by_days(instant: datetime, zone: str, days: int) -> datetime:
    """Return the instant some days later (or, with a negative number, earlier), at the same hour of the zone's clocks.

    Where the clocks of that day jump over the hour, it is the hour after the jump.

    :returns: UTC.
    """
    local = zones.to_local(instant, zone).replace(tzinfo=None, fold=0) + timedelta(days=days)
    try:
        return zones.to_instant(local, zone, fold=0)
    except zones.TimeDoesNotExist as gap:
        return zones.to_instant(gap.after, zone, fold=0)


def _instant(local: datetime, zone: str) -> datetime | None:
    try:
        return zones.to_instant(local, zone, fold=0)
    except zones.TimeDoesNotExist:
        return None
