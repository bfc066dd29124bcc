"""Entries with a rule of repetition (RFC 5545 section 3.3.10): each time is a session of its own.

Every day of at most a year is looked at once, so that no rule, not even one that never comes true, takes long.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from conference.events.rules import MAX_DAYS

MOST = 400
_EVERY = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


def starts_of(rule: Any, starts: datetime, excluded: set[datetime]) -> tuple[list[datetime], bool]:
    """Return the times at which an entry starts, and whether the rule goes on beyond them.

    A rule of parts that hardly any program writes gives the first time alone.

    :param rule: of icalendar: a mapping of names to lists.
    :param starts: aware or local; the others are alike. It counts as the first time.
    """
    parts = {str(name).upper(): _listed(value) for name, value in dict(rule).items()}
    every = _rule(parts)
    if every is None:
        return [starts], True
    until = next((_at(value, starts) for value in parts.get("UNTIL", ())), None)
    last = starts + timedelta(days=MAX_DAYS - 1)
    ends = min(until, last) if until else last
    # Reckoned on the clock, so that a weekly session keeps its hour over a change of the clocks.
    days = [starts + timedelta(days=number) for number in range(MAX_DAYS)]
    times = [time for time in days if time == starts or (time <= ends and every.meets(time.date(), starts.date()))]
    count = every.count
    is_cut = len(times[:count]) < count if until is None and count else until is None or until > last
    times = times[: count or MOST][:MOST]
    return [time for time in times if time not in excluded] or [starts], is_cut


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which days a rule names.

    :ivar count: of all times; None for no end.
    :ivar week: weekday on which weeks begin, Monday 0.
    :ivar days: (which of the month, or 0 for each; weekday).
    """

    every: str
    interval: int
    count: int | None
    week: int
    days: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]

    def meets(self, day: date, first: date) -> bool:
        """Say whether a day is one of the rule that begins on ``first``."""
        if self.months and day.month not in self.months:
            return False
        match self.every:
            case "DAILY":
                return (day - first).days % self.interval == 0 and self._fits(day)
            case "WEEKLY":
                weeks = (self._week_of(day) - self._week_of(first)).days // 7
                wanted = [weekday for _, weekday in self.days] or [first.weekday()]
                return weeks % self.interval == 0 and day.weekday() in wanted
            case "MONTHLY":
                months = (day.year - first.year) * 12 + day.month - first.month
                return months % self.interval == 0 and self._fits(day, first)
            case _:
                in_month = bool(self.months) or day.month == first.month
                return (day.year - first.year) % self.interval == 0 and in_month and self._fits(day, first)

    def _fits(self, day: date, like: date | None = None) -> bool:
        """Say whether a day is of those named; where none are, it must have the number of ``like``."""
        length = monthrange(day.year, day.month)[1]
        if self.month_days and day.day not in self.month_days and day.day - length - 1 not in self.month_days:
            return False
        if self.days:
            from_first, from_last = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
            return any(day.weekday() == weekday and which in {0, from_first, from_last} for which, weekday in self.days)
        return bool(self.month_days) or like is None or day.day == like.day

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week) % 7)


def _rule(parts: dict[str, list[Any]]) -> _Rule | None:
    """Return a rule; None for one that is malformed, or of parts that are not reckoned here."""
    every = _first(parts, "FREQ").upper()
    days = [_BYDAY.fullmatch(_written(one).upper()) for one in parts.get("BYDAY", ())]
    named_by_number = any(form and form[1] for form in days)
    if every not in _EVERY or not parts.keys() <= _KNOWN or not all(days) or (every == "YEARLY" and named_by_number):
        return None
    try:
        return _Rule(
            every=every,
            interval=max(1, int(_first(parts, "INTERVAL") or 1)),
            count=max(1, int(_first(parts, "COUNT"))) if _first(parts, "COUNT") else None,
            week=_WEEKDAYS.index(_first(parts, "WKST").upper() or "MO"),
            days=tuple((int(form[1] or 0), _WEEKDAYS.index(form[2])) for form in days if form),
            month_days=tuple(int(_written(one)) for one in parts.get("BYMONTHDAY", ())),
            months=tuple(int(_written(one)) for one in parts.get("BYMONTH", ())),
        )
    except ValueError:
        return None


def _first(parts: dict[str, list[Any]], name: str) -> str:
    return _written(next(iter(parts.get(name, ())), ""))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _written(value: Any) -> str:
    return str(value.to_ical().decode() if hasattr(value, "to_ical") else value)


def _at(value: Any, like: datetime) -> datetime:
    """Return the end of a rule as a time like the start of its entry; a day ends with its last moment."""
    value = getattr(value, "dt", value)
    if isinstance(value, datetime):
        when = value
    else:
        when = datetime.combine(value if isinstance(value, date) else like.date(), datetime.max.time())
    if like.tzinfo is None:
        return when.replace(tzinfo=None)
    return when.astimezone(like.tzinfo) if when.tzinfo else when.replace(tzinfo=like.tzinfo)
