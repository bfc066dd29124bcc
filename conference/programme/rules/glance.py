"""All days at a glance: which sessions stand where when a page shows a whole event. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from conference.programme.document import Day, Programme, Session
from conference.programme.rules.course import weeks

MOST_IN_A_CELL = 4
"""A theme with more sessions on one day shows this many and the number of the others."""

MOST_UNFOLDED_SESSIONS = 30
"""Up to so many sessions a phone shows every day unfolded."""

MOST_UNFOLDED_WEEKS = 4
"""Up to so many weeks an event is shown unfolded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The sessions of one theme on one day.

    :ivar theme: its slug; None for sessions without any theme.
    :ivar number: of the theme, from 1; 0 without one.
    :ivar sessions: the first of them, in order of time.
    :ivar more: how many others there are.
    """

    theme: str | None
    number: int
    sessions: tuple[Session, ...]
    more: int


@dataclass(frozen=True, slots=True)
class GlanceDay:
    """One day of the overview.

    :ivar everybody: sessions of all themes, or of none where there are several: they stand across.
    :ivar cells: one for each theme, in order, empty ones included.
    :ivar count: how many sessions the day has in all.
    """

    day: date
    everybody: tuple[Session, ...]
    cells: tuple[Cell, ...]
    count: int


def glance(programme: Programme, codes: AbstractSet[str]) -> list[list[GlanceDay]]:
    """Return the weeks of the event with the sessions among ``codes``, each under its main theme."""
    return [[_glance_day(programme, day, codes) for day in week] for week in weeks(programme)]


@dataclass(frozen=True, slots=True)
class Folding:
    """What of a long overview is folded away at first. A short one has no folds at all.

    :ivar folds_days: whether each day can be folded, which phones do.
    :ivar folds_weeks: whether each week can be.
    :ivar open_day: the one day that is unfolded: today, else the next with sessions, else the first.
    :ivar open_weeks: the places of the unfolded weeks: that day's, and the one after it.
    """

    folds_days: bool
    folds_weeks: bool
    open_day: date | None
    open_weeks: frozenset[int]


def folding(shown: list[list[GlanceDay]], today: date) -> Folding:
    """Return how a reader first meets the weeks that :func:`glance` gave.

    :param today: in the event's zone.
    """
    busy = [row.day for week in shown for row in week if row.count]
    open_day = next((day for day in busy if day >= today), busy[0] if busy else None)
    place = next((number for number, week in enumerate(shown) if any(row.day == open_day for row in week)), 0)
    return Folding(
        folds_days=sum(row.count for week in shown for row in week) > MOST_UNFOLDED_SESSIONS,
        folds_weeks=len(shown) > MOST_UNFOLDED_WEEKS,
        open_day=open_day,
        open_weeks=frozenset((place, place + 1)),
    )


def _glance_day(programme: Programme, day: Day, codes: AbstractSet[str]) -> GlanceDay:
    shown = [session for session in day.sessions if session.code in codes]
    everybody = tuple(session for session in shown if _is_for_all(programme, session))
    cells = []
    for number, slug in enumerate(programme.themes, start=1):
        of_theme = [s for s in shown if _main_theme(programme, s) == slug and s not in everybody]
        fits = len(of_theme) <= MOST_IN_A_CELL
        kept = of_theme if fits else of_theme[: MOST_IN_A_CELL - 1]
        cells.append(Cell(slug, number, tuple(kept), len(of_theme) - len(kept)))
    return GlanceDay(day.day, everybody, tuple(cells), len(shown))


def _main_theme(programme: Programme, session: Session) -> str | None:
    return next((slug for slug in session.themes if slug in programme.themes), None)


def _is_for_all(programme: Programme, session: Session) -> bool:
    known = {slug for slug in session.themes if slug in programme.themes}
    return not known or (len(programme.themes) > 1 and len(known) == len(programme.themes))
