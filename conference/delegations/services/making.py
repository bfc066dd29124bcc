"""Making, changing and dissolving delegations."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.db import db, instant_of_change, transaction
from conference.delegations.rules import MOST_DELEGATIONS, Invitee, Kind
from conference.delegations.services.inviting import invite
from conference.delegations.services.letters import tell
from conference.delegations.services.locks import locked_delegation, locked_registration
from conference.delegations.tables import Delegation, DelegationMember
from conference.errors import DomainError
from conference.events.services import record


@dataclass
class TooManyDelegations(DomainError):
    """The account is the contact of as many delegations of the event as it may be."""

    most: int = MOST_DELEGATIONS


@dataclass(frozen=True, kw_only=True)
class DelegationFacts:
    """What is said of a delegation.

    :ivar partnership: slug of a partnership of the programme, for the kind that has one.
    :ivar organisation: filled in for those who register as its members; ``municipality`` and ``group_key`` likewise.
    """

    name: str
    kind: Kind
    partnership: str | None = None
    organisation: str = ""
    municipality: str = ""
    group_key: str = ""


def create_delegation(
    event_id: int, *, contact_id: int, facts: DelegationFacts, shows_agenda: bool, now: datetime
) -> Delegation:
    """Make a delegation whose contact, and first member, is an account that takes part in the event or waits to.

    :param shows_agenda: whether the delegation sees which sessions the contact chose.
    :raises conference.delegations.services.locks.NotTakingPart: see there.
    :raises TooManyDelegations: see there.
    """
    with transaction():
        locked_registration(event_id, contact_id)
        led = select(func.count()).where(Delegation.event_id == event_id, Delegation.contact_id == contact_id)
        if (db.session.scalar(led) or 0) >= MOST_DELEGATIONS:
            raise TooManyDelegations
        account = db.session.get_one(Account, contact_id)
        delegation = _made(event_id, facts, contact_id=contact_id, now=now)
        db.session.add(
            DelegationMember(
                delegation_id=delegation.id, account_id=contact_id, name=account.name[:100], email=account.email,
                language=account.language, token_hash=None, token_sealed=b"", invited_at=now, expires_at=now,
                joined_at=now, shows_agenda=shows_agenda, understands=[],
            )
        )  # fmt: skip
    return delegation


def create_delegation_for(
    event_id: int, *, contact: Invitee, facts: DelegationFacts, organiser_id: int, secret_key: str, now: datetime
) -> Delegation:
    """Make a delegation for somebody whom organisers name, and ask them by a letter to be its contact.

    :raises conference.delegations.rules.TooManyInvitations: the organiser sent too many within the hour.
    :raises conference.delegations.services.inviting.MailboxFull: the address had enough of these letters.
    """
    with transaction():
        delegation = _made(event_id, facts, contact_id=None, now=now)
        invite(
            event_id, delegation.id, [contact], inviter_id=organiser_id, becomes_contact=True, secret_key=secret_key,
            now=now,
        )  # fmt: skip
    return delegation


def edit_delegation(event_id: int, delegation_id: int, facts: DelegationFacts, *, now: datetime) -> Delegation:
    """Change what is said of a delegation. Members stay.

    :raises conference.delegations.queries.DelegationNotFound: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        before = _noted(delegation)
        if delegation.name != facts.name:
            delegation.changed_at = instant_of_change(now, delegation.changed_at)
        for field, value in asdict(facts).items():
            setattr(delegation, field, str(value) if isinstance(value, Kind) else value)
        record(
            event_id, "delegation", str(delegation.id), name=delegation.name, before=before, after=_noted(delegation)
        )
    return delegation


def dissolve_delegation(event_id: int, delegation_id: int, *, now: datetime) -> None:
    """Dissolve a delegation: its plans, proposals and shared feeds go; members still take part in the event.

    Those who belong to it are told by a letter; invitations that nobody answered work no longer.

    :raises conference.delegations.queries.DelegationNotFound: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        others = db.session.scalars(
            select(DelegationMember.account_id).where(
                DelegationMember.delegation_id == delegation.id,
                DelegationMember.account_id.is_not(None),
                DelegationMember.account_id != (delegation.contact_id or 0),
            )
        ).all()
        tell("delegations/dissolved", delegation, [one for one in others if one is not None], now=now)
        record(event_id, "delegation", str(delegation.id), name=delegation.name, before=_noted(delegation), after=None)
        db.session.delete(delegation)


def _made(event_id: int, facts: DelegationFacts, *, contact_id: int | None, now: datetime) -> Delegation:
    delegation = Delegation(
        event_id=event_id, contact_id=contact_id, name=facts.name, kind=str(facts.kind), partnership=facts.partnership,
        organisation=facts.organisation, municipality=facts.municipality, group_key=facts.group_key,
        created_at=now, changed_at=now,
    )  # fmt: skip
    db.session.add(delegation)
    db.session.flush()  # members need its key
    record(event_id, "delegation", str(delegation.id), name=delegation.name, before=None, after=_noted(delegation))
    return delegation


def _noted(delegation: Delegation) -> dict[str, Any]:
    return {
        "name": delegation.name, "delegation_kind": delegation.kind, "organisation": delegation.organisation,
        "municipality": delegation.municipality,
        "group": delegation.group_key, "partnership": delegation.partnership,
    }  # fmt: skip
