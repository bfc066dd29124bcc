"""Changes of bookings and agendas."""

from conference.agenda.services.bookings import (
    book_instead,
    book_session,
    confirm_seat,
    drop_booking,
    keep_both,
    take_seat,
    wish_swap,
)
from conference.agenda.services.desk import SeatAnswer
from conference.agenda.services.leaving import drop_ahead, drop_all, drop_all_of_those_who_left, held_ahead
from conference.agenda.services.seat_rules import edit_event_seat_rules, edit_session_seat_rules, note_attendance
from conference.agenda.services.settling import (
    ask_for_confirmation,
    lapse_offers,
    release_unconfirmed_seats,
    settle_bookings,
    settle_bookings_of_newest_releases,
    tend_seats,
)
from conference.agenda.services.sharing import (
    TooManyShares,
    note_visit,
    revoke_share,
    share_agenda,
    want_suggestions,
)
from conference.agenda.services.swapping import finish_swaps

__all__ = [
    "SeatAnswer",
    "TooManyShares",
    "ask_for_confirmation",
    "book_instead",
    "book_session",
    "confirm_seat",
    "drop_ahead",
    "drop_all",
    "drop_all_of_those_who_left",
    "drop_booking",
    "edit_event_seat_rules",
    "edit_session_seat_rules",
    "finish_swaps",
    "held_ahead",
    "keep_both",
    "lapse_offers",
    "note_attendance",
    "note_visit",
    "release_unconfirmed_seats",
    "revoke_share",
    "settle_bookings",
    "settle_bookings_of_newest_releases",
    "share_agenda",
    "take_seat",
    "tend_seats",
    "want_suggestions",
    "wish_swap",
]
