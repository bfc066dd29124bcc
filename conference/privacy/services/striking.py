"""Striking a person out of rows that are about others."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from conference.db import Base, db
from conference.events.tables import AuditEntry
from conference.privacy.queries import HOLDINGS, Person
from conference.privacy.rules import ABOUT_PEOPLE, Marks, struck

TELLING_NOTHING = frozenset({"state", "role", "language", "expires_at"})
"""Fields of an entry about a person that may stay."""


def strike(person: Person, marks: Marks) -> int:
    """Strike a person out of what may name them, within the caller's transaction; return out of how many rows."""
    count = forget_entries_about(person)
    for holding in HOLDINGS:
        if holding.strikes:
            spared = [~holding.spares(person)] if holding.spares else []
            count += strike_columns(holding.table, holding.strikes, marks, *spared)
    return count


def strike_columns(
    table: type[Base], columns: Collection[InstrumentedAttribute[Any]], marks: Marks, *where: Any
) -> int:
    """Strike marks out of some columns of a table; return out of how many rows."""
    if not marks.looked_for:
        return 0
    keys = list(table.__table__.primary_key.columns)  # type: ignore[attr-defined]
    names = [column.key for column in columns]
    finds = or_(
        *(
            cast(column, String).contains(mark, autoescape=True)
            for column in columns
            for mark in sorted(marks.looked_for)
        )
    )
    rows = db.session.execute(select(*keys, *columns).where(finds, *where)).all()
    changed = 0
    for row in rows:
        values = dict(zip(names, row[len(keys) :], strict=True))
        wanted = {name: struck(value, marks) for name, value in values.items()}
        if wanted != values:
            db.session.execute(
                update(table)
                .where(*(key == value for key, value in zip(keys, row[: len(keys)], strict=True)))
                .values(**wanted)
                .execution_options(synchronize_session=False)
            )
            changed += 1
    return changed


def forget_entries_about(person: Person) -> int:
    """Empty the entries of the audit log that are about a person, all but what tells nothing of them."""
    return forget_entries(
        AuditEntry.kind.in_(ABOUT_PEOPLE),
        or_(
            (AuditEntry.kind == "registration") & AuditEntry.key.in_([str(key) for key in person.registrations]),
            AuditEntry.key == person.email,
            (AuditEntry.kind != "registration") & (AuditEntry.name == person.name) & (AuditEntry.name != ""),
        ),
    )


def forget_entries(*where: ColumnElement[bool]) -> int:
    """Empty some entries of the audit log, all but what tells nothing of people; return how many."""
    entries = db.session.execute(
        select(AuditEntry.id, AuditEntry.kind, AuditEntry.before, AuditEntry.after).where(*where)
    ).all()
    for entry_id, kind, before, after in entries:
        values: dict[str, Any] = {"name": "", "words": "", "before": _kept(before), "after": _kept(after)}
        if kind != "registration":
            values["key"] = ""
        db.session.execute(
            update(AuditEntry)
            .where(AuditEntry.id == entry_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    return len(entries)


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in facts.items() if field in TELLING_NOTHING}
