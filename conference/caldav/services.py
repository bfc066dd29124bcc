"""Remembering what programs were told."""

from datetime import datetime, timedelta

from sqlalchemy import Text, cast, delete, func, select, update

from conference.caldav.rules.sync import KEPT_CHARACTERS, Members, digest_of, kept_states
from conference.caldav.tables import SyncState
from conference.calendars import services
from conference.calendars.tables import Subscription
from conference.db import db, insert_if_missing, transaction

USED_PAUSE = timedelta(days=1)
"""That a state is still in use is noted at most this often: asking must not write each time."""


def remember_state(subscription_id: int, event_id: int, members: Members, *, now: datetime) -> None:
    """Remember a state that a program is being told, and forget those unused for longest for which there is no room.

    A state that is remembered already costs one read.
    """
    digest = digest_of(members)
    of_calendar = (SyncState.subscription_id == subscription_id, SyncState.event_id == event_id)
    used_at = db.session.scalar(select(SyncState.used_at).where(*of_calendar, SyncState.digest == digest))
    if used_at is not None and now - used_at < USED_PAUSE:
        return
    with transaction():
        # Two requests at once must not forget what the other was just told, nor leave anything behind one revoked.
        works = select(Subscription.id).where(Subscription.id == subscription_id, Subscription.revoked_at.is_(None))
        if db.session.scalar(works.with_for_update()) is None:
            return
        row = {
            "subscription_id": subscription_id, "event_id": event_id, "digest": digest, "members": dict(members),
            "used_at": now,
        }  # fmt: skip
        if not insert_if_missing(SyncState, row):
            db.session.execute(
                update(SyncState)
                .where(*of_calendar, SyncState.digest == digest)
                .values(used_at=now)
                .execution_options(synchronize_session=False)
            )
        newest = db.session.execute(
            select(SyncState.id, func.length(cast(SyncState.members, Text)))
            .where(*of_calendar)
            .order_by(SyncState.used_at.desc(), SyncState.id.desc())
        )
        kept = kept_states([(key, size) for key, size in newest], most_characters=KEPT_CHARACTERS)
        db.session.execute(
            delete(SyncState)
            .where(*of_calendar, SyncState.id.not_in(kept))
            .execution_options(synchronize_session=False)
        )


def revoke_subscription(subscription_id: int, *, account_id: int, now: datetime) -> Subscription:
    """Let a private address work no longer, and forget all that its calendar account was told.

    The parameters and errors are those of :func:`conference.calendars.services.revoke_subscription`.
    """
    with transaction():
        subscription = services.revoke_subscription(subscription_id, account_id=account_id, now=now)
        db.session.execute(
            delete(SyncState)
            .where(SyncState.subscription_id == subscription_id)
            .execution_options(synchronize_session=False)
        )
    return subscription
