"""Partnerships between municipalities, at their true longitude. Pure."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from conference.programme.document import Municipality, Partnership, Programme
from conference.programme.render.words import text_width

_Placed = tuple[float, float, Partnership, Municipality, Municipality]
"""Western and eastern longitude, the partnership, and its ends in that order."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

ROOMY_TIES = 6
"""Beyond so many partnerships their lines are drawn closer, on a wide page with the names outside."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A meridian: its place, its degrees, and whether it is labelled."""

    x: float
    degrees: int
    is_major: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One partnership as a line.

    :ivar west: the municipality drawn at the left; ``east`` the other.
    :ivar x1: of the western end, ``x2`` of the eastern; ``y`` of both.
    :ivar west_x: and the three like it: where the names stand, and how they are anchored.
    :ivar kilometres: along the great circle, rounded to ten.
    """

    partnership: Partnership
    west: Municipality
    east: Municipality
    x1: float
    x2: float
    y: float
    west_x: float
    west_y: float
    west_anchor: str
    east_x: float
    east_y: float
    east_anchor: str
    kilometres: int
    km_x: float
    km_y: float
    km_anchor: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """The whole drawing.

    :ivar is_compact: whether names stand outside their line and degrees are left out.
    :ivar unplaced: partnerships without coordinates, which a list must name.
    """

    width: int
    height: int
    ticks: tuple[Tick, ...]
    ties: tuple[Tie, ...]
    unplaced: tuple[Partnership, ...]
    is_compact: bool


def distance_km(one: Municipality, other: Municipality) -> float | None:
    """Return the great-circle distance, or None where coordinates are missing (haversine, sphere)."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    half_latitude = (south - north) / 2
    half_longitude = math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(half_latitude) ** 2 + math.cos(north) * math.cos(south) * math.sin(half_longitude) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def longitudes_of(
    programme: Programme, partnerships: Iterable[Partnership] | None = None, *, width: int = 1216
) -> Ruler:
    """Lay out partnerships, from west to east.

    :param partnerships: those to draw; all where None.
    :param width: of the drawing; below 600 it is laid out for a phone.
    """
    chosen = list(programme.partnerships.values()) if partnerships is None else list(partnerships)
    placed: list[_Placed] = []
    unplaced = []
    for partnership in chosen:
        first, second = programme.municipalities_of(partnership)
        if first.longitude is None or second.longitude is None or distance_km(first, second) is None:
            unplaced.append(partnership)
        elif first.longitude <= second.longitude:
            placed.append((first.longitude, second.longitude, partnership, first, second))
        else:
            placed.append((second.longitude, first.longitude, partnership, second, first))
    placed.sort(key=lambda row: (row[0], row[1], row[2].slug))
    is_phone = width < 600
    is_compact = len(placed) > ROOMY_TIES and not is_phone
    margin = 10.0 if is_phone else 190.0 if is_compact else 14.0
    low, high = _bounds([end for row in placed for end in row[:2]])

    def x(longitude: float) -> float:
        return round(margin + (width - 2 * margin) * (longitude - low) / (high - low), 1)

    pitch, top = (66, 76) if is_phone else (34, 56) if is_compact else (70, 74)
    ties = tuple(
        _tie(row, x, top + number * pitch, width, is_phone=is_phone, is_compact=is_compact)
        for number, row in enumerate(placed)
    )
    height = top + pitch * (len(ties) - 1) + (40 if is_phone else 36) if ties else 0
    return Ruler(width, height, _ticks(low, high, x, is_phone=is_phone), ties, tuple(unplaced), is_compact)


def _bounds(longitudes: Sequence[float]) -> tuple[int, int]:
    """Return whole fives around all longitudes, with a little air, at least 15 degrees apart."""
    if not longitudes:
        return 0, 15
    low = math.floor((min(longitudes) - 2) / 5) * 5
    high = math.ceil((max(longitudes) + 2) / 5) * 5
    return low, max(high, low + 15)


def _ticks(low: int, high: int, x: Callable[[float], float], *, is_phone: bool) -> tuple[Tick, ...]:
    width = high - low
    major = next((step for step in (5, 10, 15, 30, 60) if width / step <= (8 if is_phone else 12)), 90)
    minor = 1 if width <= 60 and not is_phone else major
    return tuple(
        Tick(
            x(degrees),
            degrees,
            degrees % major == 0,
            "start" if degrees == low else "end" if degrees == high else "middle",
        )
        for degrees in range(low, high + 1)
        if degrees % minor == 0 or degrees % major == 0
    )


def _tie(row: _Placed, x: Callable[[float], float], y: float, width: int, *, is_phone: bool, is_compact: bool) -> Tie:
    west_longitude, east_longitude, partnership, west, east = row
    x1, x2 = x(west_longitude), x(east_longitude)
    kilometres = round((distance_km(west, east) or 0.0) / 10) * 10
    middle = round((x1 + x2) / 2, 1)
    if is_compact:
        return Tie(
            partnership, west, east, x1, x2, y, x1 - 15, y + 5, "end", x2 + 15, y + 5, "start", kilometres, middle,
            y - 7, "middle",
        )  # fmt: skip
    west_end = text_width(west.name, 16) + (0 if is_phone else 60)
    if is_phone:
        west_x, west_anchor = (x1 - 8, "start") if x1 - 8 + west_end < width else (x1 + 8, "end")
        east_x, east_anchor = (x2 + 8, "end") if text_width(east.name, 16) < x2 + 8 else (x2 - 8, "start")
        km_x, km_anchor = (x1, "start") if x1 + 70 < east_x - text_width(east.name, 16) else (width - 4, "end")
        km_y = y + 25 if km_anchor == "start" else y - 16
        return Tie(
            partnership, west, east, x1, x2, y, west_x, y - 16, west_anchor, east_x, y + 27, east_anchor, kilometres,
            km_x, km_y, km_anchor,
        )  # fmt: skip
    east_end = text_width(east.name, 16) + 60
    is_tight = west_end + east_end > x2 - x1 + 8
    west_x, west_anchor = (x1 - 8, "start")
    east_x, east_anchor = (x2 - 8, "start") if is_tight and x2 + east_end < width else (x2 + 8, "end")
    if is_tight:
        west_x, west_anchor = (x1 + 8, "end") if x1 > west_end else (x1 - 8, "start")
    return Tie(
        partnership, west, east, x1, x2, y, west_x, y - 15, west_anchor, east_x, y - 15, east_anchor, kilometres,
        middle, y + 20, "middle",
    )  # fmt: skip
