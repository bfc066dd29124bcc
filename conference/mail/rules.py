"""When a letter is tried again, when it is given up, and when its reader is not to be disturbed. Pure."""

from datetime import datetime, time, timedelta
from zlib import crc32

from conference.zones import Night, TimeDoesNotExist, is_night, is_zone, to_instant, to_local

MOST_ATTEMPTS = 8

HELD_FOR = timedelta(minutes=7)
"""How long a worker may hold a letter before others take it for crashed.

Longer than sending takes where a mail server is slow at each of a dozen steps; short enough that what a crash held
up ten minutes before a session still comes before it starts."""

QUIET_HOURS: Night = (time(22), time(7))
"""When letters that can wait do wait, by the clocks of their reader."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_SPREAD = 0.25


def pause_after(attempts: int, *, lot: float = 0.0) -> timedelta | None:
    """Return how long to wait after that many failed attempts, or None to give up: 1, 3, 9, 27 … minutes.

    :param lot: from 0 to below 1, another for each letter: makes the pause up to a quarter longer, so that all that
        failed at once does not come back at once.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(_FIRST_PAUSE * int(3 ** max(0, attempts - 1)), _LONGEST_PAUSE) * (1 + _SPREAD * lot)


def lot_of(message_id: str, attempts: int) -> float:
    """Return a letter's lot for an attempt, from 0 to below 1: the same whenever it is asked for."""
    return crc32(f"{message_id} {attempts}".encode()) / 2**32


def due_after(now: datetime, zone: str, quiet: Night = QUIET_HOURS) -> datetime:
    """Return when a letter that can wait is to be sent: now, or at the end of the quiet hours that now is in.

    Where the clocks jump over that end, it is the instant of the jump; where they show it twice, the first to come.

    :param zone: the reader's; one that nobody knows has no quiet hours.
    :param quiet: from when to when, by the reader's clocks; two equal times mean never.
    """
    if not is_zone(zone):
        return now
    local = to_local(now, zone)
    if not is_night(local.time(), quiet):
        return now
    _begins, ends = quiet
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    end = datetime.combine(day, ends)
    try:
        first, second = (to_instant(end, zone, fold=fold) for fold in (0, 1))
    except TimeDoesNotExist as jump:
        return to_instant(jump.after, zone, fold=0)
    return first if first > now else second
