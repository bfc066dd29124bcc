"""When the example takes place, and who sits where. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conference import zones
from conference.errors import DomainError
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.intervals import spans_overlap
from conference.programme.document import Format, Session
from conference.programme.document.index import ends_at, takes_place


@dataclass
class StartOutOfRange(DomainError):
    """The example cannot begin in this year.

    :ivar first_day: the day asked for.
    """

    first_day: date
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR - 1


@dataclass(frozen=True)
class Resolved:
    """A clock time that needed a decision, since clocks change on that day.

    :ivar wanted: as it was asked for, naive, in the event's zone.
    :ivar taken: as the clocks show it, naive.
    :ivar is_doubled: whether the clocks show ``wanted`` twice: then the first of the two was taken.
    """

    wanted: datetime
    taken: datetime
    is_doubled: bool


def check_first_day(first_day: date) -> None:
    """Refuse a start that lies outside the years Meridian reckons with.

    :raises StartOutOfRange: see there.
    """
    if not FIRST_YEAR <= first_day.year < LAST_YEAR:
        raise StartOutOfRange(first_day)


def coming_first_day(day_of_year: str, days: int, today: date) -> date:
    """Return when an event of so many days begins that takes place each year: this year while it is not over.

    :param day_of_year: ``MM-DD``.
    :param today: in the event's zone.
    """
    this_year = date.fromisoformat(f"{today.year}-{day_of_year}")
    if today <= this_year + timedelta(days=days - 1):
        return this_year
    return date.fromisoformat(f"{today.year + 1}-{day_of_year}")


def start_at(local: datetime, zone: str) -> tuple[datetime, Resolved | None]:
    """Return the instant of a clock time in a zone, and what had to be decided for it.

    A time that the clocks jump over becomes the first one after the gap; of one that they show twice the first is
    taken.

    :param local: naive.
    """
    try:
        return zones.to_instant(local, zone), None
    except zones.TimeDoesNotExist as gap:
        return zones.to_instant(gap.after, zone), Resolved(local, gap.after, is_doubled=False)
    except zones.TimeIsAmbiguous as doubled:
        return doubled.first, Resolved(local, local, is_doubled=True)


def shifted_start(starts_at: datetime, days: int, zone: str) -> tuple[datetime, Resolved | None]:
    """Return a start moved by whole days: the same time on the clocks of the zone, whatever their offset."""
    local = zones.to_local(starts_at, zone).replace(tzinfo=None)
    return start_at(local + timedelta(days=days), zone)


def seats_taken(
    people: int, sessions: Sequence[Session], *, full: Session, waiting: int, least_left: int = 2
) -> Mapping[int, list[Session]]:
    """Spread invented participants over sessions, the same way each time.

    :param people: how many there are; they are numbered from 0.
    :param sessions: in order of time.
    :param full: the session that is to have no seat left and ``waiting`` in its queue. It comes first in each
        list, so that whoever has the lower number is served first.
    :param least_left: so many seats stay free in every other session.
    :returns: the sessions of each, without clashes.
    """
    agendas: dict[int, list[Session]] = {person: [] for person in range(people)}
    for person in range(min(people, (full.seats or 0) + waiting)):
        agendas[person].append(full)
    others = [session for session in sessions if takes_place(session) and session.code != full.code]
    for number, session in enumerate(others):
        wanted = _liking(number, session)
        room_for = people if session.seats is None else max(0, session.seats - least_left)
        seated = 0
        for turn in range(people):
            person = (turn * 7 + number * 5) % people
            if (turn * 11 + number * 3) % 100 >= wanted or seated >= room_for or _clashes(session, agendas[person]):
                continue
            agendas[person].append(session)
            seated += 1
    return agendas


_LIKING = {Format.PLENARY: (60, 1), Format.WORKSHOP: (25, 40)}
_LIKING_OF_OTHERS = (8, 16)
"""Of a hundred people at least so many come, and up to so many more: workshops have few seats, which is to be seen."""


def _liking(number: int, session: Session) -> int:
    """Return how many in a hundred want to come; no two sessions in a row are liked alike."""
    least, more = _LIKING.get(session.format, _LIKING_OF_OTHERS)
    return least + (number * 37) % more


def _clashes(session: Session, agenda: Sequence[Session]) -> bool:
    return any(_overlap(session, other) for other in agenda)


def _overlap(one: Session, other: Session) -> bool:
    if one.slot is None or other.slot is None:
        return False
    return spans_overlap(one.slot.starts_at, ends_at(one), other.slot.starts_at, ends_at(other))
