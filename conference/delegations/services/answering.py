"""What those do who were asked, and those who belong: join, decline, leave, hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from conference.accounts.tables import Account
from conference.codes import token_hash
from conference.db import db, instant_of_change, transaction
from conference.delegations.queries import LinkNotValid, MemberNotFound
from conference.delegations.services.letters import tell
from conference.delegations.services.locks import locked_delegation, locked_registration
from conference.delegations.tables import Delegation, DelegationMember, DelegationProposal
from conference.errors import DomainError
from conference.translated import LANGUAGES


@dataclass
class AlreadyMember(DomainError):
    """The account belongs to the delegation already, asked by another address.

    :ivar event_id: of the delegation, ``delegation_id`` its key.
    """

    event_id: int
    delegation_id: int


class ContactStays(DomainError):
    """The contact can neither leave nor be removed before somebody else is the contact."""


def join(
    event_id: int,
    delegation_id: int,
    member_id: int,
    *,
    account_id: int,
    token: str | None,
    shows_agenda: bool,
    understands: Sequence[str],
    now: datetime,
) -> DelegationMember:
    """Let an account take up an invitation to a delegation. The link is then used.

    :param token: of the link, with which any account may; None for the one whose address was asked.
    :param shows_agenda: whether the delegation sees which sessions they chose.
    :param understands: languages in which they follow a session.
    :raises conference.delegations.queries.LinkNotValid: see there.
    :raises conference.delegations.services.locks.NotTakingPart: they have to register first.
    :raises AlreadyMember: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _asked(delegation, member_id, token, account_id, now)
        locked_registration(delegation.event_id, account_id)
        belongs = select(DelegationMember.id).where(
            DelegationMember.delegation_id == delegation.id, DelegationMember.account_id == account_id
        )
        if db.session.scalar(belongs) is not None:
            raise AlreadyMember(delegation.event_id, delegation.id)
        member.account_id, member.joined_at, member.declined_at = account_id, now, None
        member.token_hash, member.token_sealed = None, b""
        member.shows_agenda = shows_agenda
        member.understands = [one for one in LANGUAGES if one in understands]
        if member.becomes_contact and delegation.contact_id is None:
            delegation.contact_id = account_id
        delegation.changed_at = instant_of_change(now, delegation.changed_at)
    return member


def decline(
    event_id: int, delegation_id: int, member_id: int, *, token: str | None, account_id: int | None, now: datetime
) -> DelegationMember:
    """Say that one will not come along. The invitation still works, for those who think better of it.

    :param token: of the link; None for the account whose address was asked.
    :raises conference.delegations.queries.LinkNotValid: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _asked(delegation, member_id, token, account_id, now)
        member.declined_at = now
    return member


def leave(event_id: int, delegation_id: int, *, account_id: int, now: datetime) -> None:
    """Leave a delegation. What one wished and was proposed goes, and so do one's feeds of it; bookings stay.

    :raises conference.delegations.queries.MemberNotFound: the account does not belong to it.
    :raises ContactStays: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _joined(delegation, DelegationMember.account_id == account_id)
        _let_go(delegation, member, now=now)


def remove_member(event_id: int, delegation_id: int, member_id: int, *, now: datetime) -> DelegationMember:
    """Remove a member from a delegation, and tell them. They still take part in the event.

    :raises conference.delegations.queries.MemberNotFound: nobody of that number belongs to it.
    :raises ContactStays: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _joined(delegation, DelegationMember.id == member_id)
        _let_go(delegation, member, now=now)
        tell("delegations/removed", delegation, [member.account_id or 0], now=now)
    return member


def hand_over(event_id: int, delegation_id: int, member_id: int, *, now: datetime) -> DelegationMember:
    """Make a member the contact of their delegation, and tell them.

    :raises conference.delegations.queries.MemberNotFound: nobody of that number belongs to it.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _joined(delegation, DelegationMember.id == member_id)
        if delegation.contact_id != member.account_id:
            delegation.contact_id = member.account_id
            tell("delegations/contact", delegation, [member.account_id or 0], now=now)
    return member


def choose_for_oneself(
    event_id: int,
    delegation_id: int,
    *,
    account_id: int,
    shows_agenda: bool,
    understands: Sequence[str],
    now: datetime,
) -> DelegationMember:
    """Keep whether the delegation sees which sessions a member chose, and in which languages they follow one.

    Who shows nothing any more is proposed nothing any more.

    :raises conference.delegations.queries.MemberNotFound: the account does not belong to it.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = _joined(delegation, DelegationMember.account_id == account_id)
        member.understands = [one for one in LANGUAGES if one in understands]
        if member.shows_agenda != shows_agenda:
            member.shows_agenda = shows_agenda
            delegation.changed_at = instant_of_change(now, delegation.changed_at)
        if not shows_agenda:
            for proposal in db.session.scalars(
                select(DelegationProposal).where(
                    DelegationProposal.member_id == member.id, DelegationProposal.is_declined.is_(False)
                )
            ):
                db.session.delete(proposal)
    return member


def _asked(
    delegation: Delegation, member_id: int, token: str | None, account_id: int | None, now: datetime
) -> DelegationMember:
    """Return an invitation that whoever answers it may answer, by its link or by its address.

    :raises LinkNotValid: it was taken up or withdrawn a moment before, or is not theirs.
    """
    member = db.session.scalar(
        select(DelegationMember)
        .where(
            DelegationMember.delegation_id == delegation.id,
            DelegationMember.id == member_id,
            DelegationMember.account_id.is_(None),
            DelegationMember.expires_at > now,
        )
        .execution_options(populate_existing=True)
    )
    account = db.session.get(Account, account_id) if account_id else None
    is_theirs = member is not None and (
        member.token_hash == token_hash(token)
        if token is not None
        else account is not None and account.confirmed_at is not None and account.email == member.email
    )
    if member is None or not is_theirs:
        raise LinkNotValid
    return member


def _joined(delegation: Delegation, condition: ColumnElement[bool]) -> DelegationMember:
    found = db.session.scalar(
        select(DelegationMember).where(
            DelegationMember.delegation_id == delegation.id,
            DelegationMember.account_id.is_not(None),
            condition,
        )
    )
    if found is None:
        raise MemberNotFound
    return found


def _let_go(delegation: Delegation, member: DelegationMember, *, now: datetime) -> None:
    if member.account_id == delegation.contact_id:
        raise ContactStays
    db.session.delete(member)
    delegation.changed_at = instant_of_change(now, delegation.changed_at)
