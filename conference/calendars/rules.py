"""What belongs in a feed, how long it stays there, and which program asked. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from conference import zones
from conference.programme.document import Event, Programme, Session, Slot
from conference.programme.document.index import takes_place
from conference.programme.rules.filters import Filter, find
from conference.programme.rules.kept import once_per_programme

TOMBSTONE_DAYS = 90
"""How long after the event's last day cancelled sessions stay in its feeds: longer than any program polls."""

LONGEST_PROGRAM = 200
MOST_SUBSCRIPTIONS = 40
"""Working addresses per registration, and of all events per account: more than devices, and still a readable list."""

LONGEST_NAME = 100
"""Characters of what an owner calls a subscription."""

ALARMS = (5, 10, 15, 30, 60, 24 * 60)
"""Minutes before the start at which entries may ring: few enough to choose from at a glance."""


def alarms_to_text(minutes: Iterable[int]) -> str:
    """Return chosen alarms as they are stored: those on offer alone, each once, the nearest first: ``10 60``."""
    chosen = set(minutes)
    return " ".join(str(one) for one in ALARMS if one in chosen)


def alarms_of(text: str) -> tuple[int, ...]:
    """Return the minutes of stored alarms, the nearest first; what is not on offer is left out."""
    chosen = set(text.split())
    return tuple(one for one in ALARMS if str(one) in chosen)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner of a private address lets its entries carry. What nobody chose is as for everyone.

    :ivar alarms: minutes before the start at which booked entries ring, the nearest first.
    :ivar shows_waiting: whether sessions waited for, or in which a seat is offered, are shown.
    :ivar shows_cancelled: whether cancelled sessions stay, marked.
    :ivar is_short: whether entries tell title, times and door alone.
    :ivar fills_time: whether entries let their reader appear busy.
    """

    alarms: tuple[int, ...] = ()
    shows_waiting: bool = True
    shows_cancelled: bool = True
    is_short: bool = False
    fills_time: bool = True


class Place(StrEnum):
    """Where an address is going to be used: what to begin with when choosing."""

    PHONE = "phone"
    OFFICE = "office"
    GLANCE = "glance"


BEGINNINGS = {
    Place.PHONE: Choices(alarms=(10,)),
    Place.OFFICE: Choices(shows_waiting=False, shows_cancelled=False, is_short=True),
    Place.GLANCE: Choices(fills_time=False),
}
"""A phone rings; colleagues see when one is busy, not with what; at a glance one stays free."""


def slot_in_calendars(session: Session) -> Slot | None:
    """Return where a session stands in calendars: its slot, else the one it was taken out of, else None.

    A session that never had a published slot was never in a calendar, and does not appear there.
    """
    if session.slot is not None:
        return session.slot
    return session.stamp.last_slot if session.stamp else None


def is_tombstone(session: Session) -> bool:
    """Say whether calendars show the session as cancelled: called off, or taken out of the timetable."""
    return not takes_place(session)


def tombstones_end_at(event: Event) -> datetime:
    """Return when cancelled sessions leave the feeds: the midnight, in the event's zone, after the 90th day."""
    return zones.day_bounds(event.last_day + timedelta(days=TOMBSTONE_DAYS + 1), event.zone)[0]


def sessions_in_feed(sessions: list[Session], *, keeps_tombstones: bool) -> list[Session]:
    """Return those sessions that a feed carries, in an order that does not depend on how they came."""
    shown = [
        (slot.starts_at, str(session.uid), session)
        for session in sessions
        if (slot := slot_in_calendars(session)) is not None and (keeps_tombstones or not is_tombstone(session))
    ]
    return [session for _, _, session in sorted(shown, key=lambda row: row[:2])]


@once_per_programme
def sessions_by_room(programme: Programme) -> dict[str, list[Session]]:
    """Return the sessions of each room, by its key. One taken out of the timetable is struck out where it was."""
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in programme.sessions.values():
        slot = slot_in_calendars(session)
        if slot is not None and slot.room in programme.rooms:
            found[slot.room].append(session)
    return dict(found)


@once_per_programme
def sessions_by_language(programme: Programme) -> dict[str, list[Session]]:
    """Return the sessions spoken in each language, by its code: the event's own first, then others by code."""
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in programme.sessions.values():
        for language in dict.fromkeys(session.passport.spoken):
            found[language].append(session)
    own = programme.event.languages
    return {language: found[language] for language in (*own, *sorted(set(found).difference(own)))}


