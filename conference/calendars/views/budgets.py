"""How many bytes one private address may be sent, so that one that is asked for without end costs little.

Each process counts for itself. What has not changed is free.
"""

from datetime import datetime, timedelta
from threading import Lock

SPAN = timedelta(hours=1)
MOST_BYTES = 64 * 1024 * 1024
"""Of one address in one span: a feed of 300 sessions in full twice a minute."""


class Budgets:
    """What was sent to each address since the span began."""

    def __init__(self) -> None:
        self._spent: dict[str, int] = {}
        self._span = 0
        self._lock = Lock()

    def wait(self, address: str, now: datetime) -> int | None:
        """Return after how many seconds an address may be sent more; None where it may at once."""
        with self._lock:
            self._begin(now)
            if self._spent.get(address, 0) < MOST_BYTES:
                return None
            return round((self._span + 1) * SPAN.total_seconds() - now.timestamp())

    def spend(self, address: str, size: int, now: datetime) -> None:
        """Count bytes that an address was sent."""
        with self._lock:
            self._begin(now)
            self._spent[address] = self._spent.get(address, 0) + size

    def _begin(self, now: datetime) -> None:
        span = int(now.timestamp() // SPAN.total_seconds())
        if span != self._span:
            self._span, self._spent = span, {}
