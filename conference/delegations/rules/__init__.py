"""Who is invited and how often, where members stand, who covers what, and what nobody covers. Pure."""

from conference.delegations.rules.lines import Fault, Invitee, LineFault, ReadLines, is_plain_name, read_lines
from conference.delegations.rules.members import (
    INVITATION_LIFETIME,
    MOST_DELEGATIONS,
    MOST_LETTERS,
    MOST_MEMBERS,
    TAKING_PART,
    DelegationFull,
    Kind,
    MemberState,
    ReminderTooSoon,
    TooManyInvitations,
    check_pause,
    check_room,
    spend,
    state_of_member,
)

__all__ = [
    "INVITATION_LIFETIME",
    "MOST_DELEGATIONS",
    "MOST_LETTERS",
    "MOST_MEMBERS",
    "TAKING_PART",
    "DelegationFull",
    "Fault",
    "Invitee",
    "Kind",
    "LineFault",
    "MemberState",
    "ReadLines",
    "ReminderTooSoon",
    "TooManyInvitations",
    "check_pause",
    "check_room",
    "is_plain_name",
    "read_lines",
    "spend",
    "state_of_member",
]
