"""Reads on who organises an event, and who was asked to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.accounts.queries import with_second_factor
from conference.accounts.tables import Account
from conference.codes import token_hash
from conference.db import db
from conference.events.rules import RoleName
from conference.events.tables import Event, Invitation, Role


@dataclass(frozen=True)
class Organiser:
    """Somebody with a role in an event."""

    account: Account
    role: RoleName


def organisers_of(event_id: int) -> list[Organiser]:
    """Return who organises an event, the most powerful first, then by name."""
    rows = db.session.execute(
        select(Account, Role.name).join(Role, Role.account_id == Account.id).where(Role.event_id == event_id)
    )
    order = list(RoleName)
    people = [Organiser(account, RoleName(name)) for account, name in rows]
    return sorted(people, key=lambda one: (order.index(one.role), one.account.name.casefold(), one.account.id))


def organisers_without_second_factor(event_id: int) -> list[Organiser]:
    """Return who organises an event and has no second factor, in the order of :func:`organisers_of`."""
    people = organisers_of(event_id)
    protected = with_second_factor([one.account.id for one in people])
    return [one for one in people if one.account.id not in protected]


def invitations_of(event_id: int) -> list[Invitation]:
    """Return the invitations that nobody has accepted yet, expired ones too, the newest first."""
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.event_id == event_id).order_by(Invitation.sent_at.desc(), Invitation.id)
        )
    )


def invitation_by_token(token: str, *, now: datetime) -> tuple[Invitation, Event] | None:
    """Return the invitation that a link stands for, with its event; None where it works no longer, or never did."""
    row = db.session.execute(
        select(Invitation, Event)
        .join(Event, Event.id == Invitation.event_id)
        .where(Invitation.token_hash == token_hash(token), Invitation.expires_at > now)
    ).first()
    return (row[0], row[1]) if row else None
