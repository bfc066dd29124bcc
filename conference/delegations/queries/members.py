"""Reads on delegations and on who belongs to them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.codes import token_hash
from conference.db import db
from conference.delegations.rules import TAKING_PART, MemberState, state_of_member
from conference.delegations.tables import Delegation, DelegationMember
from conference.errors import DomainError
from conference.events.tables import Event
from conference.registrations.tables import Registration
from conference.translated import sort_key

LINKS = "links of delegations"
"""The purpose for which tokens are sealed."""


class DelegationNotFound(DomainError):
    """The event has no such delegation, or whoever asks does not belong to it."""


class MemberNotFound(DomainError):
    """The delegation has no such member."""


class LinkNotValid(DomainError):
    """The link never was one, was used, has expired, or the invitation was withdrawn: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a delegation, as others see them.

    :ivar name: of the account of who joined; else as whoever invited them wrote it.
    :ivar email: of who joined; None before: others learn of them only that they were asked.
    :ivar registration_id: of who joined and takes part, or wants to.
    :ivar zone: of their account, IANA.
    :ivar is_contact: whether they invite and remove others.
    """

    id: int
    name: str
    email: str | None
    state: MemberState
    account_id: int | None
    registration_id: int | None
    zone: str
    is_contact: bool
    row: DelegationMember

    @property
    def has_joined(self) -> bool:
        """Whether they said that they belong to it."""
        return self.account_id is not None


@dataclass(frozen=True, slots=True)
class AskedMember:
    """What the link of an invitation leads to.

    :ivar contact: name of the contact; None where there is none.
    """

    row: DelegationMember
    delegation: Delegation
    event: Event
    contact: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A delegation in a list.

    :ivar contact: name of the contact; ``""`` where there is none.
    :ivar joined: how many belong to it; ``asked`` how many have not answered, or declined.
    """

    delegation: Delegation
    contact: str
    joined: int
    asked: int


def delegation_in(event_id: int, delegation_id: int) -> Delegation:
    """Return a delegation of an event.

    :raises DelegationNotFound: the event has none of that number.
    """
    found = db.session.scalar(select(Delegation).where(Delegation.event_id == event_id, Delegation.id == delegation_id))
    if found is None:
        raise DelegationNotFound(delegation_id)
    return found


def membership(event_id: int, delegation_id: int, account_id: int) -> tuple[Delegation, DelegationMember]:
    """Return a delegation of an event together with an account's place in it.

    :raises DelegationNotFound: there is none of that number, or the account does not belong to it.
    """
    row = db.session.execute(
        select(Delegation, DelegationMember)
        .join(DelegationMember, DelegationMember.delegation_id == Delegation.id)
        .where(
            Delegation.event_id == event_id, Delegation.id == delegation_id, DelegationMember.account_id == account_id
        )
    ).first()
    if row is None:
        raise DelegationNotFound(delegation_id)
    return row[0], row[1]


def delegation_of_member(member_id: int) -> Delegation | None:
    """Return the delegation in which somebody has a place; None where there is no such place."""
    return db.session.scalar(
        select(Delegation)
        .join(DelegationMember, DelegationMember.delegation_id == Delegation.id)
        .where(DelegationMember.id == member_id)
    )


def belonging(member: DelegationMember, event_id: int) -> bool:
    """Say whether a member takes part in the event, or waits to: only they see what the delegation plans."""
    return bool(
        db.session.scalar(
            select(Registration.id).where(
                Registration.event_id == event_id,
                Registration.account_id == member.account_id,
                Registration.state.in_(TAKING_PART),
            )
        )
    )


