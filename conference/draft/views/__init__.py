"""Pages of the organiser."""

from conference.draft.views import (
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
    undo,
)
from conference.draft.views.blueprint import bp

__all__ = [
    "bp",
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
    "undo",
]
