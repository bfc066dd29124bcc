"""The map of an event: its themes as lines over its days, meeting where everybody meets. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from conference import translated, zones
from conference.programme.document import Programme, Session
from conference.programme.document.index import takes_place
from conference.programme.render.lines import (
    Mark,
    Run,
    Standing,
    is_for_everybody,
    line_numbers,
    marks_of,
)
from conference.programme.render.paths import Point, points_along, rounded_path
from conference.programme.render.words import text_width

Unit = Literal["hour", "day", "week"]

HOURLY_DAYS = 2
"""Up to so many days a column is an hour."""

DAILY_DAYS = 21
"""Up to so many days a column is a day; beyond, a week."""

RADIUS = 8.5
BUNDLE = 15.0
LABEL_SIZE = 14.5
LABEL_LINE = 15.5
LEAST_ROOM = 62.0
"""An upright map names nothing in less room than this."""



@dataclass(frozen=True, slots=True)
class Column:
    """An hour, a day or a week of the map.

    :ivar at: middle of the column along the map; ``start`` and ``end`` its edges.
    :ivar starts_at: of an hour; None for days and weeks.
    :ivar is_off: a weekend, or a column without sessions.
    :ivar count: how many sessions take place in it.
    """

    at: float
    start: float
    end: float
    first_day: date
    last_day: date
    link_day: date
    starts_at: datetime | None
    is_off: bool
    is_today: bool
    count: int


@dataclass(frozen=True, slots=True)
class Track:
    """A line: the theme's number and its path."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A stop, as a rectangle with round ends."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A mark on the map with its place.

    :ivar shapes: one, or several joined by ``tie``.
    :ivar x: of its middle, and ``y``.
    :ivar numbers: of the themes it stands on.
    """

    mark: Mark
    column: Column
    shapes: tuple[Shape, ...]
    tie: Shape | None
    x: float
    y: float
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disc:
    """A theme's number on its line."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Words:
    """One line of a label with its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Label:
    """What names a session on the map.

    :ivar y: baseline of the first line; each further one is :data:`LABEL_LINE` lower.
    """

    session: Session
    x: float
    y: float
    anchor: str
    lines: tuple[Words, ...]
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Network:
    """The whole drawing.

    :ivar unit: what a column is.
    :ivar is_upright: whether time runs down, as on a phone.
    :ivar heads: how much is kept at the start of the map for the names of columns.
    """

    width: float
    height: float
    unit: Unit
    is_upright: bool
    is_many: bool
    columns: tuple[Column, ...]
    tracks: tuple[Track, ...]
    stops: tuple[Stop, ...]
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """The sessions of one column."""

    first_day: date
    last_day: date
    starts_at: datetime | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the lines run: their places across, in the open and where they meet."""

    open_across: tuple[float, ...]
    met_across: tuple[float, ...]


def network_of(
    programme: Programme,
    standing: Standing,
    now: datetime,
    *,
    language: str,
    second_language: str | None = None,
    is_upright: bool = False,
) -> Network:
    """Lay out the map of an event.

    :param language: of the labels; ``second_language`` stands below it where a label has one.
    :param is_upright: time runs down, for narrow pages.
    """
    unit, groups = _groups(programme)
    numbers = line_numbers(programme)
    size = len(numbers)
    if is_upright:
        pitch = {"hour": 50.0, "day": 50.0, "week": 64.0}[unit]
        start, width = 12.0, 358.0
        gap = 34.0 if size <= 5 else min(34.0, 270.0 / (size - 1))
        first_across = 76.0 if size <= 5 else 70.0
        height = start + pitch * len(groups) + 12.0
    else:
        start, width = 0.0, 1216.0
        pitch = width / len(groups)
        gap = 60.0 if size <= 6 else 30.0
        first_across = 112.0
        height = first_across + gap * (size - 1) + 66.0
    across = tuple(first_across + gap * row for row in range(size))
    bundle = min(BUNDLE, gap * 0.5)
    middle = sum(across) / size
    met = tuple(middle + bundle * (row - (size - 1) / 2) for row in range(size))
    place = _Place(across, met)
    meetings = _meetings(programme, groups)
    columns = tuple(
        _column(programme, group, unit, start + pitch * number, pitch, now) for number, group in enumerate(groups)
    )
    lines = [_line_points(row, columns, meetings, place, pitch) for row in range(size)]
    tracks = tuple(
        Track(number, rounded_path(_turned(points, is_upright=is_upright), 9.0))
        for number, points in zip(numbers, lines, strict=True)
    )
    marked = [
        (number, mark)
        for number, group in enumerate(groups)
        for mark in _marks(programme, group, standing, is_meeting=number in meetings, size=size)
    ]
    stops = tuple(
        _stop(mark, columns[number], place, numbers, pitch, is_meeting=number in meetings, is_upright=is_upright)
        for number, mark in marked
    )
    discs = _discs(numbers, marked, columns, meetings, place, is_upright=is_upright)
    labels = _labels(
        stops, discs, lines, programme, language, second_language, width, height, is_upright=is_upright,
        strong={number for number in meetings}, columns=columns,
    )  # fmt: skip
    return Network(width, round(height, 1), unit, is_upright, size > 6, columns, tracks, stops, discs, labels)


