"""Changes of bookings and agendas."""

from conference.agenda.services.bookings import book_instead, book_session, drop_booking, keep_both
from conference.agenda.services.desk import SeatAnswer
from conference.agenda.services.leaving import drop_all, drop_all_of_those_who_left
from conference.agenda.services.settling import settle_bookings, settle_bookings_of_newest_releases
from conference.agenda.services.sharing import (
    TooManyShares,
    note_visit,
    revoke_share,
    share_agenda,
    want_suggestions,
)

__all__ = [
    "SeatAnswer",
    "TooManyShares",
    "book_instead",
    "book_session",
    "drop_all",
    "drop_all_of_those_who_left",
    "drop_booking",
    "keep_both",
    "note_visit",
    "revoke_share",
    "settle_bookings",
    "settle_bookings_of_newest_releases",
    "share_agenda",
    "want_suggestions",
]
