"""Taking part: registering, booking, one's own agenda."""

from conference.agenda.views import agenda, bookings, registration, sharing
from conference.agenda.views.blueprint import bp

__all__ = ["agenda", "bookings", "bp", "registration", "sharing"]
