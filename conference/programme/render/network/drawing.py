"""The map as a whole: lines, stops and numbers at their places. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from conference.programme.document import Programme
from conference.programme.render.lines import Mark, Run, Standing, is_for_everybody, line_numbers, marks_of
from conference.programme.render.network.columns import Group, column_of, groups_of, meetings_of
from conference.programme.render.network.labels import Frame, Naming, labels_of
from conference.programme.render.network.shapes import RADIUS, Column, Disc, Network, Shape, Stop, Track
from conference.programme.render.paths import Point, rounded_path

BUNDLE = 15.0
"""How far lines are apart where they meet."""

MANY_LINES = 6
"""Beyond so many lines they are drawn thinner."""


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
    unit, groups = groups_of(programme)
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
    meetings = meetings_of(programme, groups)
    columns = tuple(
        column_of(programme, group, unit, start + pitch * number, pitch, now) for number, group in enumerate(groups)
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
    labels = labels_of(
        stops,
        discs,
        lines,
        naming=Naming(programme.event.languages, language, second_language),
        frame=Frame(width, height, is_upright),
        meetings_at={columns[number].at for number in meetings},
    )
    return Network(width, round(height, 1), unit, is_upright, size > MANY_LINES, columns, tracks, stops, discs, labels)


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


def _marks(programme: Programme, group: Group, standing: Standing, *, is_meeting: bool, size: int) -> Iterable[Mark]:
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
