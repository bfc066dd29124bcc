"""Who may register, in which state, for whom, and who moves up. Pure."""

from conference.registrations.rules.groups import FIRST_GROUPS, FirstGroup
from conference.registrations.rules.listing import Order, RegistrationFilter, filter_from
from conference.registrations.rules.places import Queued, moving_up
from conference.registrations.rules.seen_by import SeenBy, shown_to
from conference.registrations.rules.states import (
    DECIDABLE,
    InvitationNeeded,
    Mode,
    OpensAfterClosing,
    RegistrationClosed,
    Stage,
    State,
    UnknownGroup,
    check_window,
    stage_of,
)

__all__ = [
    "DECIDABLE",
    "FIRST_GROUPS",
    "FirstGroup",
    "InvitationNeeded",
    "Mode",
    "OpensAfterClosing",
    "Order",
    "Queued",
    "RegistrationClosed",
    "RegistrationFilter",
    "SeenBy",
    "Stage",
    "State",
    "UnknownGroup",
    "check_window",
    "filter_from",
    "moving_up",
    "shown_to",
    "stage_of",
]
