"""Changes from the timetable editor: a session's slot, and with it its main theme."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.db import transaction
from conference.draft.services.lookup import check_version, in_draft
from conference.draft.services.session_facts import RoomWithoutStart, SessionFacts
from conference.draft.services.sessions import edit_session, facts_of
from conference.draft.tables import Session
from conference.events.services import locked_event


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a session stands in the timetable.

    :ivar starts_at: aware; None for no slot.
    :ivar minutes: its length, kept while it is unscheduled.
    :ivar room: key; None for no room.
    :ivar theme: slug of its main theme; None where it has none or, for a place to take, to leave it as it is.
    """

    starts_at: datetime | None
    minutes: int
    room: str | None = None
    theme: str | None = None


def place_session(
    event_id: int, code: str, place: Place, *, now: datetime, version: int | None = None
) -> tuple[Session, Place]:
    """Put a session somewhere in the timetable, or out of it. Gives it and the place that it had before.

    A theme that becomes the main one changes place with it where the session had both, and else replaces it.

    :param version: on which the asker decided; None to overwrite whatever is there.
    :raises NotInDraft: the event has no such session, room or theme.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: RoomWithoutStart, NumberOutOfRange or DayOutOfRange.
    """
    if place.starts_at is None and place.room:
        raise RoomWithoutStart
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        stored = facts_of(session)
        before = Place(
            starts_at=stored["starts_at"],
            minutes=stored["minutes"],
            room=stored["room"],
            theme=next(iter(stored["themes"]), None),
        )
        wanted: dict[str, Any] = {"starts_at": place.starts_at, "minutes": place.minutes, "room": place.room or None}
        if place.theme and place.theme != before.theme:
            wanted["themes"] = _led_by(place.theme, stored["themes"])
        check_version(session, version, {name: stored[name] for name in wanted}, wanted)
        facts = SessionFacts(**{**stored, **wanted})
        return edit_session(event_id, code, facts, now=now), before


def _led_by(main: str, themes: tuple[str, ...]) -> tuple[str, ...]:
    """Return themes with another main one."""
    if main in themes:
        return tuple({themes[0]: main, main: themes[0]}.get(slug, slug) for slug in themes)
    return (main, *themes[1:])
