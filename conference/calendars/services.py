"""Changes of subscriptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, or_, select, true, update

from conference.accounts.tables import Account
from conference.calendars.queries import ADDRESSES, choices_of, subscription_of
from conference.calendars.rules import (
    MOST_SUBSCRIPTIONS,
    Choices,
    alarms_to_text,
    cleaned_program,
    free_name,
    is_named_for,
)
from conference.calendars.tables import Subscription
from conference.codes import new_token, token_hash
from conference.db import db, instant_of_change, transaction
from conference.errors import DomainError
from conference.registrations.tables import Registration
from conference.seals import seal, unseal


@dataclass
class TooManySubscriptions(DomainError):
    """There are as many working subscriptions of a registration, or of all events of an account, as there may be.

    :ivar most: how many that is.
    """

    most: int


def make_subscription(
    registration_id: int,
    *,
    name: str,
    language: str,
    secret_key: str,
    now: datetime,
    choices: Choices | None = None,
    member_id: int | None = None,
    form_key: str | None = None,
) -> tuple[Subscription, str]:
    """Make a private address of a participant's agenda feed; return it with its token.

    :param name: what its owner calls it, usually a device. Where another one is called so, a number comes behind it.
    :param language: in which the feed speaks.
    :param secret_key: of the installation; seals the token, so that its owner can see the address again.
    :param choices: what its entries carry; None for all.
    :param member_id: their place in a delegation, where the feed is to be the delegation's.
    :param form_key: of the form it comes from: the same form sent twice makes one address.
    :raises TooManySubscriptions: the registration has enough.
    """
    with transaction():
        # Two requests at once must not both be the last one that fits, nor both be the first of a form.
        account_id = db.session.scalars(
            select(Registration.account_id).where(Registration.id == registration_id).with_for_update(key_share=True)
        ).one()
        return _made(
            Subscription(
                account_id=account_id, registration_id=registration_id, member_id=member_id, name=name,
                language=language, form_key=form_key, created_at=now,
            ),
            choices or Choices(),
            secret_key=secret_key,
        )  # fmt: skip


def make_combined_subscription(
    account_id: int,
    *,
    name: str,
    language: str,
    secret_key: str,
    now: datetime,
    choices: Choices | None = None,
    form_key: str | None = None,
) -> tuple[Subscription, str]:
    """Make a private address of all events that an account takes part in, now or later; return it with its token.

    The parameters are those of :func:`make_subscription`.

    :raises TooManySubscriptions: the account has enough of these.
    """
    with transaction():
        db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        return _made(
            Subscription(account_id=account_id, name=name, language=language, form_key=form_key, created_at=now),
            choices or Choices(),
            secret_key=secret_key,
        )


def _made(subscription: Subscription, choices: Choices, *, secret_key: str) -> tuple[Subscription, str]:
    """Store a new subscription, unless its form was sent before; its owner's row is locked."""
    if subscription.form_key is not None:
        known = db.session.scalar(
            select(Subscription).where(
                Subscription.account_id == subscription.account_id, Subscription.form_key == subscription.form_key
            )
        )
        if known is not None and _are_alike(known, subscription):
            return known, unseal(known.token_sealed, key=secret_key, purpose=ADDRESSES) or ""
        if known is not None:  # a browser went back to the form, which then was filled in for another one
            subscription.form_key = None
    working = _working_beside(subscription)
    if len(working) >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions(MOST_SUBSCRIPTIONS)
    subscription.name = _free_name(subscription, working)
    token = new_token()
    subscription.token_hash = token_hash(token)
    subscription.token_sealed = seal(token, key=secret_key, purpose=ADDRESSES)
    _choose(subscription, choices)
    db.session.add(subscription)
    return subscription, token


