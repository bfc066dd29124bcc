"""Changes of subscriptions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from conference.calendars.queries import ADDRESSES, subscription_of
from conference.calendars.rules import MOST_SUBSCRIPTIONS, RECORDING_PAUSE, cleaned_program
from conference.calendars.tables import Subscription
from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.errors import DomainError
from conference.registrations.tables import Registration
from conference.seals import seal


@dataclass
class TooManySubscriptions(DomainError):
    """The registration has as many working subscriptions as it may have.

    :ivar most: how many that is.
    """

    most: int


def make_subscription(
    registration_id: int, *, name: str, language: str, secret_key: str, now: datetime, member_id: int | None = None
) -> tuple[Subscription, str]:
    """Make a private address of a participant's agenda feed; return it with its token.

    :param name: what its owner calls it, usually a device.
    :param language: in which the feed speaks.
    :param secret_key: of the installation; seals the token, so that its owner can see the address again.
    :param member_id: their place in a delegation, where the feed is to be the delegation's.
    :raises TooManySubscriptions: the registration has enough.
    """
    token = new_token()
    with transaction():
        # Two requests at once must not both be the last one that fits.
        account_id = db.session.scalars(
            select(Registration.account_id).where(Registration.id == registration_id).with_for_update(key_share=True)
        ).one()
        working = db.session.scalar(
            select(func.count())
            .select_from(Subscription)
            .where(Subscription.registration_id == registration_id, Subscription.revoked_at.is_(None))
        )
        if (working or 0) >= MOST_SUBSCRIPTIONS:
            raise TooManySubscriptions(MOST_SUBSCRIPTIONS)
        subscription = Subscription(
            account_id=account_id,
            registration_id=registration_id,
            member_id=member_id,
            name=name,
            language=language,
            token_hash=token_hash(token),
            token_sealed=seal(token, key=secret_key, purpose=ADDRESSES),
            created_at=now,
        )
        db.session.add(subscription)
    return subscription, token


def edit_subscription(subscription_id: int, *, registration_id: int, name: str, language: str) -> Subscription:
    """Give a subscription another name, and let its feed speak another language.

    :param registration_id: of its owner.
    :raises conference.calendars.queries.SubscriptionNotFound: none of theirs that works.
    """
    with transaction():
        subscription = subscription_of(registration_id, subscription_id)
        subscription.name = name
        subscription.language = language
    return subscription


def revoke_subscription(subscription_id: int, *, registration_id: int, now: datetime) -> Subscription:
    """Let a private address work no longer, at once and for good. Others are not touched.

    :param registration_id: of its owner.
    :raises conference.calendars.queries.SubscriptionNotFound: none of theirs that works.
    """
    with transaction():
        subscription = subscription_of(registration_id, subscription_id)
        subscription.revoked_at = now
        subscription.token_sealed = b""
    return subscription


def record_fetch(subscription_id: int, *, program: str | None, release_at: datetime, now: datetime) -> None:
    """Note when a feed was last fetched, by which program and with which release; at most once a minute for each.

    :param program: its User-Agent as it came.
    :param release_at: when the newest release that it carried was published, UTC.
    """
    with transaction():
        db.session.execute(
            update(Subscription)
            .where(
                Subscription.id == subscription_id,
                or_(
                    Subscription.last_fetched_at.is_(None),
                    Subscription.last_fetched_at <= now - RECORDING_PAUSE,
                    Subscription.last_release_at.is_(None),
                    Subscription.last_release_at < release_at,
                ),
            )
            .values(last_fetched_at=now, last_fetched_by=cleaned_program(program), last_release_at=release_at)
            .execution_options(synchronize_session=False)
        )
