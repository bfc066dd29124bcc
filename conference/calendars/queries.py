"""Reads on subscriptions and on what their feeds hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, func, null, or_, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.queries import PLACE_IN_QUEUE
from conference.agenda.tables import Booking, BookingState
from conference.calendars.rules import Choices, Follower, Reach, alarms_of, reach_of
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.delegations.tables import Delegation, DelegationMember
from conference.errors import DomainError
from conference.programme.tables import Release
from conference.registrations.rules import State
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
    :ivar member_id: place in a delegation, where the feed is the delegation's.
    :ivar alarms: minutes before the start at which booked entries ring, as in rules.alarms_of.
    :ivar shows_waiting: whether sessions waited for, or in which a seat is offered, are shown.
    :ivar shows_cancelled: whether cancelled sessions stay, marked.
    :ivar is_short: whether entries tell title, times and door alone.
    :ivar fills_time: whether entries fill the time of their reader.
    :ivar edited_at: when its owner last changed language or content, UTC.
    """

    subscription_id: int
    registration_id: int
    event_id: int
    language: str
    zone: str
    agenda_revision: int
    agenda_changed_at: datetime
    is_waiting: bool
    digest: str
    published_at: datetime
    member_id: int | None = None
    alarms: str = ""
    shows_waiting: bool = True
    shows_cancelled: bool = True
    is_short: bool = False
    fills_time: bool = True
    edited_at: datetime | None = None

    @property
    def choices(self) -> Choices:
        """What its owner lets the entries carry."""
        return Choices(alarms_of(self.alarms), self.shows_waiting, self.shows_cancelled, self.is_short, self.fills_time)


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

_newest = aliased(Release)
_is_waiting = (
    select(Booking.id).where(Booking.registration_id == Registration.id, Booking.state == BookingState.WAITING).exists()
)
STATE = (
    select(
        Subscription.id,
        Registration.id,
        Registration.event_id,
        Subscription.language,
        Account.zone,
        Registration.agenda_revision,
        Registration.agenda_changed_at,
        _is_waiting,
        Release.digest,
        Release.published_at,
        Subscription.member_id,
        Subscription.alarms,
        Subscription.shows_waiting,
        Subscription.shows_cancelled,
        Subscription.is_short,
        Subscription.fills_time,
        Subscription.edited_at,
    )
    .join(Registration, Registration.id == Subscription.registration_id)
    .join(Account, Account.id == Registration.account_id)
    .join(Release, Release.event_id == Registration.event_id)
    .where(
        Subscription.token_hash == bindparam("token_hash"),
        Subscription.revoked_at.is_(None),
        Registration.state.in_(TAKING_PART),
    )
    .order_by(Release.number.desc())
    .limit(1)
)
"""The row of a ``token_hash``: the fields of :class:`FeedState`, in their order."""


def subscription_by_token(token: str) -> FeedState | None:
    """Return the state of the private feed of a token; None where it is unknown, revoked, or its owner withdrew.

    One query over unique indexes, whatever the answer.
    """
    row = db.session.execute(STATE, {"token_hash": token_hash(token)}).first()
    return FeedState(*row) if row else None


