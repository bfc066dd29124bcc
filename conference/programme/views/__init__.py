"""Pages of the programme, for everybody."""

from conference.programme.views import changes, people, preview, programme, sessions, welcome
from conference.programme.views.blueprint import bp

__all__ = ["bp", "changes", "people", "preview", "programme", "sessions", "welcome"]
