"""What took long to make and is kept as long as it is asked for."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept:
    """Contents by key, up to a number of bytes; each is made once, and one at a time.

    :param most_bytes: of all it keeps; the one unused for longest goes first.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._things: OrderedDict[Hashable, bytes] = OrderedDict()
        self._making = Lock()
        """Held while one is made: several at once would only slow each other down, and wear the machine out."""
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, made now where nothing is."""
        found = self._found(key)
        if found is not None:
            return found
        with self._making:
            found = self._found(key)
            if found is not None:
                return found
            made = make()
            with self._lock:
                self._things[key] = made
                while sum(map(len, self._things.values())) > self._most_bytes and len(self._things) > 1:
                    self._things.popitem(last=False)
            return made

    def _found(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)
