"""When a row's session takes place: from a start and an end, a day and clock times, a length. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conference import zones
from conference.draft.rules import limits
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.exchange.rules import OutOfRange
from conference.exchange.sheets.refusals import ClockUnclear, NotReadable
from conference.exchange.sheets.values import clock_of, day_of, instant_of_serial, parts_of_range

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}.*|\d{8}T\d{4,6}.*")
_OFFSET = re.compile(r"(.*\d)\s*(Z|UTC|GMT|(?:UTC|GMT)?\s*[+−-]\d{1,2}(?::?\d{2})?)")
_DAY_AND_CLOCK = re.compile(
    r"(.*?\d{4}|.*?\d{1,2}\.\d{1,2}\.\d{2}|\d{4}-\d{1,2}-\d{1,2})[,T\s]+(?:um |at |saat |– |- )?"
    r"(\d{1,2}(?:[:.h]\d{2}){0,2}(?:\.\d+)?\s*(?:[AaPp]\.?[Mm]\.?|Uhr|h)?)"
)
_DAY_AND_RANGE = re.compile(
    r"(.*?\d{4}|.*?\d{1,2}\.\d{1,2}\.\d{2}|\d{4}-\d{1,2}-\d{1,2})[,\s]+(\d{1,2}(?:[:.]\d{2})?(?: Uhr)?)"
    r"\s*(?:–|—|-|bis|to)\s*(\d{1,2}(?:[:.]\d{2})?(?: Uhr)?)"
)
HALF_A_DAY = 12 * 60


@dataclass(frozen=True)
class When:
    """A day, a clock time, or both; an instant where it says its offset.

    :ivar instant: UTC.
    """

    day: date | None = None
    clock: time | None = None
    instant: datetime | None = None


@dataclass(frozen=True)
class Span:
    """When a session takes place.

    :ivar starts_at: UTC; None where there is no clock time.
    :ivar minutes: None where nothing is said of it.
    :ivar is_local: whether it was read by the clocks of a zone.
    :ivar said: minutes that the row states or comes to, where they are not those taken.
    :ivar is_mended: whether what it states is no length; else its start and end say another.
    """

    starts_at: datetime | None = None
    minutes: int | None = None
    is_local: bool = False
    said: int | None = None
    is_mended: bool = False


@dataclass(frozen=True)
class Texts:
    """What tells the time: the text of a cell, which may be empty, and its place.

    :ivar minutes: of a column of lengths.
    """

    day: tuple[str, str]
    start: tuple[str, str]
    end: tuple[str, str]
    minutes: int | None


def when_of(text: str, place: str) -> When:
    """Return what a cell says of day and time.

    :raises conference.exchange.rules.Misfit: it says neither.
    """
    if _ISO.fullmatch(text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is not None:
            if not FIRST_YEAR <= found.year <= LAST_YEAR:
                raise OutOfRange(place, found.year, FIRST_YEAR, LAST_YEAR)
            if found.tzinfo:
                return When(instant=found.astimezone(UTC).replace(microsecond=0))
            return When(found.date(), found.time().replace(microsecond=0))
    if serial := instant_of_serial(text):
        return When(serial.date(), serial.time())
    if (parts := _OFFSET.fullmatch(text)) and (both := _DAY_AND_CLOCK.fullmatch(parts[1].strip())):
        local = datetime.combine(day_of(both[1], place), clock_of(both[2], place), UTC)
        return When(instant=local - _offset(parts[2], place))
    if both := _DAY_AND_CLOCK.fullmatch(text):
        return When(day_of(both[1], place), clock_of(both[2], place))
    return _day_or_clock(text, place)


def is_clock_alone(text: str) -> bool:
    """Say whether a cell names a time of day, or a span of two, and no day."""
    both = parts_of_range(text)
    try:
        clock_of(both[0] if both else text, "")
    except NotReadable:
        return False
    return True


def _day_or_clock(text: str, place: str) -> When:
    try:
        return When(clock=clock_of(text, place))
    except NotReadable:
        pass
    try:
        return When(day=day_of(text, place))
    except NotReadable:
        raise NotReadable(place, "time", text) from None


def _offset(text: str, place: str) -> timedelta:
    digits = re.search(r"([+−-])(\d{1,2}):?(\d{2})?", text)
    if not digits:
        return timedelta()
    hours, minutes = int(digits[2]), int(digits[3] or 0)
    if hours > 14 or minutes > 59:  # noqa: PLR2004 - no zone is further from UTC
        raise NotReadable(place, "time", text)
    span = timedelta(hours=hours, minutes=minutes)
    return span if digits[1] == "+" else -span


def span_of(texts: Texts, zone: str) -> Span:
    """Return when a row's session takes place.

    A time without offset is one of ``zone``'s clocks. An end that lies before its start by the clock alone is one of
    the next morning.

    :raises conference.exchange.rules.Misfit: a cell says no time, or one that the clocks do not show just once.
    """
    (start_text, start_place), (end_text, end_place) = texts.start, texts.end
    if not end_text and (both := parts_of_range(start_text) or _day_and_range(start_text)):
        start_text, end_text, end_place = both[0], both[1], start_place
    first = when_of(start_text, start_place) if start_text else When()
    if texts.day[0] and not first.instant:
        # A column of days may hold the time as well; the time in a column of its own goes before it.
        whole = when_of(*texts.day)
        first = When(first.day or whole.day, first.clock or whole.clock, None if start_text else whole.instant)
    if first.instant:
        starts_at = first.instant
    elif first.clock is None:
        return _length_alone(texts.minutes)
    elif first.day:
        starts_at = _instant(first.day, first.clock, zone, start_text or texts.day[0], start_place)
    else:
        raise NotReadable(start_place, "day", start_text)  # a time of no day
    ends_at = _end(end_text, end_place, starts_at, zone)
    return _measured(starts_at, ends_at, texts.minutes, is_local=first.instant is None)


def _day_and_range(text: str) -> tuple[str, str] | None:
    """Return day and start, and the end, of a text such as ``3.6.2026 9:00-10:30``; None for anything else."""
    found = _DAY_AND_RANGE.fullmatch(text.strip())
    return (f"{found[1]} {found[2]}", found[3]) if found and parts_of_range(f"{found[2]} - {found[3]}") else None


def _length_alone(length: int | None) -> Span:
    if length is None:
        return Span()
    taken = min(max(length, limits.SHORTEST), limits.LONGEST)
    return Span(minutes=taken, said=length if taken != length else None, is_mended=taken != length)


def _end(text: str, place: str, starts_at: datetime, zone: str) -> datetime | None:
    if not text:
        return None
    end = when_of(text, place)
    if end.instant:
        return end.instant
    if end.clock is None:
        raise NotReadable(place, "clock", text)
    day = end.day or zones.local_day(starts_at, zone)
    ends_at = _instant(day, end.clock, zone, text, place)
    if end.day is None and ends_at < starts_at:
        tomorrow = _instant(day + timedelta(days=1), end.clock, zone, text, place)
        if (tomorrow - starts_at) <= timedelta(minutes=HALF_A_DAY):
            return tomorrow
    return ends_at


def _measured(starts_at: datetime, ends_at: datetime | None, length: int | None, *, is_local: bool) -> Span:
    if ends_at is None:
        alone = _length_alone(length)
        return Span(starts_at, alone.minutes, is_local, alone.said, alone.is_mended)
    between = int((ends_at - starts_at).total_seconds() // 60)
    taken = min(max(between, limits.SHORTEST), limits.LONGEST)
    if taken != between:
        if length is not None and limits.SHORTEST <= length <= limits.LONGEST:
            return Span(starts_at, length, is_local, between, is_mended=True)
        return Span(starts_at, taken, is_local, between, is_mended=True)
    said = length if length is not None and length != taken else None
    return Span(starts_at, taken, is_local, said)


def _instant(day: date, clock: time, zone: str, text: str, place: str) -> datetime:
    try:
        return zones.to_instant(datetime.combine(day, clock), zone)
    except zones.TimeDoesNotExist:
        raise ClockUnclear(place, text, zone, happens_twice=False) from None
    except zones.TimeIsAmbiguous:
        raise ClockUnclear(place, text, zone, happens_twice=True) from None
