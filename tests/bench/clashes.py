"""How long the clash check takes with 400 sessions and with ten times as many: `make bench` prints it.

Twice it grows tenfold: over ten times the days, as programmes grow, and within the same two weeks, where ten times as
much is held at once. Speakers, rooms, participants and what these booked grow alike, so that nobody has more to do.
"""

import random
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from statistics import median

import msgspec
from rich.table import Table

from conference.draft.rules.clashes import LEAST_PAUSE, Circumstances, find_clashes
from conference.programme.document import Document, Room
from conference.zones import NIGHT, days_between
from tests.bench.big_programme import code
from tests.factories.programme import document, session

SESSIONS = 400
DAYS = 14
TIMES = 10
FIRST_DAY = date(2027, 1, 4)
BOOKED = 60
"""How many participants booked each session."""
ROUNDS = 15
PLACES = (("DE", "Europe/Berlin"), ("TR", "Europe/Istanbul"))


def clash_table() -> Table:
    """Measure and lay the figures out."""
    shown = Table(title="The clash check, all kinds")
    for heading in ("", "sessions", "bookings", "clashes", "ms", "times as long"):
        shown.add_column(heading, justify="left" if not heading else "right")
    base = None
    for name, factor, days in (
        ("two weeks", 1, DAYS),
        ("twenty weeks, as dense", TIMES, DAYS * TIMES),
        ("two weeks, ten times as dense", TIMES, DAYS),
    ):
        drawn, circumstances = programme(factor, days)
        took, found = milliseconds(drawn, circumstances)
        base = base or took
        bookings = sum(len(names) for names in circumstances.booked_by.values())
        shown.add_row(
            name, f"{SESSIONS * factor:,}", f"{bookings:,}", f"{found:,}", f"{took:.1f}", f"{took / base:.1f}"
        )
    return shown


def milliseconds(drawn: Document, circumstances: Circumstances) -> tuple[float, int]:
    """Return the median of the processor's time that a check takes, and how many clashes it finds."""
    took = []
    found = 0
    for _ in range(ROUNDS):
        started = time.process_time()
        found = len(find_clashes(drawn, circumstances))
        took.append((time.process_time() - started) * 1000)
    return median(took), found


def programme(factor: int, days: int) -> tuple[Document, Circumstances]:
    """Draw a programme by the same dice each time, and what else decides what clashes in it.

    :param factor: how many times :data:`SESSIONS` it holds, with rooms, people and bookings to match.
    :param days: over which it is spread.
    """
    dice = random.Random(factor * days)  # noqa: S311 - a programme, no secret
    rooms = 8 * factor * DAYS // days
    people = 300 * factor
    sessions = [
        session(
            code(number),
            starts_at=datetime.combine(FIRST_DAY, clock_time(7), UTC)
            + timedelta(days=number % days, minutes=15 * dice.randrange(44)),
            minutes=dice.choice((30, 60, 90)),
            room=f"room-{dice.randrange(rooms)}",
            speakers=tuple({code(10_000 + dice.randrange(people)) for _ in range(2)}),
            moderators=(code(10_000 + dice.randrange(people)),),
        )
        for number in range(SESSIONS * factor)
    ]
    drawn = document(sessions, first_day=FIRST_DAY, last_day=FIRST_DAY + timedelta(days=days - 1))
    held = tuple(Room(key=f"room-{number}", name={"de": f"Raum {number}"}) for number in range(rooms))
    opens = datetime.combine(FIRST_DAY, clock_time(6), UTC)
    return msgspec.structs.replace(drawn, rooms=held), Circumstances(
        people={
            code(10_000 + number): [(opens, opens + timedelta(days=days, hours=number % 14))]
            for number in range(people)
        },
        least_pause=LEAST_PAUSE,
        booked_by={one.uid: frozenset(str(dice.randrange(2_000 * factor)) for _ in range(BOOKED)) for one in sessions},
        night=NIGHT,
        places=PLACES,
        holidays={(day, "TR"): {"tr": "Bayram"} for day in days_between(FIRST_DAY, FIRST_DAY + timedelta(days=2))},
    )


if __name__ == "__main__":
    from rich.console import Console

    Console().print(clash_table())
