"""Asking people to join a delegation, again where need be, and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from conference.accounts.rules import LETTERS_WINDOW
from conference.accounts.rules import MOST_LETTERS as MOST_FOR_ONE_MAILBOX
from conference.accounts.tables import Account
from conference.codes import new_token, token_hash
from conference.db import db, insert_if_missing, transaction
from conference.delegations.queries import LINKS, MemberNotFound
from conference.delegations.rules import INVITATION_LIFETIME, Invitee, check_pause, check_room, spend
from conference.delegations.rules.members import REMINDER_PAUSE
from conference.delegations.services.letters import ask
from conference.delegations.services.locks import locked_delegation
from conference.delegations.tables import Delegation, DelegationMember, InvitationAllowance
from conference.errors import DomainError
from conference.mail.queries import count_letters
from conference.mail.tables import Letter
from conference.seals import seal, unseal

UNANSWERED_ARE_KEPT = timedelta(days=30)
"""After its link ended to work: long enough to ask again, and no longer."""


@dataclass
class MailboxFull(DomainError):
    """An address had enough of these letters within the hour.

    :ivar email: the address.
    """

    email: str


@dataclass
class AskedLately(DomainError):
    """The delegation wrote to somebody a short while ago, and withdrew that since.

    :ivar email: their address.
    :ivar again_at: when they may be asked again (UTC).
    """

    email: str
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of people to invite.

    :ivar asked: those to whom a letter goes.
    :ivar known: those who were asked before, or belong to the delegation: nothing was done.
    """

    asked: tuple[Invitee, ...]
    known: tuple[Invitee, ...]


def invite(
    event_id: int, delegation_id: int, people: Sequence[Invitee], *, inviter_id: int, secret_key: str, now: datetime,
    becomes_contact: bool = False, is_told: bool = True,
) -> Invited:  # fmt: skip
    """Ask people to join a delegation, by a letter each with a private link: all of them or none.

    :param people: each address once.
    :param inviter_id: key of the account that asks.
    :param becomes_contact: whether they are asked to be its contact.
    :param is_told: whether letters go out; not so for invented people.
    :param secret_key: of the installation; seals the token, so that a reminder carries the same link.
    :raises conference.delegations.queries.DelegationNotFound: see there.
    :raises conference.delegations.rules.DelegationFull: see there.
    :raises conference.delegations.rules.TooManyInvitations: the account sent too many within the hour.
    :raises MailboxFull: one of the addresses had enough of these letters, from whomever.
    :raises AskedLately: one of them was asked within the pause between two letters.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        there = set(
            db.session.scalars(select(DelegationMember.email).where(DelegationMember.delegation_id == delegation.id))
        )
        wanted = [one for one in people if one.email not in there]
        check_room(len(there), len(wanted))
        if is_told:
            _check_pauses(delegation, [one.email for one in wanted], now=now)
        _spend(inviter_id, len(wanted), now=now)
        inviter = db.session.get_one(Account, inviter_id).name
        for one in wanted:
            token = new_token()
            member = DelegationMember(
                delegation_id=delegation.id, name=one.name, email=one.email, language=one.language,
                becomes_contact=becomes_contact, token_hash=token_hash(token), invited_at=now, understands=[],
                token_sealed=seal(token, key=secret_key, purpose=LINKS), expires_at=now + INVITATION_LIFETIME,
            )  # fmt: skip
            db.session.add(member)
            if is_told:
                _write(delegation, member, token, inviter=inviter, is_again=False, now=now)
    return Invited(tuple(wanted), tuple(one for one in people if one.email in there))


def remind(
    event_id: int, delegation_id: int, member_id: int, *, inviter_id: int, secret_key: str, now: datetime
) -> DelegationMember:
    """Ask somebody again who has not answered; the link works anew for its whole time.

    :raises conference.delegations.queries.MemberNotFound: nobody of that number is asked.
    :raises conference.delegations.rules.ReminderTooSoon: see there.
    :raises conference.delegations.rules.TooManyInvitations: see there.
    :raises MailboxFull: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = asked_member(delegation, member_id)
        check_pause(member.written_at, now=now)
        _spend(inviter_id, 1, now=now)
        token = unseal(member.token_sealed, key=secret_key, purpose=LINKS)
        if token is None:  # the installation's key was changed
            token = new_token()
            member.token_hash = token_hash(token)
            member.token_sealed = seal(token, key=secret_key, purpose=LINKS)
        member.expires_at, member.declined_at = now + INVITATION_LIFETIME, None
        inviter = db.session.get_one(Account, inviter_id).name
        _write(delegation, member, token, inviter=inviter, is_again=True, now=now)
    return member


def withdraw_invitation(event_id: int, delegation_id: int, member_id: int) -> str:
    """Withdraw an invitation, so that its link works no longer and nothing is kept of whom it was for.

    :returns: their name.
    :raises conference.delegations.queries.MemberNotFound: nobody of that number is asked.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        member = asked_member(delegation, member_id)
        db.session.delete(member)
    return member.name


def asked_member(delegation: Delegation, member_id: int) -> DelegationMember:
    """Return somebody who was asked to join a delegation and did not.

    :raises MemberNotFound: there is nobody of that number.
    """
    found = db.session.scalar(
        select(DelegationMember)
        .where(
            DelegationMember.delegation_id == delegation.id,
            DelegationMember.id == member_id,
            DelegationMember.account_id.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise MemberNotFound(member_id)
    return found


def clear_invitations(*, now: datetime) -> int:
    """Forget people who never joined, a while after their link ended to work; return how many."""
    with transaction():
        gone = db.session.execute(
            delete(DelegationMember)
            .where(DelegationMember.account_id.is_(None), DelegationMember.expires_at <= now - UNANSWERED_ARE_KEPT)
            .returning(DelegationMember.id)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _check_pauses(delegation: Delegation, emails: Sequence[str], *, now: datetime) -> None:
    """Refuse to ask again whom the delegation wrote to a short while ago: withdrawing in between does not help."""
    sent = db.session.execute(
        select(Letter.recipient, Letter.put_at, Letter.data)
        .where(
            Letter.event_id == delegation.event_id,
            Letter.name == "delegations/invitation",
            Letter.recipient.in_(emails),
            Letter.put_at > now - REMINDER_PAUSE,
        )
        .order_by(Letter.put_at)
    )
    for email, put_at, data in sent:
        if data.get("number") == delegation.id:
            raise AskedLately(email, put_at + REMINDER_PAUSE)


def _write(
    delegation: Delegation, member: DelegationMember, token: str, *, inviter: str, is_again: bool, now: datetime
) -> None:
    sent = count_letters("delegations/invitation", to=member.email, since=now - LETTERS_WINDOW)
    if sent >= MOST_FOR_ONE_MAILBOX:
        raise MailboxFull(member.email)
    member.written_at = now
    ask(delegation, member, inviter=inviter, token=token, is_again=is_again, now=now)


def _spend(account_id: int, letters: int, *, now: datetime) -> None:
    """Count letters of an account, under a lock on its row, so that two requests at once count both."""
    if not letters:
        return
    insert_if_missing(InvitationAllowance, {"account_id": account_id, "began_at": now, "letters": 0})
    row = db.session.scalars(
        select(InvitationAllowance)
        .where(InvitationAllowance.account_id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    row.began_at, row.letters = spend(row.began_at, row.letters, letters, now=now)
