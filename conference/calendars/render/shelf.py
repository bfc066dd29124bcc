"""What was rendered once and is kept: bounded by its bytes, the unused for longest goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

MEGABYTE = 1024 * 1024
Item = TypeVar("Item")


class Shelf(Generic[Item]):
    """Keeps rendered things by key, up to a number of bytes; safe for several threads.

    :param most_bytes: of all it keeps. What is larger than this alone is never kept.
    :param size_of: says how many bytes one thing takes.
    """

    def __init__(self, most_bytes: int, size_of: Callable[[Item], int]) -> None:
        self._most_bytes = most_bytes
        self._size_of = size_of
        self._items: OrderedDict[Hashable, tuple[Item, int]] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: Hashable, make: Callable[[], Item]) -> Item:
        """Return what is kept under ``key``, making it if it is not there.

        Two threads may make the same thing at once; both make the same bytes, so either may stay.
        """
        found = self.find(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def find(self, key: Hashable) -> Item | None:
        """Return what is kept under ``key``, or None."""
        with self._lock:
            found = self._items.get(key)
            if found is None:
                return None
            self._items.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, item: Item) -> None:
        """Keep a thing under ``key`` instead of what was there, and let go of what was unused for longest."""
        size = self._size_of(item)
        with self._lock:
            before = self._items.pop(key, None)
            self.bytes -= before[1] if before else 0
            if size > self._most_bytes:
                return
            self.bytes += size
            self._items[key] = (item, size)
            while self.bytes > self._most_bytes:
                _, (_, gone) = self._items.popitem(last=False)
                self.bytes -= gone
