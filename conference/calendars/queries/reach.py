"""How far releases have come into private calendars."""

from sqlalchemy import or_, select

from conference.calendars.rules import Follower, Reach, reach_of
from conference.calendars.tables import Subscription
from conference.db import db
from conference.delegations.rules import TAKING_PART
from conference.programme.tables import Release
from conference.registrations.tables import Registration


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
