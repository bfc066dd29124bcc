"""Pages of the organiser."""

from conference.draft.views import overview, partnerships, publish, rooms, sessions, settings, speakers, themes
from conference.draft.views.blueprint import bp

__all__ = ["bp", "overview", "partnerships", "publish", "rooms", "sessions", "settings", "speakers", "themes"]