def members_of(delegation: Delegation, *, now: datetime, language: str = "en") -> list[Member]:
    """Return everybody of a delegation, those who joined first, then by name. One query.

    :param language: by whose alphabet names are sorted.
    """
    rows = db.session.execute(
        select(DelegationMember, Account.name, Account.email, Account.zone, Registration.id, Registration.state)
        .outerjoin(Account, Account.id == DelegationMember.account_id)
        .outerjoin(
            Registration,
            and_(Registration.account_id == Account.id, Registration.event_id == delegation.event_id),
        )
        .where(DelegationMember.delegation_id == delegation.id)
    )
    found = [
        Member(
            id=row.id,
            name=name or row.name,
            email=email,
            state=state_of_member(
                joined=row.account_id is not None, declined=row.declined_at is not None, expires_at=row.expires_at,
                registration=state, now=now,
            ),
            account_id=row.account_id,
            registration_id=registration_id if state in TAKING_PART else None,
            zone=zone or "UTC",
            is_contact=row.account_id is not None and row.account_id == delegation.contact_id,
            row=row,
        )
        for row, name, email, zone, registration_id, state in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.has_joined, sort_key(one.name, language), one.id))


def delegations_of(event_id: int, account_id: int) -> list[Listed]:
    """Return the delegations of an event to which an account belongs, the oldest first. One query."""
    own = aliased(DelegationMember)
    return _listed(event_id, Delegation.id.in_(select(own.delegation_id).where(own.account_id == account_id)))


def delegations_of_event(event_id: int) -> list[Listed]:
    """Return all delegations of an event, the oldest first. One query."""
    return _listed(event_id)


def _listed(event_id: int, *conditions: ColumnElement[bool]) -> list[Listed]:
    rows = db.session.execute(
        select(Delegation, Account.name, func.count(DelegationMember.account_id), func.count(DelegationMember.id))
        .outerjoin(Account, Account.id == Delegation.contact_id)
        .outerjoin(DelegationMember, DelegationMember.delegation_id == Delegation.id)
        .where(Delegation.event_id == event_id, *conditions)
        .group_by(Delegation.id, Account.name)
        .order_by(Delegation.id)
    )
    return [Listed(row, name or "", joined, total - joined) for row, name, joined, total in rows]


def invitation_by_token(token: str, *, now: datetime) -> AskedMember:
    """Return what the link of an invitation leads to, while it works.

    :raises LinkNotValid: it does not, for whatever reason.
    """
    row = db.session.execute(
        select(DelegationMember, Delegation, Event, Account.name)
        .join(Delegation, Delegation.id == DelegationMember.delegation_id)
        .join(Event, Event.id == Delegation.event_id)
        .outerjoin(Account, Account.id == Delegation.contact_id)
        .where(DelegationMember.token_hash == token_hash(token), DelegationMember.expires_at > now)
    ).first()
    if row is None:
        raise LinkNotValid
    return AskedMember(*row)


def invitations_to(event_id: int, email: str, *, now: datetime) -> list[AskedMember]:
    """Return the invitations to delegations of an event that went to an address and can be taken up. One query."""
    rows = db.session.execute(
        select(DelegationMember, Delegation, Event, Account.name)
        .join(Delegation, Delegation.id == DelegationMember.delegation_id)
        .join(Event, Event.id == Delegation.event_id)
        .outerjoin(Account, Account.id == Delegation.contact_id)
        .where(
            Delegation.event_id == event_id,
            DelegationMember.email == email,
            DelegationMember.account_id.is_(None),
            DelegationMember.expires_at > now,
        )
        .order_by(DelegationMember.id)
    )
    return [AskedMember(*row) for row in rows]


def registrations_in(delegation_id: int) -> set[int]:
    """Return the keys of the registrations, of whatever state, of those who belong to a delegation."""
    return set(
        db.session.scalars(
            select(Registration.id)
            .join(Delegation, Delegation.event_id == Registration.event_id)
            .join(
                DelegationMember,
                and_(
                    DelegationMember.delegation_id == Delegation.id,
                    DelegationMember.account_id == Registration.account_id,
                ),
            )
            .where(Delegation.id == delegation_id)
        )
    )


def delegation_names(event_id: int) -> dict[int, list[str]]:
    """Return the names of the delegations to which accounts belong, by the account's key. One query."""
    rows = db.session.execute(
        select(Account.id, Delegation.name)
        .join(DelegationMember, DelegationMember.account_id == Account.id)
        .join(Delegation, Delegation.id == DelegationMember.delegation_id)
        .where(Delegation.event_id == event_id)
        .order_by(Delegation.id)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for account_id, name in rows:
        names[account_id].append(name)
    return dict(names)
