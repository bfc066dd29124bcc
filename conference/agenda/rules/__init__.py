"""What may be booked, who moves up, what clashes, and how an agenda reads. Pure."""

from conference.agenda.rules.days import Agenda, AgendaDay, Clash, Entry, Move, agenda_of
from conference.agenda.rules.seats import (
    NotBookable,
    SessionCancelled,
    SessionOver,
    SessionUnknown,
    SessionUnscheduled,
    check_bookable,
    free_seats,
    is_full,
    is_open,
    moving_up,
)
from conference.agenda.rules.standing import Standing, clashes_with

__all__ = [
    "Agenda",
    "AgendaDay",
    "Clash",
    "Entry",
    "Move",
    "NotBookable",
    "SessionCancelled",
    "SessionOver",
    "SessionUnknown",
    "SessionUnscheduled",
    "Standing",
    "agenda_of",
    "check_bookable",
    "clashes_with",
    "free_seats",
    "is_full",
    "is_open",
    "moving_up",
]
