"""Changes to speakers' links, what they send, and what becomes of it."""

from conference.speaking.services.contributions import (
    NotTheirs,
    TooManyContributions,
    answer_slot,
    propose_profile,
    send_material,
    state_availability,
)
from conference.speaking.services.deciding import (
    AlreadyDecided,
    accept_contribution,
    decline_contribution,
)
from conference.speaking.services.links import (
    NoAddress,
    TooManyLetters,
    make_link,
    note_seen,
    revoke_link,
    send_link,
    send_links,
)

__all__ = [
    "AlreadyDecided",
    "NoAddress",
    "NotTheirs",
    "TooManyContributions",
    "TooManyLetters",
    "accept_contribution",
    "answer_slot",
    "decline_contribution",
    "make_link",
    "note_seen",
    "propose_profile",
    "revoke_link",
    "send_link",
    "send_links",
    "send_material",
    "state_availability",
]
