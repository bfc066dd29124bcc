"""What decides whether a delegation's feed has changed, and what it holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.tables import Booking
from conference.calendars.rules import latest
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.delegations.tables import Delegation, DelegationMember
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Shown:
    """A member whose sessions the feed of a delegation shows.

    :ivar name_changed_at: when they last changed their name, UTC.
    :ivar agenda_revision: rises with each change of their bookings.
    """

    registration_id: int
    name: str
    name_changed_at: datetime | None
    agenda_revision: int


@dataclass(frozen=True, slots=True)
class GroupState:
    """All that decides whether the feed of a delegation has changed, beside the release.

    :ivar changed_at: when its members, or what those booked who show it, last changed, UTC.
    :ivar members_changed_at: when its members last came, went, or decided who sees their agenda, or its name changed,
        UTC.
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
        DelegationMember.id.label("member_id"),
        DelegationMember.shows_agenda,
        Account.name.label("person"),
        Account.name_changed_at,
        Registration.id.label("registration_id"),
        Registration.state,
        Registration.registered_at,
        Registration.changed_at.label("registration_changed_at"),
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
    if not any(row.member_id == member_id and row.state in TAKING_PART for row in rows):
        return None
    delegation_id, name, changed_at = rows[0][:3]
    # Who shows nothing is not to be seen at work by a date either.
    showing = [row for row in rows if row.shows_agenda]
    # Whoever withdrew is still a member, and comes back by registering again.
    members_changed_at = latest(
        changed_at, *(at for row in showing for at in (row.registered_at, row.registration_changed_at))
    )
    return GroupState(
        delegation_id=delegation_id,
        name=name,
        changed_at=latest(
            members_changed_at, *(at for row in showing for at in (row.agenda_changed_at, row.name_changed_at))
        ),
        members_changed_at=members_changed_at,
        shown=tuple(
            Shown(row.registration_id, row.person, row.name_changed_at, row.agenda_revision)
            for row in showing
            if row.state in TAKING_PART
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
