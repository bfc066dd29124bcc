"""What may be booked, who moves up, what clashes, and how an agenda reads. Pure."""

from conference.agenda.rules.alternatives import Alternatives, alternatives_to
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
from conference.agenda.rules.suggestions import FEWEST_OTHERS, Suggestion, suggestions_for
from conference.agenda.rules.transitions import LEAST_PAUSE, Transition, transitions_of

__all__ = [
    "FEWEST_OTHERS",
    "LEAST_PAUSE",
    "Agenda",
    "AgendaDay",
    "Alternatives",
    "Clash",
    "Entry",
    "Move",
    "NotBookable",
    "SessionCancelled",
    "SessionOver",
    "SessionUnknown",
    "SessionUnscheduled",
    "Standing",
    "Suggestion",
    "Transition",
    "agenda_of",
    "alternatives_to",
    "check_bookable",
    "clashes_with",
    "free_seats",
    "is_full",
    "is_open",
    "moving_up",
    "suggestions_for",
    "transitions_of",
]
