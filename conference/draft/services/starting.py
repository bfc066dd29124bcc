"""Making an event that begins with something in it."""

from datetime import datetime
from typing import Any

from conference.db import transaction
from conference.draft.rules.event_templates import EventTemplate, in_languages, start_of
from conference.draft.services.rooms import add_room
from conference.draft.services.session_facts import SessionFacts
from conference.draft.services.sessions import add_session
from conference.draft.services.themes import add_theme
from conference.events.services import create_event
from conference.events.tables import Event


def create_event_from(template: EventTemplate | None, *, now: datetime, **facts: Any) -> Event:
    """Create an event and fill it as a template says: all of it or, on any refusal, nothing.

    Sessions whose day the event does not have come without a slot.

    :param template: None for an empty event.
    :param facts: as ``create_event`` takes them.
    :raises DomainError: what ``create_event`` refuses.
    """
    with transaction():
        event = create_event(now=now, **facts)
        if template:
            _fill(event, template, now)
    return event


def _fill(event: Event, template: EventTemplate, now: datetime) -> None:
    languages = event.languages
    themes = [
        add_theme(
            event.id, title=in_languages(theme.title, languages), short=in_languages(theme.short, languages),
            colour=theme.colour,
        ).slug
        for theme in template.themes
    ]  # fmt: skip
    rooms = [add_room(event.id, name=in_languages(name, languages)).key for name in template.rooms]
    for session in template.sessions:
        starts_at = start_of(session, event.first_day, event.last_day, event.zone)
        facts = SessionFacts(
            title=in_languages(session.title, languages), format=session.format, minutes=session.minutes,
            themes=[themes[session.theme - 1]] if session.theme else (), starts_at=starts_at,
            room=rooms[session.room - 1] if starts_at else None,
        )  # fmt: skip
        add_session(event.id, facts, now=now)
