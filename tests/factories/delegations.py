"""Delegations for tests, made by the services."""

from datetime import datetime

from sqlalchemy import select

from conference import clock
from conference.accounts.tables import Account
from conference.db import db
from conference.delegations import services
from conference.delegations.rules import Invitee, Kind
from conference.delegations.services import DelegationFacts
from conference.delegations.tables import Delegation, DelegationMember
from conference.mail.tables import Letter
from tests.databases import TEST_SECRET
from tests.factories import accounts
from tests.factories.registrations import registration

YOUTH = DelegationFacts(
    name="Youth of two cities", kind=Kind.PARTNERSHIP, partnership="osnabrueck-canakkale", municipality="Osnabrück",
    organisation="Jugendrat", group_key="youth",
)  # fmt: skip


def delegation(
    event_id: int, contact: Account | None = None, *, facts: DelegationFacts = YOUTH, shows_agenda: bool = True,
    now: datetime | None = None,
) -> Delegation:  # fmt: skip
    """Make a delegation; its contact is registered for the event."""
    now = now or clock.now()
    contact = contact or accounts.account()
    registration(event_id, contact, now=now)
    return services.create_delegation(event_id, contact_id=contact.id, facts=facts, shows_agenda=shows_agenda, now=now)


def ask(
    of: Delegation, email: str = "mehmet@example.org", *, name: str = "Mehmet Kaya", now: datetime | None = None
) -> tuple[DelegationMember, str]:
    """Ask somebody to join; gives their place, and the token of the link in their letter."""
    services.invite(
        of.event_id, of.id, [Invitee(name, email, "tr")], inviter_id=of.contact_id or 0, secret_key=TEST_SECRET,
        now=now or clock.now(),
    )  # fmt: skip
    member = db.session.scalars(
        select(DelegationMember).where(DelegationMember.delegation_id == of.id, DelegationMember.email == email)
    ).one()
    return member, token_in_letter(email)


def token_in_letter(email: str) -> str:
    """Return the token in the last letter that asked an address to join."""
    letter = db.session.scalars(
        select(Letter)
        .where(Letter.recipient == email, Letter.name == "delegations/invitation")
        .order_by(Letter.id.desc())
    ).first()
    assert letter
    return str(letter.data["secrets"]["token"])


def member(
    of: Delegation, account: Account | None = None, *, shows_agenda: bool = True, understands: tuple[str, ...] = (),
    now: datetime | None = None,
) -> DelegationMember:  # fmt: skip
    """Let an account register, be asked, and join."""
    now = now or clock.now()
    account = account or accounts.account()
    registration(of.event_id, account, now=now)
    place, token = ask(of, account.email, name=account.name or "Somebody", now=now)
    return services.join(
        of.event_id, of.id, place.id, account_id=account.id, token=token, shows_agenda=shows_agenda,
        understands=understands, now=now,
    )  # fmt: skip
