"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list.

    :ivar items: those of this page.
    :ivar number: of the page, from 1.
    :ivar pages: how many there are, at least 1.
    :ivar total: how many items there are in all.
    """

    items: Sequence[Item]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[Item], number: int, *, size: int) -> Page[Item]:
    """Return a page of a list; a number outside the list gives the nearest page."""
    pages = max(1, -(-len(items) // size))
    number = min(max(1, number), pages)
    return Page(items[(number - 1) * size : number * size], number, pages, len(items))
