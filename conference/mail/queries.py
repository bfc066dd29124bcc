"""Reads on the outbox."""

from datetime import datetime

from sqlalchemy import func, select

from conference.db import db
from conference.mail.tables import Letter


def count_letters(name: str, *, to: str, since: datetime) -> int:
    """Return how many letters of a name were put for an address since an instant."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Letter)
            .where(Letter.recipient == to, Letter.name == name, Letter.put_at > since)
        )
        or 0
    )
