"""Pages of the organiser."""

from conference.draft.views import (
    availability,
    clashes,
    copying,
    overview,
    partnerships,
    prospects,
    publish,
    repeating,
    rooms,
    session_form,
    sessions,
    settings,
    speakers,
    themes,
    timetable,
    timetable_slot,
    undo,
)
from conference.draft.views.blueprint import bp

__all__ = [
    "availability",
    "bp",
    "clashes",
    "copying",
    "overview",
    "partnerships",
    "prospects",
    "publish",
    "repeating",
    "rooms",
    "session_form",
    "sessions",
    "settings",
    "speakers",
    "themes",
    "timetable",
    "timetable_slot",
    "undo",
]
