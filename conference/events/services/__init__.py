"""Changes to events, to roles in them, and the audit log."""

from conference.events.services.audit import record, record_role
from conference.events.services.events import (
    EventFacts,
    EventGone,
    SlugTaken,
    StaleVersion,
    create_event,
    edit_event,
    kept_texts,
    locked_event,
    rename_event,
)
from conference.events.services.figures import keep_count
from conference.events.services.invitations import (
    AlreadyOrganiser,
    InvitationNotFound,
    InvitationNotValid,
    TooManyInvitations,
    TooManyLetters,
    accept_invitation,
    invite,
    open_invited_account,
    resend_invitation,
    withdraw_invitation,
)
from conference.events.services.roles import LastOwner, set_role
from conference.events.services.second_factor import OwnFactorMissing, require_second_factor

__all__ = [
    "AlreadyOrganiser",
    "EventFacts",
    "EventGone",
    "InvitationNotFound",
    "InvitationNotValid",
    "LastOwner",
    "OwnFactorMissing",
    "SlugTaken",
    "StaleVersion",
    "TooManyInvitations",
    "TooManyLetters",
    "accept_invitation",
    "create_event",
    "edit_event",
    "invite",
    "keep_count",
    "kept_texts",
    "locked_event",
    "open_invited_account",
    "record",
    "record_role",
    "rename_event",
    "require_second_factor",
    "resend_invitation",
    "set_role",
    "withdraw_invitation",
]
