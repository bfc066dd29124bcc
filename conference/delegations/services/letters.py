"""Letters of delegations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.delegations.tables import Delegation, DelegationMember
from conference.events.tables import Event
from conference.mail.services import put_letter


def ask(
    delegation: Delegation, member: DelegationMember, *, inviter: str | None, token: str, is_again: bool, now: datetime
) -> None:
    """Put the letter that asks somebody to join.

    :param inviter: name of who asks.
    :param is_again: whether it reminds of one that was sent before.
    """
    put_letter(
        "delegations/invitation",
        event_id=delegation.event_id,
        to=member.email,
        language=member.language,
        data={
            **_facts(delegation), "name": member.name, "inviter": inviter, "is_again": is_again,
            "becomes_contact": member.becomes_contact, "expires_at": member.expires_at.isoformat(),
        },
        secrets={"token": token},
        now=now,
    )  # fmt: skip


def tell(letter: str, delegation: Delegation, account_ids: Iterable[int], *, now: datetime) -> None:
    """Put a letter about a delegation to each of some of its members.

    :param letter: by its name, such as ``delegations/dissolved``.
    """
    accounts = db.session.scalars(select(Account).where(Account.id.in_(list(account_ids))).order_by(Account.id))
    for account in accounts:
        put_letter(
            letter,
            event_id=delegation.event_id,
            to=account.email,
            language=account.language,
            data={**_facts(delegation), "name": account.name},
            now=now,
        )


def _facts(delegation: Delegation) -> dict[str, Any]:
    event = db.session.get_one(Event, delegation.event_id)
    return {
        "delegation": delegation.name,
        "number": delegation.id,
        "zone": event.zone,
        "event": {
            "slug": event.slug,
            "title": dict(event.title),
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
        },
    }