_gone = aliased(Booking)
_moved_at = (
    select(func.max(_gone.changed_at))
    .where(_gone.session_uid == Booking.session_uid, _gone.state != BookingState.WAITING)
    .scalar_subquery()
)
_PLACES = (
    select(Booking.session_uid, PLACE_IN_QUEUE, Booking.changed_at, _moved_at)
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


NO_RELEASE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed that carries no event had its newest release: before all of them."""


@dataclass(frozen=True, slots=True)
class AttendedEvent:
    """An event in a feed of all events: the fields as in :class:`FeedState`."""

    registration_id: int
    event_id: int
    agenda_revision: int
    is_waiting: bool
    digest: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class CombinedState:
    """All that decides whether a private feed of all one's events has changed: the fields as in :class:`FeedState`.

    :ivar events: published ones in which the account takes part, in the order of registration.
    """

    subscription_id: int
    language: str
    zone: str
    choices: Choices
    events: tuple[AttendedEvent, ...]

    @property
    def published_at(self) -> datetime:
        """When the newest of its releases was published, UTC."""
        return max((one.published_at for one in self.events), default=NO_RELEASE)


_COMBINED = (
    select(
        Subscription,
        Account.zone,
        Registration.id,
        Registration.event_id,
        Registration.agenda_revision,
        _is_waiting,
        Release.digest,
        Release.published_at,
    )
    .join(Account, Account.id == Subscription.account_id)
    .outerjoin(
        Registration, and_(Registration.account_id == Subscription.account_id, Registration.state == State.CONFIRMED)
    )
    .outerjoin(
        Release,
        and_(
            Release.event_id == Registration.event_id,
            Release.number
            == select(func.max(_newest.number)).where(_newest.event_id == Registration.event_id).scalar_subquery(),
        ),
    )
    .where(
        Subscription.token_hash == bindparam("token_hash"),
        Subscription.registration_id.is_(None),
        Subscription.revoked_at.is_(None),
    )
    .order_by(Registration.id)
)


def combined_by_token(token: str) -> CombinedState | None:
    """Return the state of the feed of all events of a token; None where it is unknown, revoked or of one event.

    One query, a row for each event.
    """
    rows = db.session.execute(_COMBINED, {"token_hash": token_hash(token)}).all()
    if not rows:
        return None
    subscription, zone = rows[0][:2]
    return CombinedState(
        subscription_id=subscription.id,
        language=subscription.language,
        zone=zone,
        choices=choices_of(subscription),
        events=tuple(AttendedEvent(*row[2:]) for row in rows if row.digest is not None),
    )


def seats_by_registration(registration_ids: Sequence[int], *, is_waiting: bool) -> dict[int, list[HeldSeat]]:
    """Return places in queues, or else seats held and offered, of several registrations in one query, by registration.

    They are what :func:`waiting_places` and :func:`held_seats` return of each.
    """
    if not registration_ids:
        return {}
    found: defaultdict[int, list[HeldSeat]] = defaultdict(list)
    states = (BookingState.WAITING,) if is_waiting else (BookingState.BOOKED, BookingState.OFFERED)
    rows = db.session.execute(
        select(
            Booking.registration_id,
            Booking.session_uid,
            Booking.changed_at,
            Booking.respond_by,
            *((PLACE_IN_QUEUE, _moved_at) if is_waiting else (null(), null())),
        )
        .where(Booking.registration_id.in_(registration_ids), Booking.state.in_(states))
        .order_by(Booking.registration_id, Booking.session_uid)
    )
    for registration_id, uid, changed_at, respond_by, place, moved_at in rows:
        found[registration_id].append(HeldSeat(uid, place, max(changed_at, moved_at or changed_at), respond_by))
    return found


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

    :ivar changed_at: when its members, or what any of them booked, last changed, UTC.
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
        changed_at=max([changed_at, *(row[9] for row in rows)]),
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


def subscriptions_of(registration_id: int, *, member_id: int | None = None) -> list[Subscription]:
    """Return a registration's working subscriptions, the oldest first.

    :param member_id: place in a delegation, for those of the delegation's agenda; None for those of one's own.
    """
    return list(
        db.session.scalars(
            select(Subscription)
            .where(
                Subscription.registration_id == registration_id,
                Subscription.member_id.is_(None) if member_id is None else Subscription.member_id == member_id,
                Subscription.revoked_at.is_(None),
            )
            .order_by(Subscription.created_at, Subscription.id)
        )
    )


def choices_of(subscription: Subscription) -> Choices:
    """Return what the owner of a subscription lets its entries carry."""
    return Choices(
        alarms_of(subscription.alarms),
        subscription.shows_waiting,
        subscription.shows_cancelled,
        subscription.is_short,
        subscription.fills_time,
    )


def reach_in(event_id: int, *, releases: int = 5) -> Reach:
    """Return how far the last releases of an event have come into private calendars; no more than counts leave this.

    Two queries. Addresses of all one's events count for each event in which their owner takes part.
    """
    followers = db.session.execute(
        select(Subscription.account_id, Subscription.last_release_at, Subscription.last_fetched_by)
        .join(Registration, Registration.account_id == Subscription.account_id)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(TAKING_PART),
            or_(Subscription.registration_id.is_(None), Subscription.registration_id == Registration.id),
            Subscription.revoked_at.is_(None),
        )
    )
    newest = db.session.execute(
        select(Release.number, Release.published_at)
        .where(Release.event_id == event_id)
        .order_by(Release.number.desc())
        .limit(releases)
    )
    return reach_of([Follower(*row) for row in followers], [(number, at) for number, at in newest])


def combined_subscriptions_of(account_id: int) -> list[Subscription]:
    """Return an account's working subscriptions of all its events together, the oldest first."""
    return list(
        db.session.scalars(
            select(Subscription)
            .where(
                Subscription.account_id == account_id,
                Subscription.registration_id.is_(None),
                Subscription.revoked_at.is_(None),
            )
            .order_by(Subscription.created_at, Subscription.id)
        )
    )


def counted_subscriptions(account_id: int) -> dict[int, int]:
    """Return how many working subscriptions an account has of one event each, by registration."""
    rows = db.session.execute(
        select(Subscription.registration_id, func.count())
        .where(
            Subscription.account_id == account_id,
            Subscription.registration_id.is_not(None),
            Subscription.revoked_at.is_(None),
        )
        .group_by(Subscription.registration_id)
    )
    return {registration_id: number for registration_id, number in rows if registration_id is not None}


def subscription_of(account_id: int, subscription_id: int) -> Subscription:
    """Return one working subscription of an account, whatever it is for.

    :raises SubscriptionNotFound: there is none of that key, it is revoked, or it is another's.
    """
    found = db.session.scalar(
        select(Subscription).where(
            Subscription.id == subscription_id,
            Subscription.account_id == account_id,
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
