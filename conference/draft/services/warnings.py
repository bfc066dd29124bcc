"""Accepting warnings of the clash checks, and taking that back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.db import acting_account_id, db, transaction
from conference.draft.rules import limits
from conference.draft.tables import AcceptedWarning
from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length
from conference.events.services import locked_event, record


@dataclass
class NotAccepted(DomainError):
    """The event has no accepted warning of that fingerprint."""

    fingerprint: str


def accept_warning(event_id: int, fingerprint: str, *, kind: str, name: str, reason: str, now: datetime) -> None:
    """Let a warning stay, while its facts stay the same. Accepted again, it keeps the newer reason.

    Who accepts is whoever :func:`conference.db.act_as` named.

    :param fingerprint: of a warning that stands now; the caller has looked.
    :param kind: and ``name``: of what it is and what it is about, for the audit log.
    :param reason: why it may stay.
    :raises TextMissing: there is no reason.
    :raises TextTooLong: it is longer than people read.
    """
    reason = reason.strip()
    if not reason:
        raise TextMissing("reason")
    check_length("reason", reason, limits.REASON)
    with transaction():
        locked_event(event_id)
        row = _row(event_id, fingerprint)
        before = _said(row) if row else None
        if row is None:
            row = AcceptedWarning(event_id=event_id, fingerprint=fingerprint)
            db.session.add(row)
        row.reason, row.account_id, row.accepted_at, row.kind, row.name = (
            reason, acting_account_id(), now, kind, name[: limits.TITLE],
        )  # fmt: skip
        record(event_id, "clash", fingerprint, name=row.name, before=before, after=_said(row))


def withdraw_acceptance(event_id: int, fingerprint: str) -> None:
    """Let a warning be shown again that was accepted.

    :raises NotAccepted: it was not, or not any more.
    """
    with transaction():
        locked_event(event_id)
        row = _row(event_id, fingerprint)
        if row is None:
            raise NotAccepted(fingerprint)
        record(event_id, "clash", fingerprint, name=row.name, before=_said(row), after=None)
        db.session.delete(row)


def _row(event_id: int, fingerprint: str) -> AcceptedWarning | None:
    return db.session.scalar(
        select(AcceptedWarning).where(AcceptedWarning.event_id == event_id, AcceptedWarning.fingerprint == fingerprint)
    )


def _said(row: AcceptedWarning) -> dict[str, str]:
    return {"warning": row.kind, "reason": row.reason}