def _working_beside(subscription: Subscription) -> list[Subscription]:
    """Return the owner's others that work: of the same registration, else of all events."""
    registration_id, own = Subscription.registration_id, subscription.registration_id
    return list(
        db.session.scalars(
            select(Subscription).where(
                Subscription.account_id == subscription.account_id,
                registration_id.is_(None) if own is None else registration_id == own,
                Subscription.revoked_at.is_(None),
                Subscription.id != subscription.id if subscription.id else true(),
            )
        )
    )


def _free_name(subscription: Subscription, others: Iterable[Subscription]) -> str:
    """Return a subscription's name, told apart from those that stand in the same list."""
    return free_name(subscription.name, (one.name for one in others if one.member_id == subscription.member_id))


def _are_alike(known: Subscription, wanted: Subscription) -> bool:
    """Say whether a form asks for an address that it made already and that works."""
    return (
        known.revoked_at is None
        and (known.registration_id, known.member_id) == (wanted.registration_id, wanted.member_id)
        and is_named_for(known.name, wanted.name)
    )


def _choose(subscription: Subscription, choices: Choices) -> None:
    subscription.alarms = alarms_to_text(choices.alarms)
    subscription.shows_waiting = choices.shows_waiting
    subscription.shows_cancelled = choices.shows_cancelled
    subscription.is_short = choices.is_short
    subscription.fills_time = choices.fills_time


def edit_subscription(
    subscription_id: int, *, account_id: int, name: str, language: str, choices: Choices, now: datetime
) -> Subscription:
    """Give a subscription another name, and let its feed speak another language or carry something else.

    :param account_id: of its owner.
    :raises conference.calendars.queries.SubscriptionNotFound: none of theirs that works.
    """
    with transaction():
        subscription = subscription_of(account_id, subscription_id)
        if (language, choices) != (subscription.language, choices_of(subscription)):
            db.session.refresh(subscription, with_for_update=True)
            subscription.edited_at = instant_of_change(now, subscription.edited_at)
        subscription.name, subscription.language = name, language
        subscription.name = _free_name(subscription, _working_beside(subscription))
        _choose(subscription, choices)
    return subscription


def revoke_subscription(subscription_id: int, *, account_id: int, now: datetime) -> Subscription:
    """Let a private address work no longer, at once and for good. Others are not touched.

    :param account_id: of its owner.
    :raises conference.calendars.queries.SubscriptionNotFound: none of theirs that works.
    """
    with transaction():
        subscription = subscription_of(account_id, subscription_id)
        subscription.revoked_at = now
        subscription.token_sealed = b""
    return subscription


@dataclass(frozen=True, slots=True)
class Fetch:
    """One look of a program at a private feed.

    :ivar at: UTC.
    :ivar program: its User-Agent as it came.
    :ivar release_at: when the newest release that the feed carried was published, UTC.
    """

    subscription_id: int
    at: datetime
    program: str | None
    release_at: datetime


def record_fetches(fetches: Iterable[Fetch]) -> None:
    """Note when feeds were last fetched, by which programs and with which releases.

    The newest of each stands, in whatever order they come.
    """
    # Everyone who locks several of these rows does it in this order.
    rows = [
        {"key": one.subscription_id, "at": one.at, "by": cleaned_program(one.program), "release_at": one.release_at}
        for one in sorted(fetches, key=lambda fetch: (fetch.subscription_id, fetch.at))
    ]
    if rows:
        with transaction():
            db.session.connection().execute(_RECORD, rows)


_RECORD = (
    update(Subscription.__table__)  # type: ignore[arg-type]
    .where(
        Subscription.id == bindparam("key"),
        or_(Subscription.last_fetched_at.is_(None), Subscription.last_fetched_at <= bindparam("at")),
    )
    .values(
        last_fetched_at=bindparam("at"),
        last_fetched_by=bindparam("by"),
        # Two processes may have answered in the same second.
        last_release_at=case(
            (Subscription.last_release_at > bindparam("release_at"), Subscription.last_release_at),
            else_=bindparam("release_at"),
        ),
    )
)
