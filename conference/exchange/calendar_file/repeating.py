"""Entries with a rule of repetition (RFC 5545 section 3.8.5): each time is a session of its own."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from conference.events.rules import MAX_DAYS

MOST = 400
_EVERY = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


def starts_of(rule: Any, starts: datetime, excluded: set[datetime]) -> tuple[list[datetime], bool]:
    """Return the times at which an entry starts, the first included, and whether the rule goes on beyond them.

    :param rule: of icalendar: a mapping of names to lists.
    :param starts: aware or local; the others are alike.
    """
    parts = {str(name).upper(): value for name, value in dict(rule).items()}
    every = str(next(iter(_listed(parts.get("FREQ"))), "")).upper()
    if every not in _EVERY:
        return [starts], True
    last = starts + timedelta(days=MAX_DAYS - 1)
    until = next((_at(value, starts) for value in _listed(parts.get("UNTIL"))), None)
    ends = min(until, last) if until else last
    text = ";".join(
        f"{name}={','.join(_written(one) for one in _listed(value))}"
        for name, value in parts.items()
        if name not in {"UNTIL", "WKST"}
    )
    try:
        # Reckoned on the clock, so that a weekly session keeps its hour over a change of the clocks.
        clock = starts.replace(tzinfo=None)
        found = rrulestr(text, dtstart=clock)
        times = list(islice(_until(found, ends.replace(tzinfo=None)), MOST + 1))
    except (ValueError, TypeError, AttributeError):
        return [starts], True
    kept = [time.replace(tzinfo=starts.tzinfo) for time in times[:MOST]]
    kept = [time for time in kept if time not in excluded] or [starts]
    is_cut = len(times) > MOST or (until is None and "COUNT" not in parts) or bool(until and until > last)
    return kept, is_cut


def _until(times: Iterable[datetime], ends: datetime) -> Iterable[datetime]:
    for time in times:
        if time > ends:
            return
        yield time


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _written(value: Any) -> str:
    return str(value.to_ical().decode() if hasattr(value, "to_ical") else value)


def _at(value: Any, like: datetime) -> datetime:
    """Return the end of a rule as a time like the start of its entry."""
    value = getattr(value, "dt", value)
    when = value if isinstance(value, datetime) else datetime.combine(value if isinstance(value, date) else like.date(),
                                                                      datetime.max.time())  # fmt: skip
    if like.tzinfo is None:
        return when.replace(tzinfo=None)
    return when.astimezone(like.tzinfo) if when.tzinfo else when.replace(tzinfo=like.tzinfo)