def _groups(programme: Programme) -> tuple[Unit, list[_Group]]:
    days = list(programme.days.values())
    planned = {day.day: tuple(session for session in day.sessions if takes_place(session)) for day in days}
    if len(days) <= HOURLY_DAYS and any(planned.values()):
        zone = programme.event.zone
        hours: dict[datetime, list[Session]] = {}
        for sessions in planned.values():
            for session in sessions:
                if session.slot:
                    local = zones.to_local(session.slot.starts_at, zone)
                    hour = session.slot.starts_at - timedelta(minutes=local.minute, seconds=local.second)
                    hours.setdefault(hour, []).append(session)
        return "hour", [
            _Group(zones.local_day(hour, zone), zones.local_day(hour, zone), hour, tuple(hours[hour]))
            for hour in sorted(hours)
        ]
    if len(days) <= DAILY_DAYS:
        return "day", [_Group(day.day, day.day, None, planned[day.day]) for day in days]
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in days:
        weeks.setdefault(day.day.isocalendar()[:2], []).append(day.day)
    return "week", [
        _Group(week[0], week[-1], None, tuple(session for day in week for session in planned[day]))
        for week in weeks.values()
    ]


def _meetings(programme: Programme, groups: Sequence[_Group]) -> list[int]:
    """Return the columns where the lines meet: the first and the last with a session for everybody, and the
    one nearest to the middle between them, a labelled one before others."""
    if len(line_numbers(programme)) < 2:
        return []
    held = [
        number
        for number, group in enumerate(groups)
        if any(is_for_everybody(programme, session) for session in group.sessions)
    ]
    if not held:
        return []
    first, last = held[0], held[-1]
    middle = (first + last) / 2
    between = [number for number in held if first + 2 <= number <= last - 2]
    chosen = {first, last}
    if between:
        chosen.add(
            min(
                between,
                key=lambda number: (
                    not any(
                        session.label and is_for_everybody(programme, session) for session in groups[number].sessions
                    ),
                    abs(number - middle),
                ),
            )
        )
    return sorted(chosen)


def _column(programme: Programme, group: _Group, unit: Unit, start: float, pitch: float, now: datetime) -> Column:
    today = zones.local_day(now, programme.event.zone)
    is_now = (
        group.first_day <= today <= group.last_day
        if group.starts_at is None
        else group.starts_at <= now < group.starts_at + timedelta(hours=1)
    )
    link_day = next(
        (
            zones.local_day(session.slot.starts_at, programme.event.zone)
            for session in group.sessions
            if session.slot is not None
        ),
        group.first_day,
    )
    return Column(
        at=round(start + pitch / 2, 1),
        start=round(start, 1),
        end=round(start + pitch, 1),
        first_day=group.first_day,
        last_day=group.last_day,
        link_day=link_day,
        starts_at=group.starts_at,
        is_off=unit == "day" and group.first_day.weekday() >= 5,
        is_today=is_now,
        count=len(group.sessions),
    )


def _line_points(
    row: int, columns: Sequence[Column], meetings: Sequence[int], place: _Place, pitch: float
) -> list[Point]:
    """Return one line as (along, across) points: in the open between meetings, bundled at them."""
    out, met = place.open_across[row], place.met_across[row]
    lead = min(13.0, pitch * 0.18)
    turn = min(abs(out - met), pitch - 2 * lead - 4)
    if len(columns) == 1:
        column = columns[0]
        across = met if meetings else out
        return [(column.start + 0.2 * pitch, across), (column.end - 0.2 * pitch, across)]
    points: list[Point] = []
    for number, column in enumerate(columns):
        if number not in meetings:
            if number in (0, len(columns) - 1):
                points.append((column.at, out))
            continue
        if number > 0 and number - 1 not in meetings:
            points += [(column.at - lead - turn, out), (column.at - lead, met)]
        elif number == 0:
            points.append((column.at, met))
        if number < len(columns) - 1 and number + 1 not in meetings:
            points += [(column.at + lead, met), (column.at + lead + turn, out)]
        elif number == len(columns) - 1:
            points.append((column.at, met))
    return points


