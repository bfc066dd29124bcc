"""Geometry of the charts. Pure, and never a word of markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.dashboard.rules import Span

WIDTH, HEIGHT = 720.0, 220.0
LEFT, TOP, BOTTOM = 44.0, 12.0, 28.0
GAP = 0.25
"""How much of a column's room stays empty."""
WIDEST = 48.0
"""However few columns there are, none is wider."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart.

    :ivar is_named: whether the axis names it.
    """

    span: Span
    x: float
    y: float
    width: float
    height: float
    middle: float
    is_named: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the vertical axis."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns over time, with the lines behind them."""

    width: float
    height: float
    left: float
    floor: float
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]


def column_chart_of(spans: Sequence[Span], *, width: float = WIDTH, most_names: int = 8) -> ColumnChart:
    """Lay out registrations over time.

    :param width: in the drawing's units.
    :param most_names: how many columns the axis names at most.
    """
    floor = HEIGHT - BOTTOM
    values = _round_values(max((span.count for span in spans), default=0))
    scale = (floor - TOP) / values[-1]
    room = (width - LEFT) / max(1, len(spans))
    column = min(room * (1 - GAP), WIDEST)
    every = -(-len(spans) // most_names) or 1
    columns = tuple(
        Column(
            span=span,
            x=round(LEFT + room * (number + 0.5) - column / 2, 1),
            y=round(floor - span.count * scale, 1),
            width=round(column, 1),
            height=round(span.count * scale, 1),
            middle=round(LEFT + room * (number + 0.5), 1),
            is_named=number % every == 0,
        )
        for number, span in enumerate(spans)
    )
    ticks = tuple(Tick(round(floor - value * scale, 1), value) for value in values)
    return ColumnChart(width=width, height=HEIGHT, left=LEFT, floor=floor, columns=columns, ticks=ticks)


def share_of(value: float, most: float) -> float:
    """Return how long a bar is, from 0 to 100, beside the longest; what is there at all can be seen."""
    if value <= 0 or most <= 0:
        return 0.0
    return round(min(100.0, max(1.0, value / most * 100)), 1)


def _round_values(most: int) -> list[int]:
    """Return up to five round values from 0 to at least ``most``."""
    step = 1
    while most > step * 4:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, max(most, 1) + step, step))
