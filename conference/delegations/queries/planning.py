"""Reads on what a delegation plans."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.agenda.tables import Booking, BookingState
from conference.db import db
from conference.delegations.queries.members import Member, members_of
from conference.delegations.rules import MemberState
from conference.delegations.rules.planning import Companion
from conference.delegations.tables import Delegation, DelegationMember, DelegationProposal, DelegationWish


@dataclass(frozen=True, slots=True)
class Plan:
    """What the members of a delegation chose, wish and are asked to do.

    :ivar members: those who take part and show the delegation their sessions.
    :ivar hidden: those who take part and keep theirs to themselves.
    :ivar companions: the same as the members, for rules.
    :ivar proposed: by the key of a member's place, the sessions that they are asked to go to and did not decline.
    """

    members: tuple[Member, ...]
    hidden: tuple[Member, ...]
    companions: tuple[Companion, ...]
    proposed: dict[int, frozenset[UUID]]


def plan_of(delegation: Delegation, *, now: datetime, language: str = "en") -> Plan:
    """Return what a delegation plans, in four queries. Nothing is read of what somebody keeps to themselves.

    :param language: by whose alphabet names are sorted.
    """
    taking_part = [one for one in members_of(delegation, now=now, language=language) if one.registration_id]
    members = tuple(one for one in taking_part if one.row.shows_agenda)
    states = _states([one.registration_id for one in members if one.registration_id])
    wishes: defaultdict[int, set[UUID]] = defaultdict(set)
    for member_id, uid in db.session.execute(
        select(DelegationWish.member_id, DelegationWish.session_uid)
        .join(DelegationMember, DelegationMember.id == DelegationWish.member_id)
        .where(DelegationMember.delegation_id == delegation.id)
    ):
        wishes[member_id].add(uid)
    asked: dict[bool, defaultdict[int, set[UUID]]] = {False: defaultdict(set), True: defaultdict(set)}
    for member_id, uid, is_declined in db.session.execute(
        select(DelegationProposal.member_id, DelegationProposal.session_uid, DelegationProposal.is_declined)
        .join(DelegationMember, DelegationMember.id == DelegationProposal.member_id)
        .where(DelegationMember.delegation_id == delegation.id)
    ):
        asked[is_declined][member_id].add(uid)
    companions = tuple(
        Companion(
            id=one.id,
            states=states.get(one.registration_id or 0, {}),
            wishes=frozenset(wishes[one.id]),
            declined=frozenset(asked[True][one.id]),
            understands=frozenset(one.row.understands),
            zone=one.zone,
            may_book=one.state is MemberState.CONFIRMED,
        )
        for one in members
    )
    return Plan(
        members=members,
        hidden=tuple(one for one in taking_part if not one.row.shows_agenda),
        companions=companions,
        proposed={member_id: frozenset(uids) for member_id, uids in asked[False].items()},
    )


def _states(registration_ids: list[int]) -> dict[int, dict[UUID, str]]:
    states: defaultdict[int, dict[UUID, str]] = defaultdict(dict)
    rows = db.session.execute(
        select(Booking.registration_id, Booking.session_uid, Booking.state).where(
            Booking.registration_id.in_(registration_ids), Booking.state != BookingState.DROPPED
        )
    )
    for registration_id, uid, state in rows:
        states[registration_id][uid] = str(state)
    return states
