"""What decides whether a feed of all one's events has changed, a row for each."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.calendars.queries.states import IS_WAITING
from conference.calendars.queries.subscriptions import choices_of
from conference.calendars.rules import Choices
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


_newest = aliased(Release)
_COMBINED = (
    select(
        Subscription,
        Account.zone,
        Registration.id,
        Registration.event_id,
        Registration.agenda_revision,
        IS_WAITING,
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
