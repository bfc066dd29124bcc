"""Inviting people to organise an event, and accepting that."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from conference.accounts.queries import account_by_email, normalised_email
from conference.accounts.rules import LETTERS_WINDOW, MOST_LETTERS
from conference.accounts.rules.consents import NoticeShown
from conference.accounts.services import make_account
from conference.accounts.tables import Account
from conference.codes import new_token, token_hash
from conference.db import act_as, db, transaction
from conference.errors import DomainError
from conference.events.queries import role_of
from conference.events.rules import RoleName, stronger
from conference.events.services.audit import record
from conference.events.services.events import locked_event
from conference.events.services.roles import set_role
from conference.events.tables import Event, Invitation
from conference.mail.queries import count_letters
from conference.mail.services import put_letter

INVITATION_LIFETIME = timedelta(days=14)
MOST_INVITATIONS = 200
"""Open at a time in one event."""

LETTER = "events/invitation"


@dataclass
class AlreadyOrganiser(DomainError):
    """Whoever has this address organises the event already.

    :ivar name: of their account.
    :ivar role: theirs.
    """

    name: str
    role: RoleName


@dataclass
class TooManyInvitations(DomainError):
    """The event has as many open invitations as it may have.

    :ivar most: how many that is.
    """

    most: int


@dataclass
class TooManyLetters(DomainError):
    """The address had enough invitations within the hour.

    :ivar email: the address.
    """

    email: str


class InvitationNotFound(DomainError):
    """The event has no such invitation: it was accepted or withdrawn."""


class InvitationNotValid(DomainError):
    """The link was used, has expired, was withdrawn or replaced, or never was one."""


def invite(
    event_id: int, *, email: str, role: RoleName, language: str, inviter_id: int | None, now: datetime
) -> Invitation:
    """Invite somebody to organise an event, by a letter with a link that works for 14 days.

    An open invitation of the address is replaced: the link sent before works no longer.

    :param language: of the letter.
    :raises AlreadyOrganiser: see there.
    :raises TooManyInvitations: see there.
    :raises TooManyLetters: see there.
    """
    email = normalised_email(email)
    with transaction():
        event = locked_event(event_id)
        holder = account_by_email(email)
        held = role_of(event_id, holder.id) if holder and holder.is_active else None
        if holder and held:
            raise AlreadyOrganiser(holder.name, held)
        known = db.session.scalar(select(Invitation).where(Invitation.event_id == event_id, Invitation.email == email))
        before = {"role": known.role, "language": known.language} if known else None
        if known is None:
            open_ones = select(func.count()).select_from(Invitation).where(Invitation.event_id == event_id)
            if (db.session.scalar(open_ones) or 0) >= MOST_INVITATIONS:
                raise TooManyInvitations(MOST_INVITATIONS)
            known = Invitation(event_id=event_id, email=email)
        known.role, known.language, known.inviter_id = role.value, language, inviter_id
        _send(event, known, now=now)
        db.session.add(known)
        record(
            event_id, "invitation", email, name=email, before=before, after={"role": role.value, "language": language}
        )
    return known


def resend_invitation(event_id: int, invitation_id: int, *, now: datetime) -> Invitation:
    """Send an invitation again, with a new link that works for 14 days more; the old one works no longer.

    :raises InvitationNotFound: see there.
    :raises TooManyLetters: see there.
    """
    with transaction():
        event = locked_event(event_id)
        invitation = _invitation(event_id, invitation_id)
        before = {"expires_at": invitation.expires_at}
        _send(event, invitation, now=now)
        record(
            event_id, "invitation", invitation.email, name=invitation.email, before=before,
            after={"expires_at": invitation.expires_at},
        )  # fmt: skip
    return invitation


def withdraw_invitation(event_id: int, invitation_id: int) -> str:
    """Withdraw an invitation, so that its link works no longer; return its address.

    :raises InvitationNotFound: see there.
    """
    with transaction():
        locked_event(event_id)
        invitation = _invitation(event_id, invitation_id)
        _let_go(invitation)
    return invitation.email


def accept_invitation(token: str, *, account_id: int, now: datetime) -> RoleName:
    """Let an account, of whichever address, take up an invitation; return the role it then has.

    Whoever has a more powerful role already keeps it.

    :raises InvitationNotValid: see there.
    """
    with transaction():
        invitation = _valid(token, now)
        event_id = invitation.event_id
        role = stronger(RoleName(invitation.role), role_of(event_id, account_id))
        set_role(event_id, account_id, name=role)
        _let_go(invitation)
    return role


def open_invited_account(
    token: str, *, name: str, password: str, language: str, zone: str, consent_version: str, now: datetime,
    shown: NoticeShown | None = None,
) -> Account:  # fmt: skip
    """Open an account for the address that an invitation was sent to, and let it take the invitation up.

    Who has the link reads that mailbox, so the address counts as confirmed. An unconfirmed account of the address
    is taken over.

    :param language: ISO 639-1; ``zone`` IANA.
    :param consent_version: which wording of the privacy notice they agreed to.
    :param shown: the words of it that they had before them; None where nobody was asked.
    :raises InvitationNotValid: see there.
    :raises conference.accounts.services.AddressTaken: the address has a confirmed account.
    :raises conference.accounts.services.WeakPassword: the password cannot be used.
    """
    with transaction():
        email = _valid(token, now).email
        account = make_account(
            email=email, name=name, password=password, language=language, zone=zone, consent_version=consent_version,
            now=now, shown=shown,
        )  # fmt: skip
        db.session.flush()
        act_as(account.id)
        accept_invitation(token, account_id=account.id, now=now)
    return account


def _send(event: Event, invitation: Invitation, *, now: datetime) -> None:
    """Give an invitation a fresh link and put the letter that carries it."""
    if count_letters(LETTER, to=invitation.email, since=now - LETTERS_WINDOW) >= MOST_LETTERS:
        raise TooManyLetters(invitation.email)
    token = new_token()
    invitation.token_hash = token_hash(token)
    invitation.sent_at = now
    invitation.expires_at = now + INVITATION_LIFETIME
    inviter = db.session.get(Account, invitation.inviter_id) if invitation.inviter_id else None
    put_letter(
        LETTER,
        event_id=event.id,
        to=invitation.email,
        language=invitation.language,
        data={
            "title": event.title,
            "role": invitation.role,
            "inviter": inviter.name if inviter else None,
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
            "days": INVITATION_LIFETIME.days,
        },
        secrets={"token": token},
        now=now,
    )


def _invitation(event_id: int, invitation_id: int) -> Invitation:
    invitation = db.session.scalar(
        select(Invitation).where(Invitation.event_id == event_id, Invitation.id == invitation_id)
    )
    if invitation is None:
        raise InvitationNotFound
    return invitation


def _valid(token: str, now: datetime) -> Invitation:
    """Return the invitation of a link, under its event's lock."""
    wanted = select(Invitation).where(Invitation.token_hash == token_hash(token), Invitation.expires_at > now)
    event_id = db.session.scalar(wanted.with_only_columns(Invitation.event_id))
    if event_id is None:
        raise InvitationNotValid
    locked_event(event_id)
    invitation = db.session.scalar(wanted.execution_options(populate_existing=True))
    if invitation is None:  # taken up or withdrawn a moment before
        raise InvitationNotValid
    return invitation


def _let_go(invitation: Invitation) -> None:
    before = {"role": invitation.role, "language": invitation.language}
    record(invitation.event_id, "invitation", invitation.email, name=invitation.email, before=before, after=None)
    db.session.delete(invitation)
