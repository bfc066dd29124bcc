"""Who asks by which subscription, for which agendas, and what it was told before."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.caldav.rules.sync import Members
from conference.caldav.tables import SyncState
from conference.calendars.queries import FeedState
from conference.calendars.queries.states import FIELDS
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration


@dataclass(frozen=True, slots=True)
class Asker:
    """Who a password belongs to.

    :ivar email: of the account; with it the password is right.
    :ivar label: what the subscription is called.
    """

    subscription_id: int
    name: str
    email: str
    label: str


_ASKER = (
    select(Subscription.id, Account.name, Account.email, Subscription.name)
    .join(Account, Account.id == Subscription.account_id)
    .outerjoin(Registration, Registration.id == Subscription.registration_id)
    .where(
        Subscription.token_hash == bindparam("token_hash"),
        Subscription.revoked_at.is_(None),
        Subscription.member_id.is_(None),
        or_(Subscription.registration_id.is_(None), Registration.state.in_(TAKING_PART)),
    )
)


def asker_by_token(token: str) -> Asker | None:
    """Return whose the token of a subscription is; None where it is unknown, revoked, or its owner withdrew.

    One query over unique indexes, whatever the answer. Of the agenda of a delegation there is no such account.
    """
    row = db.session.execute(_ASKER, {"token_hash": token_hash(token)}).first()
    return Asker(*row) if row else None


_newer = aliased(Release)
_STATES = (
    select(*FIELDS)
    .join(Account, Account.id == Subscription.account_id)
    .join(
        Registration,
        or_(
            Registration.id == Subscription.registration_id,
            and_(
                Subscription.registration_id.is_(None),
                Registration.account_id == Subscription.account_id,
                Registration.state == State.CONFIRMED,
            ),
        ),
    )
    .join(Release, Release.event_id == Registration.event_id)
    .where(
        Subscription.id == bindparam("subscription_id"),
        Registration.state.in_(TAKING_PART),
        ~select(_newer.id).where(_newer.event_id == Release.event_id, _newer.number > Release.number).exists(),
    )
    .order_by(Registration.id)
)


def feed_states(subscription_id: int) -> list[FeedState]:
    """Return the state of the agenda of each event that a subscription is for, in one query."""
    return [FeedState(*row) for row in db.session.execute(_STATES, {"subscription_id": subscription_id})]


def known_state(subscription_id: int, event_id: int, digest: str) -> Members | None:
    """Return a state that a program was told; None where it was not, or too long ago."""
    members: Members | None = db.session.scalar(
        select(SyncState.members).where(
            SyncState.subscription_id == subscription_id, SyncState.event_id == event_id, SyncState.digest == digest
        )
    )
    return members
