"""What a map of an event is made of. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conference.programme.document import Session
from conference.programme.render.lines import Mark

Unit = Literal["hour", "day", "week"]
"""What a column of the map is."""

RADIUS = 8.5
"""Of a stop."""

LABEL_SIZE = 14.5
LABEL_LINE = 15.5
"""Type size of labels, and how far their lines are apart."""


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
