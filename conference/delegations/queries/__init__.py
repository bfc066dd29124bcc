"""Reads on delegations and their members."""

from conference.delegations.queries.members import (
    LINKS,
    AskedMember,
    DelegationNotFound,
    LinkNotValid,
    Listed,
    Member,
    MemberNotFound,
    belonging,
    delegation_in,
    delegation_names,
    delegations_of,
    delegations_of_event,
    invitation_by_token,
    invitations_to,
    members_of,
    membership,
    registrations_in,
)
from conference.delegations.queries.planning import Plan, plan_of

__all__ = [
    "LINKS",
    "AskedMember",
    "DelegationNotFound",
    "LinkNotValid",
    "Listed",
    "Member",
    "MemberNotFound",
    "Plan",
    "belonging",
    "delegation_in",
    "delegation_names",
    "delegations_of",
    "delegations_of_event",
    "invitation_by_token",
    "invitations_to",
    "members_of",
    "membership",
    "plan_of",
    "registrations_in",
]
