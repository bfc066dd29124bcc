"""Arithmetic of time zones: local clock times to instants and back. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from conference.errors import DomainError

Night: TypeAlias = tuple[time, time]
"""From which hour of the clock until which it is night; it may lie across midnight."""

NIGHT: Night = (time(22), time(7))
"""Evening sessions until ten are usual, and nobody can be asked to speak before seven."""


@dataclass
class UnknownZone(DomainError):
    """The name is no IANA time zone."""

    name: str


@dataclass
class TimeDoesNotExist(DomainError):
    """The clocks of the zone jump over this local time: they never show it.

    :ivar local: the time asked for, naive.
    :ivar zone: the IANA zone.
    :ivar before: the last local time before the gap, naive: where the clocks jump from.
    :ivar after: the first local time after the gap, naive: where they jump to.
    """

    local: datetime
    zone: str
    before: datetime
    after: datetime


@dataclass
class TimeIsAmbiguous(DomainError):
    """The clocks of the zone show this local time twice.

    :ivar local: the time asked for, naive.
    :ivar zone: the IANA zone.
    :ivar first: the earlier of the two instants, UTC.
    :ivar second: the later, UTC.
    """

    local: datetime
    zone: str
    first: datetime
    second: datetime


@cache
def zone_names() -> frozenset[str]:
    """Return the geographical IANA zones: continents and UTC, without aliases such as ``EST5EDT``."""
    continents = (
        "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
        "Pacific/",
    )  # fmt: skip
    return frozenset(name for name in available_timezones() if name.startswith(continents) or name == "UTC")


def is_zone(name: str) -> bool:
    """Say whether ``name`` is one of :func:`zone_names`."""
    return name in zone_names()


def zone(name: str) -> ZoneInfo:
    """Return the zone of that name.

    :raises UnknownZone: for anything but one of :func:`zone_names`.
    """
    if not is_zone(name):
        raise UnknownZone(name)
    return ZoneInfo(name)


def to_local(instant: datetime, name: str) -> datetime:
    """Return an aware instant as the clocks of the zone show it, still aware."""
    return instant.astimezone(zone(name))


def local_day(instant: datetime, name: str) -> date:
    """Return the calendar day of an instant in the zone."""
    return to_local(instant, name).date()


def to_instant(local: datetime, name: str, *, fold: int | None = None) -> datetime:
    """Return the instant (UTC) at which the zone's clocks show ``local``.

    :param local: a naive local date and time.
    :param name: IANA zone.
    :param fold: for a time that the clocks show twice, 0 for the first and 1 for the second (PEP 495);
        without it such a time is refused rather than guessed.
    :raises UnknownZone: no such zone.
    :raises TimeDoesNotExist: the clocks jump over it; names the edges of the gap.
    :raises TimeIsAmbiguous: the clocks show it twice and no ``fold`` was given; names both instants.
    """
    info = zone(name)
    first = local.replace(tzinfo=info, fold=0)
    second = local.replace(tzinfo=info, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(info).replace(tzinfo=None) != local:
        change = _offset_change(first.astimezone(UTC), second.astimezone(UTC), info)
        just_before = (change - timedelta(minutes=1)).astimezone(info).replace(tzinfo=None)
        raise TimeDoesNotExist(
            local, name, before=just_before + timedelta(minutes=1), after=change.astimezone(info).replace(tzinfo=None)
        )
    if fold is None:
        raise TimeIsAmbiguous(local, name, first=first.astimezone(UTC), second=second.astimezone(UTC))
    return (second if fold else first).astimezone(UTC)


def _offset_change(one: datetime, other: datetime, info: ZoneInfo) -> datetime:
    """Return the first instant, to the minute, at which the offset of the later side holds."""
    low, high = sorted((one, other))
    low, high = low - timedelta(hours=3), high + timedelta(hours=3)
    offset = low.astimezone(info).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        if middle <= low:
            break
        if middle.astimezone(info).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def offset_text(instant: datetime, name: str) -> str:
    """Return the zone's offset at an instant as people write it: ``UTC+2``, ``UTC+5:30``, ``UTC``."""
    offset = to_local(instant, name).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def day_bounds(day: date, name: str) -> tuple[datetime, datetime]:
    """Return the first instant of a local day and that of the next, both UTC.

    Midnight can be missing or doubled where clocks change at night; the earlier reading is taken.
    """
    info = zone(name)

    def midnight(of: date) -> datetime:
        return datetime.combine(of, time(), info).astimezone(UTC)

    return midnight(day), midnight(day + timedelta(days=1))


def days_between(first_day: date, last_day: date) -> list[date]:
    """Return all days from the first to the last, both included."""
    return [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]


def is_night(clock: time, night: Night = NIGHT) -> bool:
    """Say whether it is night when the clocks show this."""
    begins, ends = night
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends
