"""What the timetable editor asks beside the draft itself."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, func, select

from conference.accounts.tables import Account
from conference.db import db
from conference.draft.tables import Room, Session, Speaker, Theme
from conference.events.tables import AuditEntry, Event
from conference.programme.tables import Release


@dataclass(frozen=True)
class LastChange:
    """Who changed a session last.

    :ivar account_id: None for the worker, a command, or an account that is no more; then ``name`` is empty, too.
    :ivar fields: which of its facts differed.
    """

    account_id: int | None
    name: str
    changed_at: datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredMark:
    """What is stored of a session beside what it says.

    :ivar version: counts its edits.
    :ivar minutes: its length, also while it is unscheduled.
    """

    version: int
    minutes: int


def draft_revision(event: Event) -> str:
    """Return a short text that is another one after each change of an event's draft or its releases.

    One small query, for those who ask again and again. Bookings are left out: their clashes are told anew with the
    next change, or when the page is opened.
    """
    of = event.id
    parts = (
        _figure(select(func.max(AuditEntry.id)).where(AuditEntry.event_id == of)),
        _figure(select(func.max(Release.number)).where(Release.event_id == of)),
        _figure(select(func.max(Session.updated_at)).where(Session.event_id == of)),
        *(
            _figure(select(function).where(table.event_id == of))
            for table in (Session, Speaker, Room, Theme)
            for function in (func.count(), func.sum(table.version), func.max(table.id))
        ),
        # The order of themes and rooms changes past their versions.
        *(_figure(select(func.sum(table.position * table.id)).where(table.event_id == of)) for table in (Room, Theme)),
    )
    row = db.session.execute(select(*parts)).one()
    return sha256(repr((event.version, *(str(part) for part in row))).encode()).hexdigest()[:20]


def rooms_in_order(event_id: int) -> list[Room]:
    """Return the rooms of an event in their order."""
    return list(db.session.scalars(select(Room).where(Room.event_id == event_id).order_by(Room.position, Room.id)))


def stored_marks(event_id: int) -> dict[str, StoredMark]:
    """Return of each session, by code, what a release document does not hold and the timetable editor needs."""
    rows = db.session.execute(
        select(Session.code, Session.version, Session.minutes).where(Session.event_id == event_id)
    )
    return {code: StoredMark(version, minutes) for code, version, minutes in rows}


def last_change_of(event_id: int, code: str) -> LastChange | None:
    """Return who changed a session last, from the audit log; None where it says nothing of it."""
    row = db.session.execute(
        select(AuditEntry, Account.name)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.event_id == event_id, AuditEntry.kind == "session", AuditEntry.key == code)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    entry, name = row
    return LastChange(entry.account_id, name or "", entry.changed_at, tuple(entry.after))


def _figure(one: Any) -> ColumnElement[Any]:
    figure: ColumnElement[Any] = one.scalar_subquery()
    return figure
