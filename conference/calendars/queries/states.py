"""What decides whether a private feed has changed, in one row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState
from conference.calendars.rules import Choices, alarms_of, latest, told_at_of
from conference.calendars.tables import Subscription
from conference.codes import token_hash
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.programme.tables import Release
from conference.registrations.tables import Registration


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
    :ivar zone_changed_at: when the participant last changed their zone, UTC.
    :ivar redacted_at: when a person was last taken out of the release, UTC.
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
    zone_changed_at: datetime | None = None
    redacted_at: datetime | None = None

    @property
    def framed_at(self) -> datetime:
        """When the release, or how it is told, last changed: all but whose sessions it shows, UTC."""
        return latest(self.published_at, self.redacted_at, self.told_at)

    @property
    def told_at(self) -> datetime | None:
        """When its owner last had it told otherwise: by other clocks, in another language, with less or more, UTC."""
        return told_at_of(self.edited_at, self.zone_changed_at)

    @property
    def choices(self) -> Choices:
        """What its owner lets the entries carry."""
        return Choices(alarms_of(self.alarms), self.shows_waiting, self.shows_cancelled, self.is_short, self.fills_time)


# The statements of a fetch are built once: a feed is asked for far more often than anything else.

IS_WAITING = (
    select(Booking.id).where(Booking.registration_id == Registration.id, Booking.state == BookingState.WAITING).exists()
)
FIELDS = (
    Subscription.id,
    Registration.id,
    Registration.event_id,
    Subscription.language,
    Account.zone,
    Registration.agenda_revision,
    Registration.agenda_changed_at,
    IS_WAITING,
    Release.digest,
    Release.published_at,
    Subscription.member_id,
    Subscription.alarms,
    Subscription.shows_waiting,
    Subscription.shows_cancelled,
    Subscription.is_short,
    Subscription.fills_time,
    Subscription.edited_at,
    Account.zone_changed_at,
    Release.redacted_at,
)
"""The columns of :class:`FeedState`, in the order of its fields."""


def _of_token(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
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


_STATE = _of_token(*FIELDS)

MARK = _of_token(*(column for column in FIELDS if column is not IS_WAITING))
"""What decides whether an answer that showed no queue still holds, to be compared alone.

Who begins to wait has a new revision of the agenda, so there is no need to look for bookings each time.
"""


def subscription_by_token(token: str) -> FeedState | None:
    """Return the state of the private feed of a token; None where it is unknown, revoked, or its owner withdrew.

    One query over unique indexes, whatever the answer.
    """
    row = db.session.execute(_STATE, {"token_hash": token_hash(token)}).first()
    return FeedState(*row) if row else None
