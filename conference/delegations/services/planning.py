"""What members wish, and what they are asked to do for it. Nobody is booked by anybody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from conference.db import db, transaction
from conference.delegations.queries import MemberNotFound, plan_of
from conference.delegations.rules.planning import propose_split
from conference.delegations.services.locks import locked_delegation
from conference.delegations.tables import DelegationMember, DelegationProposal, DelegationWish
from conference.programme.queries import newest_release_of


def wish(event_id: int, delegation_id: int, *, account_id: int, session_uid: UUID, wanted: bool) -> None:
    """Keep that a member wants somebody of the delegation in a session, or no longer. Doing so again changes nothing.

    :raises conference.delegations.queries.MemberNotFound: the account does not belong to it.
    """
    with transaction():
        member_id = _place(event_id, delegation_id, account_id)
        known = db.session.get(DelegationWish, (member_id, session_uid))
        if wanted and known is None:
            db.session.add(DelegationWish(member_id=member_id, session_uid=session_uid))
        elif known is not None and not wanted:
            db.session.delete(known)


def share_out(event_id: int, delegation_id: int, *, now: datetime) -> int:
    """Ask members to cover what is wished and nobody covers, by the rule; return how many sessions are proposed.

    What was proposed before and not taken up is replaced; what somebody declined stays declined.

    :raises conference.delegations.queries.DelegationNotFound: see there.
    """
    with transaction():
        delegation = locked_delegation(event_id, delegation_id)
        published = newest_release_of(event_id)
        sessions = tuple(published.programme.sessions.values()) if published else ()
        split = propose_split(plan_of(delegation, now=now).companions, sessions, now=now)
        places = select(DelegationMember.id).where(DelegationMember.delegation_id == delegation.id)
        db.session.execute(
            delete(DelegationProposal)
            .where(DelegationProposal.member_id.in_(places), DelegationProposal.is_declined.is_(False))
            .execution_options(synchronize_session=False)
        )
        db.session.expire_all()
        for uid, member_id in split.items():
            db.session.add(DelegationProposal(member_id=member_id, session_uid=uid, made_at=now, is_declined=False))
    return len(split)


def decline_proposal(event_id: int, delegation_id: int, *, account_id: int, session_uid: UUID) -> None:
    """Say that one will not go to a session for the delegation; one is not asked for it again.

    :raises conference.delegations.queries.MemberNotFound: the account does not belong to it, or is not asked.
    """
    with transaction():
        member_id = _place(event_id, delegation_id, account_id)
        proposal = db.session.get(DelegationProposal, (member_id, session_uid))
        if proposal is None:
            raise MemberNotFound
        proposal.is_declined = True


def _place(event_id: int, delegation_id: int, account_id: int) -> int:
    """Return the key of an account's place in a delegation, under its lock."""
    delegation = locked_delegation(event_id, delegation_id)
    found = db.session.scalar(
        select(DelegationMember.id).where(
            DelegationMember.delegation_id == delegation.id, DelegationMember.account_id == account_id
        )
    )
    if found is None:
        raise MemberNotFound
    return found
