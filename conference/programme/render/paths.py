"""Lines of the drawings: polylines, sampled and with round corners. Pure."""

import itertools
import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]


def rounded_path(points: Sequence[Point], radius: float) -> str:
    """Return a polyline as an SVG path whose corners are rounded by up to ``radius``."""
    kept = [point for place, point in enumerate(points) if place == 0 or math.dist(point, points[place - 1]) > 0.05]
    if not kept:
        return ""
    parts = [f"M{_pair(kept[0])}"]
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        parts.append(
            f"L{_pair(_towards(corner, before, reach))}Q{_pair(corner)} {_pair(_towards(corner, after, reach))}"
        )
    if len(kept) > 1:
        parts.append(f"L{_pair(kept[-1])}")
    return "".join(parts)


def points_along(points: Sequence[Point], step: float) -> Iterator[Point]:
    """Yield points of a polyline, at most ``step`` apart."""
    for one, other in itertools.pairwise(points):
        count = max(1, math.ceil(math.dist(one, other) / step))
        for number in range(count):
            share = number / count
            yield one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
    if points:
        yield points[-1]


def _towards(start: Point, goal: Point, reach: float) -> Point:
    length = math.dist(start, goal) or 1.0
    return start[0] + (goal[0] - start[0]) * reach / length, start[1] + (goal[1] - start[1]) * reach / length


def _pair(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"
