"""The agendas that a calendar account is for, as calendars with an entry for each session."""

from datetime import datetime

from conference.caldav.queries import feed_states
from conference.caldav.render.properties import PRODUCT
from conference.caldav.rules.components import component_of
from conference.caldav.rules.filters import changed_at_of
from conference.caldav.rules.places import Agenda, Entry
from conference.calendars.queries import FeedState, HeldSeat, held_seats, waiting_places
from conference.calendars.render import Frame, Shelf
from conference.calendars.render.entries import entry_bytes
from conference.calendars.render.shelf import MEGABYTE
from conference.calendars.views import feeds, fetches
from conference.calendars.views.private import name_of
from conference.calendars.views.seats import all_that_matters, entries_of
from conference.translated import pick

_BEGIN = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\n".encode()
_END = b"END:VCALENDAR\r\n"

_kept: Shelf[Agenda] = Shelf(
    16 * MEGABYTE, lambda agenda: sum(len(entry.content) + 200 for entry in agenda.entries) + 500
)
"""Agendas as they are, by all that their bytes depend on: most programs ask again before anything has changed."""


def agendas_of(subscription_id: int, now: datetime) -> tuple[Agenda, ...]:
    """Return the agendas that a subscription is for, each with the same entries as its feed, and note the fetch."""
    states = feed_states(subscription_id)
    agendas = tuple(agenda for state in states if (agenda := _agenda(state, now)) is not None)
    if states:
        fetches.note(max(states, key=lambda state: state.published_at), now)
    return agendas


def _agenda(state: FeedState, now: datetime) -> Agenda | None:
    """Return an agenda. One that has not changed costs no query of its own; one more while a queue shows in it."""
    frame = feeds.private_frame(state.event_id, state.digest, state)
    if frame is None:
        return None
    waiting = waiting_places(state.registration_id) if state.is_waiting and state.shows_waiting else ()
    key = feeds.tag_of(all_that_matters(state, waiting, frame, now))
    return _kept.get(key, lambda: _made(state, frame, waiting, now))


def _made(state: FeedState, frame: Frame, waiting: tuple[HeldSeat, ...], now: datetime) -> Agenda:
    event, language = frame.programme.event, frame.words.language
    seats = (*held_seats(state.registration_id), *waiting)
    contents = [
        (entry.session.uid, b"".join((_BEGIN, entry_bytes(frame, entry), _END)))
        for entry in entries_of(frame, seats, now)
    ]
    return Agenda(
        key=event.slug,
        event_id=state.event_id,
        title=name_of(frame),
        summary=pick(event.summary, language, event.languages),
        language=language,
        colour=feeds.YELLOW,
        zone=event.zone,
        years=(event.first_day.year, event.last_day.year),
        entries=tuple(
            Entry(f"{uid}.ics", content, feeds.tag_of_bytes(content), changed_at_of(component_of(content)))
            for uid, content in contents
        ),
    )
