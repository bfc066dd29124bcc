"""The door of each session, what is on now, and questions to those on stage."""

from conference.live.views import door, questions
from conference.live.views.blueprint import bp

__all__ = ["bp", "door", "questions"]
