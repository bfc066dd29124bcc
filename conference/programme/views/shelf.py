"""What is rendered once and kept, as long as it is asked for."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app

from conference.programme.views.blueprint import is_previewing

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Things by key, the one unused for longest let go first. A key names the release, so nothing is ever stale."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._things: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key, made now where nothing is.

        Nothing is kept while templates are edited, nor of a preview: what organisers draft must not reach visitors.
        """
        if current_app.jinja_env.auto_reload or is_previewing():
            return make()
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            kept = self._things.setdefault(key, made)
            self._things.move_to_end(key)
            while len(self._things) > self._size:
                self._things.popitem(last=False)
            return kept
