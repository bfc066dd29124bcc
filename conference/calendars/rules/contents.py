"""What belongs in a feed, and how long it stays there."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from conference import zones
from conference.programme.document import Event, Programme, Session, Slot
from conference.programme.document.index import takes_place
from conference.programme.rules.filters import Filter, find
from conference.programme.rules.kept import once_per_programme

TOMBSTONE_DAYS = 90
"""How long after the event's last day cancelled sessions stay in its feeds: longer than any program polls."""


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
