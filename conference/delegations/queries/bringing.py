"""Whom delegations bring into events that take only those who are invited."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from conference.db import db
from conference.delegations.queries.members import AskedMember, invitations_to
from conference.delegations.tables import Delegation, DelegationMember
from conference.registrations.tables import Guest, Registration


def brings_members(delegation_id: int) -> bool:
    """Say whether a delegation's members may register although their event is by invitation.

    So it is where the organisers invited its contact themselves: as somebody on the guest list, or by asking them to be
    the contact. A contact who hands that on to somebody brought along brings nobody any more.
    """
    return bool(db.session.scalar(select(Delegation.id).where(Delegation.id == delegation_id, _was_invited())))


def is_brought(asked: AskedMember) -> bool:
    """Say whether an invitation to a delegation lets its address register although the event is by invitation."""
    return asked.row.becomes_contact or brings_members(asked.delegation.id)


def brings_address(event_id: int, email: str, *, now: datetime) -> bool:
    """Say whether a delegation of an event brings the owner of an address, whom it asked and who has not joined yet."""
    return any(is_brought(asked) for asked in invitations_to(event_id, email, now=now))


def _was_invited() -> ColumnElement[bool]:
    own = aliased(DelegationMember)
    by_list = (
        select(Guest.id)
        .join(Registration, Registration.id == Guest.registration_id)
        .where(Registration.event_id == Delegation.event_id, Registration.account_id == Delegation.contact_id)
    )
    by_letter = select(own.id).where(
        own.delegation_id == Delegation.id, own.account_id == Delegation.contact_id, own.becomes_contact
    )
    return or_(by_list.exists(), by_letter.exists())
