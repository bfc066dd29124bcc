"""Times and lengths as files write them."""

import re
from datetime import UTC, date, datetime, timedelta

from conference import zones

_ISO = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})(?:\.\d+)?S)?)?"
)
_CLOCK = re.compile(r"(\d{1,3})[:.h](\d{2})(?:[:.](\d{2}))?")
_FOUR = re.compile(r"(\d{1,2})(\d{2})")
_MINUTES = re.compile(r"(\d{1,5})(?:\.0+)?\s*(?:m|min|mins|minutes|minuten|dk|dakika)?")
_HOURS = re.compile(r"(\d{1,3})\s*h(?:\s*(\d{1,2})\s*(?:m|min)?)?")
_HOUR = 60
_LATE = 48
"""Hours after midnight up to which a clock may run on, as programmes of long nights write 25:30."""


def minutes_in(value: object) -> int | None:  # noqa: PLR0911 - one for each way of writing
    """Return a length in whole minutes: ``00:45``, ``1:30:00``, ``45``, ``45 min``, ``1h30``, ``PT1H30M``.

    A number is minutes. Seconds are rounded up. None where nothing can be made of it.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 1e6 else None  # noqa: PLR2004 - years in minutes
    text = str(value).strip().lower()
    if form := _CLOCK.fullmatch(text):
        return int(form[1]) * 60 + int(form[2]) + (1 if int(form[3] or 0) else 0)
    if form := _MINUTES.fullmatch(text):
        return int(form[1])
    if form := _HOURS.fullmatch(text):
        return int(form[1]) * 60 + int(form[2] or 0)
    form = _ISO.fullmatch(text.upper())
    if form is None or not any(form.groups()):
        return None
    parts = {name: int(number or 0) for name, number in form.groupdict().items()}
    return -(-int(timedelta(**parts).total_seconds()) // 60)


def clock_time(text: str) -> timedelta | None:
    """Return a time of the day as the span since midnight: ``09:30``, ``9:30:00``, ``0930``; ``25:30`` is tomorrow."""
    form = _CLOCK.fullmatch(text.strip()) or _FOUR.fullmatch(text.strip())
    if form is None:
        return None
    hours, minutes = int(form[1]), int(form[2])
    return timedelta(hours=hours, minutes=minutes) if hours < _LATE and minutes < _HOUR else None


def instant_or_local(text: str) -> datetime | None:
    """Return an ISO 8601 time in whole seconds: aware where it has an offset, else local. A day alone is none."""
    text = text.strip()
    if len(text) <= len("2027-01-01"):
        return None
    try:
        return datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """Return the day with which a text begins."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def as_utc(when: datetime, zone: str) -> datetime:
    """Return an instant; a local time is read by the clocks of the zone, the earlier reading where there are two.

    :raises OverflowError: it lies at the end of what can be reckoned.
    """
    return (when if when.tzinfo else when.replace(tzinfo=zones.zone(zone))).astimezone(UTC)


_LIKELY = (
    "UTC", "Europe/Berlin", "Europe/Istanbul", "Europe/London", "Europe/Athens", "America/New_York",
    "America/Los_Angeles", "America/Chicago", "America/Denver", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney",
    "Asia/Shanghai", "America/Sao_Paulo", "Asia/Dubai", "Africa/Cairo", "Africa/Johannesburg", "Pacific/Auckland",
)  # fmt: skip
"""Zones that are tried first for a set of offsets: ours, then those in which many live."""


def zone_of_city(city: str) -> str | None:
    """Return the zone that is named after a city, None where there is none."""
    wanted = "_".join(city.split()).casefold()
    return next((name for name in sorted(zones.zone_names()) if name.casefold().endswith(f"/{wanted}")), None)


def zone_of_offsets(times: list[datetime]) -> str | None:
    """Return a likely zone whose clocks show all these aware times as they were written; None where none does."""
    if not times:
        return None

    def fits(name: str) -> bool:
        info = zones.zone(name)
        try:
            return all(when.astimezone(info).utcoffset() == when.utcoffset() for when in times)
        except OverflowError:  # on the first or the last day that can be reckoned
            return False

    return next((name for name in _LIKELY if fits(name)), None) or next(
        (name for name in sorted(zones.zone_names()) if fits(name)), None
    )