def _marks(programme: Programme, group: _Group, standing: Standing, *, is_meeting: bool, size: int) -> Iterable[Mark]:
    marks = marks_of(programme, group.sessions, standing)
    if not is_meeting:
        return marks
    states = {mark.state for mark in marks}
    held = sorted(
        (session for mark in marks for session in mark.sessions),
        key=lambda session: (not is_for_everybody(programme, session), not session.label),
    )
    return [Mark((Run(0, size),), tuple(held), "me" if "me" in states else "wait" if "wait" in states else "")]


def _stop(
    mark: Mark,
    column: Column,
    place: _Place,
    numbers: Sequence[int],
    pitch: float,
    *,
    is_meeting: bool,
    is_upright: bool,
) -> Stop:
    across = place.met_across if is_meeting else place.open_across
    shift = min(13.0, pitch * 0.24)
    at = column.at + {"before": -shift, "after": shift}.get(mark.side, 0.0)
    shapes = tuple(
        _box(at, across[run.row], across[run.row + run.span - 1], RADIUS, is_upright=is_upright) for run in mark.runs
    )
    first, last = across[mark.first_row], across[mark.first_row + mark.span - 1]
    x, y = _turned([(at, (first + last) / 2)], is_upright=is_upright)[0]
    return Stop(
        mark=mark,
        column=column,
        shapes=shapes,
        tie=_box(at, first, last, 2.0, is_upright=is_upright) if mark.is_tied else None,
        x=round(x, 1),
        y=round(y, 1),
        numbers=tuple(numbers[row] for run in mark.runs for row in range(run.row, run.row + run.span)),
    )


def _box(at: float, first: float, last: float, radius: float, *, is_upright: bool) -> Shape:
    low, high = sorted((first, last))
    if is_upright:
        return Shape(
            round(low - radius, 1), round(at - radius, 1), round(high - low + 2 * radius, 1), round(2 * radius, 1)
        )
    return Shape(round(at - radius, 1), round(low - radius, 1), round(2 * radius, 1), round(high - low + 2 * radius, 1))


def _turned(points: Sequence[Point], *, is_upright: bool) -> list[Point]:
    return [(across, along) for along, across in points] if is_upright else list(points)


