"""Reads on the audit log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from conference.accounts.tables import Account
from conference.db import db
from conference.events.tables import AuditEntry
from conference.translated import folded


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """Which entries of an event's audit log are wanted; None and empty leave a thing open.

    :ivar account_id: whose changes; 0 for those that nobody made who was signed in.
    :ivar kind: of what was changed; ``key`` its code, slug, key, number or address.
    :ivar since: the first instant; ``until`` the first that is too late.
    :ivar text: to be found in names, keys and values.
    """

    account_id: int | None = None
    kind: str = ""
    key: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


def log_entries(
    event_id: int, wanted: LogFilter, *, limit: int | None = None, offset: int = 0
) -> list[tuple[AuditEntry, Account | None]]:
    """Return entries of an event's audit log, the newest first, each with who made the change."""
    rows = db.session.execute(
        select(AuditEntry, Account)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(*_conditions(event_id, wanted))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(entry, account) for entry, account in rows]


def count_entries(event_id: int, wanted: LogFilter) -> int:
    """Return how many entries of an event's audit log are as wanted."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(event_id, wanted))) or 0


def acting_people(event_id: int) -> list[Account]:
    """Return the accounts that changed anything of an event."""
    acting = select(AuditEntry.account_id).where(AuditEntry.event_id == event_id).distinct()
    return list(db.session.scalars(select(Account).where(Account.id.in_(acting))))


def kinds_in_log(event_id: int) -> list[str]:
    """Return the kinds of things that an event's audit log speaks of."""
    return list(
        db.session.scalars(
            select(AuditEntry.kind).where(AuditEntry.event_id == event_id).distinct().order_by(AuditEntry.kind)
        )
    )


def names_in_log(event_id: int, things: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return by which name things were last known, by kind and key: also those that are no more."""
    if not things:
        return {}
    rows = db.session.execute(
        select(AuditEntry.kind, AuditEntry.key, AuditEntry.name)
        .where(AuditEntry.event_id == event_id, tuple_(AuditEntry.kind, AuditEntry.key).in_(list(things)))
        .order_by(AuditEntry.id)
    )
    return {(kind, key): name for kind, key, name in rows}


def _conditions(event_id: int, wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [AuditEntry.event_id == event_id]
    if wanted.account_id is not None:
        conditions.append(AuditEntry.account_id == wanted.account_id if wanted.account_id else _BY_NOBODY)
    for column, value in (
        (AuditEntry.kind, wanted.kind), (AuditEntry.key, wanted.key), (AuditEntry.action, wanted.action),
    ):  # fmt: skip
        if value:
            conditions.append(column == value)
    if wanted.since:
        conditions.append(AuditEntry.changed_at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.changed_at < wanted.until)
    conditions += [AuditEntry.words.contains(word, autoescape=True) for word in folded(wanted.text).split()]
    return conditions


_BY_NOBODY = and_(AuditEntry.account_id.is_(None), AuditEntry.was_by_person.is_(False))
