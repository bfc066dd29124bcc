"""All events of a participant together: one private feed that begins and ends with their registrations by itself."""

from collections.abc import Iterator
from datetime import datetime

from flask import Response, abort

from conference.calendars.queries import CombinedState, combined_by_token, seats_by_registration
from conference.calendars.render import Cover, Entry, Frame
from conference.calendars.render.entries import entry_bytes
from conference.calendars.render.feeds import FORM, joined_feed
from conference.calendars.rules import latest, slot_in_calendars
from conference.calendars.views import feeds
from conference.calendars.views.seats import all_that_matters, entries_of
from conference.calendars.views.words import words_of


def feed_of_all_events(token: str, now: datetime) -> tuple[CombinedState, Response]:
    """Answer with the sessions of all events in which the owner of an address takes part; 404 where it is none.

    An unchanged feed costs one query, two while a place in a queue is shown, and renders nothing.
    """
    state = combined_by_token(token) or abort(404)
    framed = [
        (one, frame)
        for one in state.events
        if (frame := feeds.private_frame(one.event_id, one.digest, state, names_event=True)) is not None
    ]
    waiting = seats_by_registration(
        [one.registration_id for one in state.events if one.is_waiting] if state.choices.shows_waiting else [],
        is_waiting=True,
    )

    def make() -> bytes:
        seats = seats_by_registration([one.registration_id for one in state.events], is_waiting=False)
        entries = [
            (frame, entry)
            for one, frame in framed
            for entry in entries_of(
                frame, (*seats.get(one.registration_id, ()), *waiting.get(one.registration_id, ())), now
            )
        ]
        return joined_feed(cover_of_all(state.language), _in_order(entries))

    dates = (
        feeds.last_change(
            latest(one.published_at, one.redacted_at), frame.programme, now, one.agenda_changed_at,
            *(seat.changed_at for seat in waiting.get(one.registration_id, ())),
        )
        for one, frame in framed
    )  # fmt: skip
    words = words_of(state.language)
    matters = [
        FORM,
        feeds.installation().base_url,
        state.language,
        words.digest,
        *(
            part
            for one, frame in framed
            for part in all_that_matters(one, waiting.get(one.registration_id, ()), frame, now)
        ),
    ]
    response = feeds.private_answer(
        make,
        tag=feeds.tag_of(matters),
        changed_at=latest(state.changed_at, *dates),
        filename="sessions",
        title=words.all_agendas,
        now=now,
    )
    return state, response


def cover_of_all(language: str) -> Cover:
    """Return the cover of a calendar of all one's events."""
    return Cover(
        name=words_of(language).all_agendas, summary="", page=feeds.page_of("accounts.list_own_events"), source=None,
        refresh=feeds.PRIVATE_REFRESH, colour=feeds.YELLOW,
    )  # fmt: skip


def _in_order(entries: list[tuple[Frame, Entry]]) -> Iterator[bytes]:
    """Yield entries of several events in order of time and uid, as in any feed."""

    def place(row: tuple[Frame, Entry]) -> tuple[datetime, str]:
        session = row[1].session
        slot = slot_in_calendars(session)
        if slot is None:
            raise ValueError(session.code)
        return slot.starts_at, str(session.uid)

    for frame, entry in sorted(entries, key=place):
        yield entry_bytes(frame, entry)
