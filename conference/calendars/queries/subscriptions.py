"""One's private addresses, as their owner sees them."""

from sqlalchemy import func, select

from conference.calendars.rules import Choices, alarms_of
from conference.calendars.tables import Subscription
from conference.db import db
from conference.errors import DomainError
from conference.seals import unseal

ADDRESSES = "addresses of feeds"
"""The purpose for which tokens are sealed."""


class SubscriptionNotFound(DomainError):
    """There is no such subscription, it is revoked, or it is another's."""


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


def revoked_subscription(account_id: int, subscription_id: int) -> Subscription | None:
    """Return a subscription that an account has revoked, to make one like it; None where there is none such."""
    return db.session.scalar(
        select(Subscription).where(
            Subscription.id == subscription_id,
            Subscription.account_id == account_id,
            Subscription.revoked_at.is_not(None),
        )
    )


def token_of(subscription: Subscription, *, secret_key: str) -> str | None:
    """Return the token of a subscription, to show its owner the address again.

    :returns: None where it was sealed under another key: the address still works, but cannot be shown.
    """
    return unseal(subscription.token_sealed, key=secret_key, purpose=ADDRESSES)
