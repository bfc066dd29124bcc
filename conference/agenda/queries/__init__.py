"""Reads on bookings, seats and shared agendas."""

from conference.agenda.queries.answers import booking_of_answer, given_up_for
from conference.agenda.queries.bookings import (
    Expected,
    agendas_of,
    booked_by,
    bookings_of,
    events_with_rules,
    events_with_waiting,
    expected_in,
    kept_clashes,
    others_from_city,
    said_of_event,
    seats_of,
    shared_bookings,
)
from conference.agenda.queries.moves import moves_of, moves_since
from conference.agenda.queries.sharing import (
    SHARES,
    SharedAgenda,
    ShareNotFound,
    share_of,
    shared_agenda,
    shares_of,
    token_of_share,
)
from conference.agenda.queries.standings import PLACE_IN_QUEUE, standing

__all__ = [
    "PLACE_IN_QUEUE",
    "SHARES",
    "Expected",
    "ShareNotFound",
    "SharedAgenda",
    "agendas_of",
    "booked_by",
    "booking_of_answer",
    "bookings_of",
    "events_with_rules",
    "events_with_waiting",
    "expected_in",
    "given_up_for",
    "kept_clashes",
    "moves_of",
    "moves_since",
    "others_from_city",
    "said_of_event",
    "seats_of",
    "share_of",
    "shared_agenda",
    "shared_bookings",
    "shares_of",
    "standing",
    "token_of_share",
]
