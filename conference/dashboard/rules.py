"""Figures of an event: who registered when and from where, and how full its sessions are. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from conference import zones
from conference.events.rules import slug_from
from conference.programme.document import Programme, Session, SessionState
from conference.translated import folded

MOST_DAYS = 62
"""Over more days than these, registrations are counted by week."""


@dataclass(frozen=True, slots=True)
class Span:
    """Registrations in a day or a week.

    :ivar first_day: local; equal to ``last_day`` for a day.
    :ivar count: how many registered in it.
    :ivar total: how many had by its end.
    """

    first_day: date
    last_day: date
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Filling:
    """How full a session is.

    :ivar taken: seats taken.
    :ivar waiting: people in its queue.
    """

    session: Session
    taken: int
    waiting: int

    @property
    def share(self) -> float | None:
        """How much of its seats is taken, from 0 to 1; more where seats were lowered; None without a limit."""
        return self.taken / self.session.seats if self.session.seats else None


@dataclass(frozen=True, slots=True)
class ThemeBookings:
    """Seats taken in the sessions of one main theme.

    :ivar slug: of the theme; None for sessions without one.
    :ivar sessions: how many sessions it has.
    """

    slug: str | None
    sessions: int
    taken: int
    waiting: int


def registrations_over_time(
    instants: Iterable[datetime], zone: str, *, until: date, others: Mapping[date, int] = MappingProxyType({})
) -> list[Span]:
    """Return how many registered on each local day, or in each week where there are many days, up to ``until``.

    Days on which nobody did are there too, so that a drawing shows them. Nothing where nobody registered.

    :param instants: of the registrations, UTC, in any order.
    :param others: how many more registered on which local day: those whose data are gone.
    """
    by_day = Counter(zones.local_day(instant, zone) for instant in instants)
    by_day.update(others)
    if not by_day:
        return []
    first_day, last_day = min(by_day), max(*by_day, until)
    length = 1 if (last_day - first_day).days < MOST_DAYS else 7
    if length > 1:
        first_day -= timedelta(days=first_day.weekday())
    spans: list[Span] = []
    total = 0
    while first_day <= last_day:
        days = [first_day + timedelta(days=number) for number in range(length)]
        count = sum(by_day[day] for day in days)
        total += count
        spans.append(Span(days[0], min(days[-1], last_day), count, total))
        first_day += timedelta(days=length)
    return spans


def fillings(programme: Programme, seats: Mapping[UUID, tuple[int, int]]) -> list[Filling]:
    """Return how full each session that takes place is: those with a limit first, the fullest first, then by time.

    :param seats: seats taken and people waiting, by session uid.
    """
    found = [
        Filling(session, *seats.get(session.uid, (0, 0)))
        for session in programme.sessions.values()
        if session.slot is not None and session.state is SessionState.PLANNED
    ]
    return sorted(
        found,
        key=lambda one: (
            one.share is None,
            -(one.share or 0),
            -one.waiting,
            -one.taken,
            one.session.slot.starts_at if one.session.slot else datetime.max,  # noqa: DTZ901 - all have a slot
        ),
    )


def bookings_by_theme(programme: Programme, seats: Mapping[UUID, tuple[int, int]]) -> list[ThemeBookings]:
    """Return the seats taken by main theme, in the programme's order; those of no theme last, if there are any."""
    sums: dict[str | None, list[int]] = {**{slug: [0, 0, 0] for slug in programme.themes}, None: [0, 0, 0]}
    for session in programme.sessions.values():
        taken, waiting = seats.get(session.uid, (0, 0))
        row = sums[session.themes[0] if session.themes else None]
        row[0] += 1
        row[1] += taken
        row[2] += waiting
    return [ThemeBookings(slug, *row) for slug, row in sums.items() if slug is not None or row[0]]


def by_name(names: Iterable[str]) -> list[tuple[str, int]]:
    """Count names written by people, the most frequent first; ``Köln``, ``koeln`` and ``KÖLN`` are one.

    The spelling most often used stands for all. Empty names are left out.
    """
    spellings: dict[str, Counter[str]] = {}
    for name in names:
        if key := slug_from(name) or folded(name.strip()):
            spellings.setdefault(key, Counter())[name.strip()] += 1
    counted = [(min(-count for count in one.values()), one) for one in spellings.values()]
    rows = [(next(name for name, count in one.items() if -count == least), one.total()) for least, one in counted]
    return sorted(rows, key=lambda row: (-row[1], folded(row[0])))
