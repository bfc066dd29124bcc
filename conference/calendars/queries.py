"""Reads on subscriptions and on what their feeds hold."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db
from conference.errors import DomainError
from conference.programme.tables import Release
from conference.registrations.tables import Registration
from conference.seals import unseal

ADDRESSES = "addresses of feeds"
"""The purpose for which tokens are sealed."""


class SubscriptionNotFound(DomainError):
    """There is no such subscription, it is revoked, or it is another's."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """All that decides whether a private feed has changed, read in one row.

    :ivar language: in which the feed speaks.
    :ivar zone: of the participant, IANA.
    :ivar agenda_revision: rises with each change of the participant's bookings.
    :ivar agenda_changed_at: when that was, UTC.
    :ivar is_waiting: whether a place in some queue is shown: others can change it.
    :ivar digest: of the newest release, published at ``published_at`` (UTC).
    """

    subscription_id: int
    registration_id: int
    event_id: int
    language: str
    zone: str
    agenda_revision: int
    agenda_changed_at: datetime
    last_fetched_at: datetime | None
    is_waiting: bool
    digest: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A booking as its entry shows it.

    :ivar place: in the queue, from 1; None for a seat.
    :ivar respond_by: until when a seat is held for somebody to whom it is offered (UTC); None for one that is theirs.
    :ivar changed_at: when the booking, or its place, last changed, UTC.
    """

    session_uid: UUID
    place: int | None
    changed_at: datetime
    respond_by: datetime | None = None


# The statements of a fetch are built once: a feed is asked for far more often than anything else.

_is_waiting = (
    select(Booking.id).where(Booking.registration_id == Registration.id, Booking.state == BookingState.WAITING).exists()
)
_STATE = (
    select(
        Subscription.id,
        Registration.id,
        Registration.event_id,
        Subscription.language,
        Account.zone,
        Registration.agenda_revision,
        Registration.agenda_changed_at,
        Subscription.last_fetched_at,
        _is_waiting,
        Release.digest,
        Release.published_at,
    )
    .join(Registration, Registration.id == Subscription.registration_id)
    .join(Account, Account.id == Registration.account_id)
    .join(Release, Release.event_id == Registration.event_id)
    .where(Subscription.token_hash == bindparam("token_hash"), Subscription.revoked_at.is_(None))
    .order_by(Release.number.desc())
    .limit(1)
)


def subscription_by_token(token: str) -> FeedState | None:
    """Return the state of the private feed of a token; None where it is unknown or revoked.

    One query over unique indexes, whatever the answer.
    """
    row = db.session.execute(_STATE, {"token_hash": token_hash(token)}).first()
    return FeedState(*row) if row else None


_other, _gone = aliased(Booking), aliased(Booking)
_place = (
    select(func.count())
    .where(
        _other.session_uid == Booking.session_uid,
        _other.state == BookingState.WAITING,
        _other.queued_as <= Booking.queued_as,
    )
    .scalar_subquery()
)
_moved_at = (
    select(func.max(_gone.changed_at))
    .where(_gone.session_uid == Booking.session_uid, _gone.state != BookingState.WAITING)
    .scalar_subquery()
)
_PLACES = (
    select(Booking.session_uid, _place, Booking.changed_at, _moved_at)
    .where(Booking.registration_id == bindparam("registration_id"), Booking.state == BookingState.WAITING)
    .order_by(Booking.session_uid)
)


def waiting_places(registration_id: int) -> tuple[HeldSeat, ...]:
    """Return a registration's places in queues, by session.

    A place has changed when a booking of the session last left the queue or gave up its seat.
    """
    rows = db.session.execute(_PLACES, {"registration_id": registration_id})
    return tuple(
        HeldSeat(uid, number, max(changed_at, moved_at or changed_at)) for uid, number, changed_at, moved_at in rows
    )


_SEATS = (
    select(Booking.session_uid, Booking.changed_at, Booking.respond_by)
    .where(
        Booking.registration_id == bindparam("registration_id"),
        Booking.state.in_((BookingState.BOOKED, BookingState.OFFERED)),
    )
    .order_by(Booking.session_uid)
)


def held_seats(registration_id: int) -> tuple[HeldSeat, ...]:
    """Return the sessions in which a registration has a seat or is offered one, also those cancelled since."""
    rows = db.session.execute(_SEATS, {"registration_id": registration_id})
    return tuple(HeldSeat(uid, None, changed_at, respond_by) for uid, changed_at, respond_by in rows)


def subscriptions_of(registration_id: int) -> list[Subscription]:
    """Return a registration's working subscriptions, the oldest first."""
    return list(
        db.session.scalars(
            select(Subscription)
            .where(Subscription.registration_id == registration_id, Subscription.revoked_at.is_(None))
            .order_by(Subscription.created_at, Subscription.id)
        )
    )


def subscription_of(registration_id: int, subscription_id: int) -> Subscription:
    """Return one working subscription of a registration.

    :raises SubscriptionNotFound: there is none of that key, it is revoked, or it is another's.
    """
    found = db.session.scalar(
        select(Subscription).where(
            Subscription.id == subscription_id,
            Subscription.registration_id == registration_id,
            Subscription.revoked_at.is_(None),
        )
    )
    if found is None:
        raise SubscriptionNotFound(subscription_id)
    return found


def token_of(subscription: Subscription, *, secret_key: str) -> str | None:
    """Return the token of a subscription, to show its owner the address again.

    :returns: None where it was sealed under another key: the address still works, but cannot be shown.
    """
    return unseal(subscription.token_sealed, key=secret_key, purpose=ADDRESSES)
