"""Half-open spans of time: ``[starts_at, ends_at)``. Pure.

Two spans that merely touch do not overlap: one session may begin in the minute another ends.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")


def spans_overlap(starts_at: datetime, ends_at: datetime, other_starts_at: datetime, other_ends_at: datetime) -> bool:
    """Say whether two half-open spans share an instant. An empty span overlaps nothing."""
    return max(starts_at, other_starts_at) < min(ends_at, other_ends_at)


def overlapping_pairs(items: Iterable[T], span: Callable[[T], tuple[datetime, datetime]]) -> Iterator[tuple[T, T]]:
    """Yield each pair of items whose spans overlap, the earlier-starting first.

    A sweep over the starts: O(n log n + number of pairs).

    :param items: the things to compare.
    :param span: gives an item's start and end, both aware.
    """
    ordered = sorted(((*span(item), number, item) for number, item in enumerate(items)), key=lambda row: row[:3])
    active: list[tuple[datetime, T]] = []
    for starts_at, ends_at, _, item in ordered:
        active = [(end, other) for end, other in active if end > starts_at]
        if ends_at <= starts_at:
            continue
        for _, other in active:
            yield other, item
        active.append((ends_at, item))
