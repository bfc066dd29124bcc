"""Reads on the private links by which others read an agenda."""

from dataclasses import dataclass

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.agenda.tables import AgendaShare
from conference.codes import token_hash
from conference.db import db
from conference.errors import DomainError
from conference.registrations.rules import State
from conference.registrations.tables import Registration
from conference.seals import unseal

SHARES = "links to agendas"
"""The purpose for which their tokens are sealed."""


class ShareNotFound(DomainError):
    """There is no such link to an agenda, it is revoked, or it is another's."""


@dataclass(frozen=True, slots=True)
class SharedAgenda:
    """What a link to an agenda leads to.

    :ivar name: of the participant.
    """

    share_id: int
    event_id: int
    account_id: int
    name: str


def shares_of(registration_id: int) -> list[AgendaShare]:
    """Return the working links to a participant's agenda, the oldest first."""
    return list(
        db.session.scalars(
            select(AgendaShare)
            .where(AgendaShare.registration_id == registration_id, AgendaShare.revoked_at.is_(None))
            .order_by(AgendaShare.id)
        )
    )


def share_of(registration_id: int, share_id: int) -> AgendaShare:
    """Return one of a participant's working links.

    :raises ShareNotFound: there is none, it is revoked, or it is another's.
    """
    found = db.session.scalar(
        select(AgendaShare).where(
            AgendaShare.id == share_id,
            AgendaShare.registration_id == registration_id,
            AgendaShare.revoked_at.is_(None),
        )
    )
    if found is None:
        raise ShareNotFound(share_id)
    return found


def token_of_share(share: AgendaShare, *, secret_key: str) -> str | None:
    """Return a link's token, so that its owner sees it again; None once the installation's key was changed."""
    return unseal(share.token_sealed, key=secret_key, purpose=SHARES)


def shared_agenda(token: str) -> SharedAgenda | None:
    """Return what a private link leads to; None where it is unknown or revoked."""
    row = db.session.execute(
        select(AgendaShare.id, Registration.event_id, Account.id, Account.name)
        .join(Registration, Registration.id == AgendaShare.registration_id)
        .join(Account, Account.id == Registration.account_id)
        .where(
            AgendaShare.token_hash == token_hash(token),
            AgendaShare.revoked_at.is_(None),
            Registration.state == State.CONFIRMED,
        )
    ).first()
    return SharedAgenda(*row) if row else None
