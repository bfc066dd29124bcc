"""How far releases have come into private calendars."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conference.calendars.rules.programs import KNOWN, program_of


@dataclass(frozen=True, slots=True)
class Follower:
    """A private address that works, as far as organisers may count it.

    :ivar release_at: when the newest release that its last fetch carried was published; None before the first fetch.
    :ivar program: the User-Agent of that fetch.
    """

    account_id: int
    release_at: datetime | None
    program: str | None


PUBLISHING = timedelta(minutes=1)
"""How long it may take from the time that a release bears until everyone reads it."""


def carried_until(
    release_at: datetime | None, *, fetched_at: datetime | None, takes_part_since: datetime
) -> datetime | None:
    """Return up to when releases of one event have surely come to an address of all events; None where none has.

    A fetch carries the newest release of each event in which the owner then took part. Who fetches in the minute in
    which one is published counts with their next fetch.

    :param release_at: when the newest of the releases of all events was published that the last fetch carried.
    """
    if release_at is None or fetched_at is None or fetched_at < takes_part_since:
        return None
    return min(release_at, fetched_at - PUBLISHING)


@dataclass(frozen=True, slots=True)
class ReleaseReach:
    """How far a release has come: how many addresses, and of how many people, have fetched it or a later one."""

    number: int
    published_at: datetime
    addresses: int
    people: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the last releases of an event have come into private calendars.

    :ivar addresses: that work, of ``people`` in all; ``unfetched`` of them by no program yet.
    :ivar releases: the newest first.
    :ivar programs: name, addresses with the newest release, and all; the most used first. Those that few know are
        one, without a name: what somebody calls a program of their own would name them.
    """

    addresses: int
    people: int
    unfetched: int
    releases: tuple[ReleaseReach, ...]
    programs: tuple[tuple[str | None, int, int], ...]


def reach_of(followers: Sequence[Follower], releases: Sequence[tuple[int, datetime]]) -> Reach:
    """Return how far releases have come.

    :param releases: number and time of publishing, the newest first.
    """
    fetched = [one for one in followers if one.release_at is not None]

    def having(published_at: datetime) -> list[Follower]:
        return [one for one in fetched if one.release_at is not None and one.release_at >= published_at]

    newest = {id(one) for one in having(releases[0][1])} if releases else set()
    by_program: defaultdict[str | None, list[Follower]] = defaultdict(list)
    for one in fetched:
        name = program_of(one.program)
        by_program[name if name in KNOWN else None].append(one)
    programs = [(name, sum(id(one) in newest for one in those), len(those)) for name, those in by_program.items()]
    return Reach(
        addresses=len(followers),
        people=len({one.account_id for one in followers}),
        unfetched=len(followers) - len(fetched),
        releases=tuple(
            ReleaseReach(number, at, len(those), len({one.account_id for one in those}))
            for number, at in releases
            for those in (having(at),)
        ),
        programs=tuple(sorted(programs, key=lambda row: (row[0] is None, -row[2], row[0] or ""))),
    )
