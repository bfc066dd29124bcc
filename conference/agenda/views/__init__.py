"""Booking, and one's own agenda."""

from conference.agenda.views import agenda, bookings, organise, seats, sharing
from conference.agenda.views.blueprint import bp

__all__ = ["agenda", "bookings", "bp", "organise", "seats", "sharing"]
