"""When people can come and rooms can be had: whole days and hours by the event's clocks, and the spans they make."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conference import zones
from conference.draft.rules.clashes import Span
from conference.errors import DomainError

MOST_SPANS = 200
"""More than anybody states; a bound for what is stored."""


@dataclass
class SpanInverted(DomainError):
    """A span ends before it begins, or is empty."""

    starts_at: datetime
    ends_at: datetime


@dataclass
class TooManySpans(DomainError):
    """More spans than are stored of one person or room."""

    at_most: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Some hours of one day, by the event's clocks.

    :ivar until: midnight (00:00) means the end of the day.
    """

    day: date
    starts: time
    until: time


def span_of_hours(hours: Hours, zone: str) -> Span:
    """Return the span of some hours of a day.

    An hour that the clocks show twice counts with both readings.

    :raises TimeDoesNotExist: the clocks jump over one of its ends.
    :raises SpanInverted: it does not end after it begins.
    """
    starts_at = zones.to_instant(datetime.combine(hours.day, hours.starts), zone, fold=0)
    if hours.until == time():
        ends_at = zones.day_bounds(hours.day, zone)[1]
    else:
        ends_at = zones.to_instant(datetime.combine(hours.day, hours.until), zone, fold=1)
    if starts_at >= ends_at:
        raise SpanInverted(starts_at, ends_at)
    return starts_at, ends_at


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap made one; all in UTC.

    :raises SpanInverted: one does not end after it begins.
    :raises TooManySpans: they are more than :data:`MOST_SPANS` even so.
    """
    whole: list[Span] = []
    for starts_at, ends_at in sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in spans):
        if starts_at >= ends_at:
            raise SpanInverted(starts_at, ends_at)
        if whole and starts_at <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends_at))
        else:
            whole.append((starts_at, ends_at))
    if len(whole) > MOST_SPANS:
        raise TooManySpans(MOST_SPANS)
    return whole


def spans_from(days: Iterable[date], hours: Iterable[Hours], zone: str) -> list[Span]:
    """Return the spans that whole days and hours of days make.

    :raises DomainError: as :func:`span_of_hours` and :func:`joined` do.
    """
    return joined([*(zones.day_bounds(day, zone) for day in days), *(span_of_hours(one, zone) for one in hours)])


def days_and_hours(spans: Iterable[Span], zone: str, offered: Collection[date]) -> tuple[list[date], list[Hours]]:
    """Return spans as organisers enter them: whole days, and hours of days.

    :param offered: the days that can be ticked as a whole; others are given by their hours.
    """
    days: list[date] = []
    hours: list[Hours] = []
    for starts_at, ends_at in joined(spans):
        day = zones.local_day(starts_at, zone)
        while (bounds := zones.day_bounds(day, zone))[0] < ends_at:
            if day in offered and starts_at <= bounds[0] and bounds[1] <= ends_at:
                days.append(day)
            else:
                begins = zones.to_local(max(starts_at, bounds[0]), zone)
                ends = zones.to_local(ends_at, zone).time() if ends_at < bounds[1] else time()
                hours.append(Hours(day, begins.time(), ends))
            day += timedelta(days=1)
    return days, hours
