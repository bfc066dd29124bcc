"""All data of a person, as they get them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conference.db import db
from conference.privacy.queries.holdings import HOLDINGS
from conference.privacy.queries.person import Person
from conference.privacy.rules import plain
from conference.programme.queries import newest_release_of
from conference.registrations.tables import Registration
from conference.translated import pick

FORMAT = "meridian-personal-data"
VERSION = 1
"""Raised when a key changes its meaning or goes; new ones may come at any time."""


def data_of(person: Person, *, base_url: str, now: datetime) -> dict[str, Any]:
    """Return all that is kept of a person, by part: see docs/privacy.md for the keys.

    One query for each table, however many rows it has.

    :param base_url: of this installation.
    """
    told: dict[str, Any] = {
        "format": FORMAT, "version": VERSION, "installation": base_url, "made_at": plain(now),
    }  # fmt: skip
    titles = _titles(person)
    for holding in HOLDINGS:
        if not holding.tells or holding.whose is None:
            continue
        asked = select(*(column.label(key) for key, column in holding.tells.items())).where(holding.whose(person))
        rows = db.session.execute(asked.order_by(*holding.table.__table__.primary_key.columns)).mappings()  # type: ignore[attr-defined]
        found = [_row(dict(row), titles) for row in rows]
        if holding.is_one:
            told[holding.told_as] = found[0] if found else None
        else:
            told.setdefault(holding.told_as, []).extend(found)
    return told


def _row(row: dict[str, Any], titles: dict[UUID, str]) -> dict[str, Any]:
    """Return a row as JSON holds it, with the title beside the uid of a session."""
    uid = row.get("session_uid")
    if isinstance(uid, UUID) and uid in titles:
        row["session_title"] = titles[uid]
    return {key: plain(value) for key, value in row.items()}


def _titles(person: Person) -> dict[UUID, str]:
    """Return the titles of all sessions of the events that the person takes part in, by uid."""
    events = db.session.scalars(
        select(Registration.event_id).where(Registration.id.in_(person.registrations)).distinct()
    ).all()
    published = [found for event_id in events if (found := newest_release_of(event_id)) is not None]
    return {
        uid: pick(session.title, "en", one.programme.event.languages)
        for one in published
        for uid, session in one.programme.by_uid.items()
    }
