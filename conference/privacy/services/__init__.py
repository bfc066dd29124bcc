"""Changes of what others see of a person, and of what is kept of them."""

from conference.privacy.services.deletion import (
    AccountGone,
    OnlyOwner,
    delete_account,
    events_owned_alone,
    speaker_entries,
)
from conference.privacy.services.programme import erase_speaker, redact_speaker
from conference.privacy.services.retention import clear_due_events, clear_event, set_retention
from conference.privacy.services.seeing import let_see

__all__ = [
    "AccountGone",
    "OnlyOwner",
    "clear_due_events",
    "clear_event",
    "delete_account",
    "erase_speaker",
    "events_owned_alone",
    "let_see",
    "redact_speaker",
    "set_retention",
    "speaker_entries",
]
