"""The strip of days under the masthead: a cell per day, or per week where there are many. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conference import zones
from conference.programme.document import Day, Programme, Session
from conference.programme.document.index import takes_place
from conference.programme.render.lines import Mark, Standing, line_numbers, marks_of, rows_of
from conference.programme.rules.kept import once_per_programme

UNFOLDED_DAYS = 21
"""Up to so many days each has its own cell; beyond, only those of the week looked at."""

CROWDED_LINES = 6
"""Beyond so many lines they are drawn closer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day, or a folded week.

    :ivar first_day: equal to ``last_day`` for a day.
    :ivar link_day: the day it leads to: a week's first one with sessions.
    :ivar is_current: whether it is the day looked at.
    :ivar is_today: whether it is, or holds, today in the event's zone.
    :ivar count: how many sessions take place.
    :ivar numbers: of the themes that have some.
    :ivar mine: how many of them the reader booked.
    """

    first_day: date
    last_day: date
    link_day: date
    is_week: bool
    is_current: bool
    is_today: bool
    count: int
    numbers: tuple[int, ...]
    mine: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """All of it.

    :ivar numbers: the lines, by theme number.
    :ivar is_crowded: whether the lines are many and drawn closer.
    :ivar is_numbered: whether a mark stands for more than one session and carries its number.
    """

    cells: tuple[Cell, ...]
    numbers: tuple[int, ...]
    is_crowded: bool
    is_numbered: bool


def strip_of(programme: Programme, standing: Standing, now: datetime, day: date | None = None) -> Strip:
    """Lay out the days of an event.

    :param day: the day looked at; without one, today, where that is a day of the event.
    """
    today = zones.local_day(now, programme.event.zone)
    current = day if day in programme.days else today if today in programme.days else None
    days = list(programme.days.values())
    groups = [[one] for one in days] if len(days) <= UNFOLDED_DAYS else _folded(days, current or days[0].day)
    cells = tuple(_cell(programme, standing, group, current, today) for group in groups)
    numbers = line_numbers(programme)
    return Strip(
        cells=cells,
        numbers=numbers,
        is_crowded=len(numbers) > CROWDED_LINES,
        is_numbered=any(mark.count > 1 for cell in cells for mark in cell.marks),
    )


def _folded(days: Sequence[Day], open_day: date) -> list[list[Day]]:
    """Group days by ISO week; those of the week of ``open_day`` stand alone."""
    weeks: dict[tuple[int, int], list[Day]] = {}
    for one in days:
        weeks.setdefault(one.day.isocalendar()[:2], []).append(one)
    groups: list[list[Day]] = []
    for key, week in weeks.items():
        groups += [[one] for one in week] if key == open_day.isocalendar()[:2] else [week]
    return groups


@dataclass(frozen=True, slots=True)
class _Held:
    """What of a cell is the same for every reader."""

    sessions: tuple[Session, ...]
    numbers: tuple[int, ...]
    marks: tuple[Mark, ...]


class _Nobody:
    """How a visitor stands to sessions who has booked none."""

    def state_of(self, _session: Session) -> str | None:
        return None


@once_per_programme
def _cells(_: Programme) -> dict[tuple[date, date], _Held]:
    return {}


def _held(programme: Programme, days: Sequence[Day]) -> _Held:
    cells, key = _cells(programme), (days[0].day, days[-1].day)
    if key not in cells:
        sessions = tuple(session for day in days for session in day.sessions if takes_place(session))
        numbers = line_numbers(programme)
        cells[key] = _Held(
            sessions,
            tuple(sorted({numbers[row] for session in sessions for row in rows_of(programme, session)} - {0})),
            marks_of(programme, sessions, _Nobody()),
        )
    return cells[key]


def _cell(programme: Programme, standing: Standing, days: Sequence[Day], current: date | None, today: date) -> Cell:
    held = _held(programme, days)
    first_day, last_day = days[0].day, days[-1].day
    states = [state for session in held.sessions if (state := standing.state_of(session))]
    return Cell(
        first_day=first_day,
        last_day=last_day,
        link_day=next((day.day for day in days if day.sessions), first_day),
        is_week=len(days) > 1,
        is_current=first_day == last_day == current,
        is_today=first_day <= today <= last_day,
        count=len(held.sessions),
        numbers=held.numbers,
        mine=states.count("booked"),
        marks=marks_of(programme, held.sessions, standing) if states else held.marks,
    )
