"""A week of an agenda as columns of hours, as the clocks of one zone show them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conference import zones
from conference.agenda.rules.days import Entry
from conference.programme.document import Programme, Session

QUARTERS = 4
"""An hour has so many rows."""
EARLIEST, LATEST = 9, 17
"""These hours are always shown, so that a week with one session looks like a week."""
DAYS = 7


@dataclass(frozen=True, slots=True)
class Block:
    """An entry of the agenda as a stretch of its day.

    :ivar row: of its start, from 1, in quarters of an hour; ``span`` how many it lasts.
    :ivar lane: from 0, among ``lanes`` that lie beside each other where sessions are at the same time.
    :ivar number: of its main theme, 0 where it has none.
    """

    entry: Entry
    row: int
    span: int
    lane: int
    lanes: int
    number: int


@dataclass(frozen=True, slots=True)
class Column:
    """A local day with its entries.

    :ivar now_row: the quarter in which the present lies; None on other days and outside the hours shown.
    """

    day: date
    blocks: tuple[Block, ...]
    now_row: int | None


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour: its row, and what the clocks of each zone show, the first zone first.

    :ivar clocks: of a further zone None where its clocks are not equally far apart all week.
    """

    row: int
    clocks: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday.

    :ivar hours: how many hours each column shows.
    """

    first_day: date
    last_day: date
    hours: int
    lines: tuple[HourLine, ...]
    columns: tuple[Column, ...]

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.first_day - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        """A day of the week after."""
        return self.first_day + timedelta(days=DAYS)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return not any(column.blocks for column in self.columns)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def week_of(
    entries: Iterable[Entry], programme: Programme, day: date, *, shown_zones: Sequence[str], now: datetime
) -> Week:
    """Lay out the week in which a day lies.

    Places follow the clock on the wall of the first zone, also on days on which it is changed. What lasts beyond
    midnight ends there: its time says the rest.

    :param entries: of the agenda, in order of time; the unscheduled are left out.
    :param shown_zones: IANA zones, the one whose days and hours count first.
    """
    zone = shown_zones[0]
    days = [monday_of(day) + timedelta(days=number) for number in range(DAYS)]
    of_day: dict[date, list[Entry]] = {one: [] for one in days}
    for entry in entries:
        if entry.session.slot and (local := zones.local_day(entry.session.slot.starts_at, zone)) in of_day:
            of_day[local].append(entry)
    spans = [_quarters(entry.session, zone) for held in of_day.values() for entry in held]
    first = min([EARLIEST, *(start // QUARTERS for start, _ in spans)])
    last = max([LATEST, *(-(-end // QUARTERS) for _, end in spans)])
    local_now = zones.to_local(now, zone)
    now_row = (local_now.hour - first) * QUARTERS + local_now.minute // 15 + 1
    return Week(
        first_day=days[0],
        last_day=days[-1],
        hours=last - first,
        lines=tuple(_hour_lines(days, first, last, shown_zones)),
        columns=tuple(
            Column(
                one,
                _blocks(held, programme, zone, first),
                now_row if one == local_now.date() and 0 < now_row <= (last - first) * QUARTERS else None,
            )
            for one, held in of_day.items()
        ),
    )


def _quarters(session: Session, zone: str) -> tuple[int, int]:
    """Return the quarter of its local day in which a session begins, and the one after that in which it ends."""
    assert session.slot is not None  # noqa: S101 - only scheduled sessions are laid out
    local = zones.to_local(session.slot.starts_at, zone)
    minutes = local.hour * 60 + local.minute
    start = minutes // 15
    end = -(-(minutes + session.slot.minutes) // 15)
    return start, min(max(end, start + 1), 24 * QUARTERS)


def _blocks(held: Sequence[Entry], programme: Programme, zone: str, first: int) -> tuple[Block, ...]:
    """Give each entry a lane in which nothing else lies at its time; those that touch no other have the whole width."""
    blocks: list[Block] = []
    cluster: list[tuple[Entry, int, int, int]] = []
    lanes: list[int] = []

    def close() -> None:
        blocks.extend(
            Block(entry, start - first * QUARTERS + 1, end - start, lane, len(lanes), _number(entry.session, programme))
            for entry, start, end, lane in cluster
        )
        cluster.clear()
        lanes.clear()

    for entry in held:
        start, end = _quarters(entry.session, zone)
        if lanes and start >= max(lanes):
            close()
        lane = next((number for number, free_at in enumerate(lanes) if free_at <= start), len(lanes))
        lanes[lane : lane + 1] = [end]
        cluster.append((entry, start, end, lane))
    close()
    return tuple(blocks)


def _number(session: Session, programme: Programme) -> int:
    return next((programme.theme_number(slug) for slug in session.themes if slug in programme.themes), 0)


def _hour_lines(days: Sequence[date], first: int, last: int, shown_zones: Sequence[str]) -> Iterable[HourLine]:
    zone, *others = shown_zones
    noons = [zones.day_bounds(day, zone)[0] + timedelta(hours=12) for day in days]
    for hour in range(first, last):
        clocks: list[str | None] = [f"{hour:02d}:00"]
        for other in others:
            apart = {_apart(noon, zone, other) for noon in noons}
            minutes = (hour * 60 + apart.pop()) % (24 * 60) if len(apart) == 1 else None
            clocks.append(None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}")
        yield HourLine((hour - first) * QUARTERS + 1, tuple(clocks))


def _apart(instant: datetime, zone: str, other: str) -> int:
    """Return how many minutes the clocks of the other zone are ahead."""
    one, two = (zones.to_local(instant, name).utcoffset() for name in (zone, other))
    return int(((two or timedelta()) - (one or timedelta())).total_seconds() // 60)