def view_of(programme: Programme, wanted: Filter) -> Filter:
    """Return a filter as its calendar has it, so that one view has one address.

    Themes stand in the programme's order. One that is unknown adds nothing beside others and goes; alone it
    stays, since a view of it is empty, and not the whole programme.
    """
    known = tuple(slug for slug in programme.themes if slug in wanted.themes)
    return replace(wanted, themes=known or wanted.themes[:1])


def sessions_in_view(programme: Programme, wanted: Filter) -> list[Session]:
    """Return the sessions that a filter of the programme lets pass, as calendars have them.

    They are those of the programme's page, and on a day also those that were taken out of it: they are struck out
    where they were. A session that stops matching is simply not among them any more.
    """
    found = find(programme, replace(wanted, day="")).sessions
    if not wanted.day:
        return list(found)
    zone = programme.event.zone
    return [
        session
        for session in found
        if (slot := slot_in_calendars(session)) and zones.local_day(slot.starts_at, zone) == wanted.chosen_day
    ]


def cleaned_program(user_agent: str | None) -> str | None:
    """Return a User-Agent as it may be stored: printable, one line, at most 200 characters; None if nothing is left."""
    if not user_agent:
        return None
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in user_agent[: 4 * LONGEST_PROGRAM])
    return " ".join(kept.split())[:LONGEST_PROGRAM].rstrip() or None


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name as it was wanted, or with the next free number behind it where another one is called so.

    Of two that are called alike their owner would revoke the wrong one.
    """
    known = {one.casefold() for one in taken}
    name, number = wanted, 1
    while name.casefold() in known:
        number += 1
        ending = f" {number}"
        name = wanted[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name


def is_named_for(name: str, wanted: str) -> bool:
    """Say whether :func:`free_name` may have made a name of what was wanted."""
    if name == wanted:
        return True
    ending = re.search(r" [0-9]+$", name)
    return ending is not None and name == wanted[: LONGEST_NAME - len(ending[0])].rstrip() + ending[0]


BROWSER = "browser"

_PROGRAMS: tuple[tuple[str, str], ...] = (
    (r"google-calendar-importer|googlebot.*calendar|feedfetcher-google", "Google Calendar"),
    (r"microsoft\.exchange|exchange-?calendar|outlookweb|office365|microsoft exchange", "Outlook.com, Microsoft 365"),
    (r"microsoft office|microsoft outlook|ms-?outlook|outlook", "Outlook"),
    (r"thunderbird|lightning|betterbird", "Thunderbird"),
    (r"icsx5", "ICSx⁵"),
    (r"davx5", "DAVx⁵"),
    (
        r"dataaccessd|calendaragent|calendarserver|iphone|ipados|\bios/|core(dav|media)|remindd|\bical/",
        "Apple Calendar",
    ),
    (r"macos.*calendar|mac[ +_]os[ +_]x.*(calendar|ical)", "Apple Calendar"),
    (r"protoncalendar|proton", "Proton Calendar"),
    (r"nextcloud", "Nextcloud"),
    (r"evolution|gnome-calendar|libsoup", "GNOME"),
    (r"korganizer|merkuro|akonadi|kde", "KDE"),
    (r"fantastical", "Fantastical"),
    (r"busycal", "BusyCal"),
    (r"yahoo", "Yahoo"),
    (r"home ?assistant", "Home Assistant"),
    (r"vdirsyncer|khal", "vdirsyncer"),
    (r"fastmail", "Fastmail"),
    (r"zoho", "Zoho"),
    (r"\bcurl/", "curl"),
    (r"\bwget/", "Wget"),
    (r"mozilla/5\.0 .*(firefox|chrome|safari|edg)/", BROWSER),
)


def program_of(user_agent: str | None) -> str | None:
    """Return the name by which people know a calendar program, from its User-Agent.

    :returns: a product's name, ``browser`` for a web browser, the first word of an unknown User-Agent, or None
        where nothing is known.
    """
    if not user_agent:
        return None
    for pattern, name in _PROGRAMS:
        if re.search(pattern, user_agent, re.IGNORECASE):
            return name
    return re.split(r"[/ (]", user_agent.strip(), maxsplit=1)[0][:40] or None


_KNOWN = frozenset(name for _, name in _PROGRAMS if name != BROWSER)


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
        by_program[name if name in _KNOWN else None].append(one)
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