def _discs(
    numbers: Sequence[int],
    marked: Sequence[tuple[int, Mark]],
    columns: Sequence[Column],
    meetings: Sequence[int],
    place: _Place,
    *,
    is_upright: bool,
) -> tuple[Disc, ...]:
    """Put the themes' numbers where no stop is: in an empty column, else between two that are open."""
    if numbers == (0,) or len(columns) < 3:
        return ()
    used = {number for number, _ in marked}
    inner = [number for number in range(1, len(columns) - 1) if number not in used and number not in meetings]
    if inner:
        at = columns[inner[0]].at
    else:
        open_pairs = [
            (one, other)
            for one, other in pairwise(range(len(columns)))
            if one not in meetings and other not in meetings
        ]
        if not open_pairs:
            return ()
        leaning = {(number, mark.side) for number, mark in marked}
        at = columns[
            min(open_pairs, key=lambda pair: ((pair[0], "after") in leaning) + ((pair[1], "before") in leaning))[0]
        ].end
    return tuple(
        Disc(number, *(round(value, 1) for value in _turned([(at, across)], is_upright=is_upright)[0]))
        for number, across in zip(numbers, place.open_across, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Rect:
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: "_Rect") -> bool:
        """Say whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _labels(
    stops: Sequence[Stop],
    discs: Sequence[Disc],
    lines: Sequence[Sequence[Point]],
    programme: Programme,
    language: str,
    second_language: str | None,
    width: float,
    height: float,
    *,
    is_upright: bool,
    strong: set[int],
    columns: Sequence[Column],
) -> tuple[Label, ...]:
    """Place the labels one after the other, those of meetings first; one that finds no room is left out."""
    strong_at = {columns[number].at for number in strong}
    wanted = []
    for stop in stops:
        session = next((session for session in stop.mark.sessions if session.label), None)
        if session is not None:
            words = _words(session, programme, language, second_language)
            wanted.append((stop, session, words, stop.column.at in strong_at))
    wanted.sort(key=lambda row: not row[3])
    if is_upright:
        return _upright_labels(wanted, stops, lines, width)
    taken = [_rect(shape, 3.0) for stop in stops for shape in (*stop.shapes, *((stop.tie,) if stop.tie else ()))]
    taken += [_Rect(disc.x - 13, disc.y - 13, disc.x + 13, disc.y + 13) for disc in discs]
    tracks = sorted(point for line in lines for point in points_along(line, 6.0))
    labels = []
    for stop, session, words, is_strong in wanted:
        wide = max(
            text_width(one.text, LABEL_SIZE, is_narrow=True, is_strong=place == 0) for place, one in enumerate(words)
        )
        tall = LABEL_LINE * len(words)
        top = min(shape.y for shape in stop.shapes)
        bottom = max(shape.y + shape.height for shape in stop.shapes)
        x = min(max(stop.x, wide / 2 + 2), width - wide / 2 - 2)
        reaches = range(0, 56, 8) if is_strong else range(1)
        above = [_Rect(x - wide / 2, top - 8 - away - tall, x + wide / 2, top - 8 - away) for away in reaches]
        below = [_Rect(x - wide / 2, bottom + 6 + away, x + wide / 2, bottom + 6 + away + tall) for away in reaches]
        upper_first = stop.y < height / 2 and not is_strong
        for rect in above + below if upper_first else below + above:
            if rect.top < 58 or rect.bottom > height:
                continue
            if any(rect.hits(other) for other in taken) or _is_crossed(rect, tracks):
                continue
            taken.append(_Rect(rect.left - 6, rect.top - 2, rect.right + 6, rect.bottom + 2))
            labels.append(
                Label(session, round(x, 1), round(rect.top + LABEL_LINE * 0.8, 1), "middle", words, is_strong)
            )
            break
    return tuple(labels)


def _upright_labels(
    wanted: Sequence[tuple[Stop, Session, tuple[Words, ...], bool]],
    stops: Sequence[Stop],
    lines: Sequence[Sequence[Point]],
    width: float,
) -> tuple[Label, ...]:
    """Labels stand right of what is drawn at their column, one to a column, where there is room for them."""
    right = max(across for line in lines for _, across in line)
    labels: dict[float, Label] = {}
    for stop, session, words, is_strong in wanted:
        at = stop.column.at
        if at in labels:
            continue
        edge = max(shape.x + shape.width for shape in stop.shapes) - RADIUS if is_strong else right
        others = [shape for other in stops if other.column.at == at for shape in other.shapes]
        x = max([edge, *(shape.x + shape.width - RADIUS for shape in others)]) + 22
        room = width - x - 2
        if room < LEAST_ROOM:
            continue
        kept = tuple(Words(_shortened(one.text, room), one.language) for one in words)
        y = at + 5 - (LABEL_LINE / 2 if len(kept) > 1 else 0)
        labels[at] = Label(session, round(x, 1), round(y, 1), "start", kept, is_strong)
    return tuple(labels[at] for at in sorted(labels))


def _shortened(text: str, room: float) -> str:
    while text and text_width(text, LABEL_SIZE, is_narrow=True) > room:
        text = text.rstrip("… ")[:-1].rstrip() + "…"
    return text


def _words(session: Session, programme: Programme, language: str, second_language: str | None) -> tuple[Words, ...]:
    languages = programme.event.languages
    shown = translated.language_of(session.label, language, languages)
    first = translated.pick(session.label, language, languages)
    second = session.label.get(second_language, "") if second_language and second_language != shown else ""
    lines = [Words(first, shown)]
    if second and second != first:
        lines.append(Words(second, second_language or ""))
    return tuple(lines)


def _rect(shape: Shape, margin: float) -> _Rect:
    return _Rect(shape.x - margin, shape.y - margin, shape.x + shape.width + margin, shape.y + shape.height + margin)


def _is_crossed(rect: _Rect, tracks: Sequence[Point]) -> bool:
    low = bisect_left(tracks, (rect.left - 2, float("-inf")))
    high = bisect_right(tracks, (rect.right + 2, float("inf")))
    return any(rect.top - 5 < across < rect.bottom + 5 for _, across in tracks[low:high])
