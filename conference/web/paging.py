"""Long lists, a page at a time."""

from collections.abc import Callable, Sequence
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


def page_of_query(read: Callable[[int, int], Sequence[Item]], total: int, number: int, *, size: int) -> Page[Item]:
    """Return a page of what a query finds; a number outside gives the nearest page.

    :param read: gives so many items (its first argument) from a place on (its second).
    :param total: how many there are in all.
    """
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    return Page(read(size, (number - 1) * size), number, pages, total)
