"""What is worked out once for a programme and kept as long as that is: no longer, so that previews go by themselves."""

from collections.abc import Callable
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from conference.programme.document import Programme

Kept = TypeVar("Kept")


def once_per_programme(make: Callable[[Programme], Kept]) -> Callable[[Programme], Kept]:
    """Return the function with its answer kept for each programme. The answer must not hold the programme itself."""
    answers: WeakKeyDictionary[Programme, Kept] = WeakKeyDictionary()
    lock = Lock()

    def answered(programme: Programme) -> Kept:
        found = answers.get(programme)
        if found is None:
            with lock:
                found = answers.get(programme)
                if found is None:
                    found = answers[programme] = make(programme)
        return found

    answered.__doc__ = make.__doc__
    return answered
