"""How an event words its letters."""

from sqlalchemy import select

from conference.db import db
from conference.letters.rules.wordings import WordingFacts
from conference.letters.tables import Wording


def wording_of(event_id: int, name: str) -> Wording | None:
    """Return how an event words a letter, or None where as usual."""
    return db.session.scalar(select(Wording).where(Wording.event_id == event_id, Wording.name == name))


def wordings_of(event_id: int) -> dict[str, Wording]:
    """Return how an event words its letters, by their names; those that are worded as usual are left out."""
    return {row.name: row for row in db.session.scalars(select(Wording).where(Wording.event_id == event_id))}


def wording_facts(row: Wording | None) -> WordingFacts | None:
    """Return what a row says, or None where there is none."""
    if row is None:
        return None
    return WordingFacts(subject=dict(row.subject), opening=dict(row.opening), closing=dict(row.closing))
