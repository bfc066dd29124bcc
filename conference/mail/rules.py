"""When a letter is tried again, and when it is given up. Pure."""

from datetime import timedelta

MOST_ATTEMPTS = 8

HELD_FOR = timedelta(minutes=10)
"""How long a worker may hold a letter before others take it for crashed. Longer than sending can take."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts, or None to give up: 1, 3, 9, 27 … minutes."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(_FIRST_PAUSE * int(3 ** max(0, attempts - 1)), _LONGEST_PAUSE)
