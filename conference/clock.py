"""The one place where Meridian reads the clock.

Rules and services take ``now`` as an argument; only views, commands and the worker call
:func:`now`. A test freezes time by replacing :data:`source`.
"""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the present instant in UTC, aware, in whole seconds.

    Fractions are dropped since no calendar format carries them: an instant that was
    stored, sent and read again compares equal.
    """
    return source().replace(microsecond=0)
