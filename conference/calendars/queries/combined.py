"""What decides whether a feed of all one's events has changed, a row for each."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.calendars.queries.states import IS_WAITING
from conference.calendars.queries.subscriptions import choices_of
from conference.calendars.rules import Choices, latest, told_at_of
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration

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
    redacted_at: datetime | None
    agenda_changed_at: datetime


@dataclass(frozen=True, slots=True)
class CombinedState:
    """All that decides whether a private feed of all one's events has changed: the fields as in :class:`FeedState`.

    :ivar changed_at: when what it carries last changed, as far as its events do not say so themselves, UTC: it was made
        or edited, another zone was chosen, or an event came or went.
    :ivar events: published ones in which the account takes part, in the order of registration.
    """

    subscription_id: int
    language: str
    zone: str
    choices: Choices
    changed_at: datetime
    told_at: datetime | None
    events: tuple[AttendedEvent, ...]

    @property
    def published_at(self) -> datetime:
        """When the newest of its releases was published, UTC."""
        return max((one.published_at for one in self.events), default=NO_RELEASE)


_newest = aliased(Release)
_COMBINED = (
    select(
        Subscription,
        Account.zone,
        Account.zone_changed_at,
        Registration.state,
        Registration.registered_at,
        Registration.changed_at,
        Registration.id,
        Registration.event_id,
        Registration.agenda_revision,
        IS_WAITING,
        Release.digest,
        Release.published_at,
        Release.redacted_at,
        Registration.agenda_changed_at,
    )
    .join(Account, Account.id == Subscription.account_id)
    # Also those in which one takes part no longer: they say since when.
    .outerjoin(Registration, Registration.account_id == Subscription.account_id)
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

    One query, a row for each event for which one ever registered.
    """
    rows = db.session.execute(_COMBINED, {"token_hash": token_hash(token)}).all()
    if not rows:
        return None
    subscription, zone, zone_changed_at = rows[0][:3]
    came_or_went = [at for row in rows for at in (row.registered_at, row.changed_at)]
    return CombinedState(
        subscription_id=subscription.id,
        language=subscription.language,
        zone=zone,
        choices=choices_of(subscription),
        changed_at=latest(subscription.created_at, subscription.edited_at, zone_changed_at, *came_or_went),
        told_at=told_at_of(subscription.edited_at, zone_changed_at),
        events=tuple(
            AttendedEvent(*tuple(row)[6:]) for row in rows if row.state == State.CONFIRMED and row.digest is not None
        ),
    )
