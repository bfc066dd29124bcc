"""One's own agenda for programs that speak CalDAV."""

from conference.calendars.views.dav import answering
from conference.calendars.views.dav.blueprint import bp

__all__ = ["answering", "bp"]
