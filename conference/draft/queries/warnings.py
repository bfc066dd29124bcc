"""Warnings that organisers accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.draft.tables import AcceptedWarning


@dataclass(frozen=True)
class Acceptance:
    """Why a warning may stay.

    :ivar accepted_by: the name of who said so; None where their account is gone.
    """

    reason: str
    accepted_by: str | None
    accepted_at: datetime


def acceptances(event_id: int) -> dict[str, Acceptance]:
    """Return why which warnings of an event were accepted, by fingerprint."""
    rows = db.session.execute(
        select(AcceptedWarning.fingerprint, AcceptedWarning.reason, Account.name, AcceptedWarning.accepted_at)
        .outerjoin(Account, Account.id == AcceptedWarning.account_id)
        .where(AcceptedWarning.event_id == event_id)
    )
    return {fingerprint: Acceptance(reason, name, at) for fingerprint, reason, name, at in rows}
