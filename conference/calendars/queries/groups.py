"""What decides whether a delegation's feed has changed, and what it holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.tables import Booking
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.delegations.tables import Delegation, DelegationMember
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Shown:
    """A member whose sessions the feed of a delegation shows.

    :ivar agenda_revision: rises with each change of their bookings.
    """

    registration_id: int
    name: str
    agenda_revision: int


@dataclass(frozen=True, slots=True)
class GroupState:
    """All that decides whether the feed of a delegation has changed, beside the release.

    :ivar changed_at: when its members, or what those booked who show it, last changed, UTC.
    :ivar members_changed_at: when its members last came, went, or decided who sees their agenda, UTC.
    """

    delegation_id: int
    name: str
    changed_at: datetime
    members_changed_at: datetime
    shown: tuple[Shown, ...]


_own = aliased(DelegationMember)
_GROUP = (
    select(
        Delegation.id,
        Delegation.name,
        Delegation.changed_at,
        DelegationMember.id,
        DelegationMember.shows_agenda,
        Account.name,
        Registration.id,
        Registration.state,
        Registration.agenda_revision,
        Registration.agenda_changed_at,
    )
    .join(_own, _own.delegation_id == Delegation.id)
    .join(DelegationMember, DelegationMember.delegation_id == Delegation.id)
    .join(Account, Account.id == DelegationMember.account_id)
    .join(Registration, and_(Registration.account_id == Account.id, Registration.event_id == Delegation.event_id))
    .where(_own.id == bindparam("member_id"))
    .order_by(DelegationMember.id)
)


def group_state(member_id: int) -> GroupState | None:
    """Return the state of a delegation's feed for one of its members; None where they take part no longer.

    One query, a row for each member.
    """
    rows = db.session.execute(_GROUP, {"member_id": member_id}).all()
    if not any(row[3] == member_id and row[7] in TAKING_PART for row in rows):
        return None
    delegation_id, name, changed_at = rows[0][:3]
    return GroupState(
        delegation_id=delegation_id,
        name=name,
        # Who shows nothing is not to be seen at work by a date either.
        changed_at=max([changed_at, *(row[9] for row in rows if row[4])]),
        members_changed_at=changed_at,
        shown=tuple(
            Shown(registration_id, person, revision)
            for _, _, _, _, shows, person, registration_id, state, revision, _ in rows
            if shows and state in TAKING_PART
        ),
    )


def group_bookings(state: GroupState) -> list[tuple[int, UUID, str, datetime]]:
    """Return what those whom a delegation's feed shows booked, wait for or dropped: by registration and session.

    What was dropped counts for when an entry changed.
    """
    rows = db.session.execute(
        select(Booking.registration_id, Booking.session_uid, Booking.state, Booking.changed_at)
        .where(Booking.registration_id.in_([one.registration_id for one in state.shown]))
        .order_by(Booking.registration_id, Booking.session_uid)
    )
    return [(registration_id, uid, str(booked), changed_at) for registration_id, uid, booked, changed_at in rows]
