"""Pages of the organiser."""

from conference.draft.views import (
    copying,
    overview,
    partnerships,
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
    "bp",
    "copying",
    "overview",
    "partnerships",
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
