"""Changes of delegations."""

from conference.delegations.services.answering import (
    AlreadyMember,
    ContactStays,
    choose_for_oneself,
    decline,
    hand_over,
    join,
    leave,
    remove_member,
)
from conference.delegations.services.inviting import (
    AskedLately,
    Invited,
    MailboxFull,
    clear_invitations,
    invite,
    remind,
    withdraw_invitation,
)
from conference.delegations.services.locks import NotTakingPart
from conference.delegations.services.making import (
    DelegationFacts,
    TooManyDelegations,
    create_delegation,
    create_delegation_for,
    dissolve_delegation,
    edit_delegation,
)
from conference.delegations.services.planning import decline_proposal, share_out, wish

__all__ = [
    "AlreadyMember",
    "AskedLately",
    "ContactStays",
    "DelegationFacts",
    "Invited",
    "MailboxFull",
    "NotTakingPart",
    "TooManyDelegations",
    "choose_for_oneself",
    "clear_invitations",
    "create_delegation",
    "create_delegation_for",
    "decline",
    "decline_proposal",
    "dissolve_delegation",
    "edit_delegation",
    "hand_over",
    "invite",
    "join",
    "leave",
    "remind",
    "remove_member",
    "share_out",
    "wish",
    "withdraw_invitation",
]
