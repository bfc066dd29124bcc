"""Changes of registrations and bookings."""

from conference.agenda.services.bookings import book_instead, book_session, drop_booking, keep_both
from conference.agenda.services.desk import SeatAnswer
from conference.agenda.services.registrations import register, register_newcomer, withdraw
from conference.agenda.services.settling import settle_bookings, settle_bookings_of_newest_releases

__all__ = [
    "SeatAnswer",
    "book_instead",
    "book_session",
    "drop_booking",
    "keep_both",
    "register",
    "register_newcomer",
    "settle_bookings",
    "settle_bookings_of_newest_releases",
    "withdraw",
]
