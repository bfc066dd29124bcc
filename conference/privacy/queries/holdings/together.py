"""What somebody does as a member of a delegation."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from conference.delegations import tables as delegations
from conference.events.tables import Event
from conference.privacy.queries.holding import (
    Column,
    Holding,
    Whose,
    by_account,
    by_email,
    event_named,
    facts,
    named_by,
)
from conference.privacy.queries.person import Person
from conference.privacy.rules import Fate


def _asked_or_joined(person: Person) -> ColumnElement[bool]:
    """Rows of those who joined, and of the address that was asked."""
    return or_(
        by_account(delegations.DelegationMember.account_id)(person),
        delegations.DelegationMember.account_id.is_(None) & by_email(delegations.DelegationMember.email)(person),
    )


def _by_member(column: Column) -> Whose:
    """Rows whose column names one of the person's places in delegations."""
    places = delegations.DelegationMember
    return lambda person: column.in_(select(places.id).where(places.account_id == person.account_id))


def delegation_of_member(column: Column) -> ColumnElement[Any]:
    """Return the name of the delegation in which a place is that a column names."""
    return (
        select(delegations.Delegation.name)
        .join(delegations.DelegationMember, delegations.DelegationMember.delegation_id == delegations.Delegation.id)
        .where(delegations.DelegationMember.id == column)
        .scalar_subquery()
    )


TOGETHER: tuple[Holding, ...] = (
    Holding(
        table=delegations.Delegation, fate=Fate.NAMELESS, whose=by_account(delegations.Delegation.contact_id),
        told_as="delegations",
        tells=facts(
            delegations.Delegation,
            "name kind partnership organisation municipality group_key created_at",
            event=event_named(delegations.Delegation.event_id),
        ),
        blanks={"contact_id": None},
        why="the others plan on, and organisers name somebody else as contact",
    ),
    Holding(
        table=delegations.DelegationMember, fate=Fate.GOES, whose=_asked_or_joined, told_as="places_in_delegations",
        tells=facts(
            delegations.DelegationMember,
            "name email language invited_at written_at expires_at declined_at joined_at shows_agenda understands",
            delegation=named_by(delegations.Delegation, "name", delegations.DelegationMember.delegation_id),
            event=select(Event.slug)
            .join(delegations.Delegation, delegations.Delegation.event_id == Event.id)
            .where(delegations.Delegation.id == delegations.DelegationMember.delegation_id)
            .scalar_subquery(),
        ),
        untold="token_hash token_sealed",
    ),
    Holding(
        table=delegations.DelegationWish, fate=Fate.GOES, whose=_by_member(delegations.DelegationWish.member_id),
        told_as="wishes_in_delegations",
        tells=facts(
            delegations.DelegationWish, "session_uid",
            delegation=delegation_of_member(delegations.DelegationWish.member_id),
        ),
    ),
    Holding(
        table=delegations.DelegationProposal, fate=Fate.GOES,
        whose=_by_member(delegations.DelegationProposal.member_id), told_as="proposed_to_you",
        tells=facts(
            delegations.DelegationProposal, "session_uid made_at is_declined",
            delegation=delegation_of_member(delegations.DelegationProposal.member_id),
        ),
    ),
    Holding(
        table=delegations.InvitationAllowance, fate=Fate.GOES,
        whose=by_account(delegations.InvitationAllowance.account_id), told_as="invitations_sent",
        tells=facts(delegations.InvitationAllowance, "began_at letters"),
    ),
)  # fmt: skip
