"""How far releases have come into private calendars."""

from datetime import datetime

from sqlalchemy import func, or_, select

from conference.calendars.rules import Follower, Reach, carried_until, reach_of
from conference.calendars.tables import Subscription
from conference.db import Instant, db
from conference.delegations.rules import TAKING_PART
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration


def reach_in(event_id: int, *, releases: int = 5) -> Reach:
    """Return how far the last releases of an event have come into private calendars; no more than counts leave this.

    Two queries. Addresses of all one's events count for each event in which their owner takes part; they carry those
    for which the registration is confirmed.
    """
    followers = db.session.execute(
        select(
            Subscription.account_id,
            Subscription.registration_id,
            Subscription.last_release_at,
            Subscription.last_fetched_at,
            Subscription.last_fetched_by,
            Registration.state,
            func.coalesce(Registration.changed_at, Registration.registered_at, type_=Instant),
        )
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
    return reach_of([_follower(*row) for row in followers], [(number, at) for number, at in newest])


def _follower(
    account_id: int,
    registration_id: int | None,
    release_at: datetime | None,
    fetched_at: datetime | None,
    program: str | None,
    state: str,
    since: datetime,
) -> Follower:
    if registration_id is None:
        is_carried = state == State.CONFIRMED
        release_at = carried_until(release_at, fetched_at=fetched_at, takes_part_since=since) if is_carried else None
    return Follower(account_id, release_at, program)
