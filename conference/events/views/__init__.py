"""Pages of events as such: which there are, their audit log."""

from conference.events.views import events, log
from conference.events.views.blueprint import bp

__all__ = ["bp", "events", "log"]
