"""Pages of events as such: which there are, who organises them, their audit log."""

from conference.events.views import events, invitations, log, people
from conference.events.views.blueprint import bp

__all__ = ["bp", "events", "invitations", "log", "people"]
