"""Wording the letters of an event, and taking that back."""

from datetime import datetime
from typing import Any

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events.services import kept_texts, locked_event, record
from conference.letters.queries import wording_of
from conference.letters.rules.wordings import PARTS, WordingFacts, check_wording
from conference.letters.tables import Wording


class StaleWording(DomainError):
    """Somebody stored a newer wording after the form was opened."""


def edit_wording(
    event_id: int, name: str, facts: WordingFacts, *, version: int | None = None, now: datetime
) -> Wording | None:
    """Word a letter of an event from now on, also where it waits to be sent; return None where nothing is left to say.

    Texts in languages that the event has no more are kept.

    :param version: the one that the form was opened on, 0 where it was worded as usual; None to overwrite.
    :raises LetterNotWordable, TextTooLong, UnknownPlaceholder: see :func:`check_wording`.
    :raises StaleWording: somebody stored a newer one meanwhile.
    """
    check_wording(name, facts)
    with transaction():
        event = locked_event(event_id)
        row = _checked(event_id, name, version)
        before = _facts(row)
        kept = {part: kept_texts(before.get(part, {}), getattr(facts, part), event.languages) for part in PARTS}
        if WordingFacts(**kept).is_usual:
            if row is not None:
                db.session.delete(row)
                row = None
        elif row is None:
            row = Wording(event_id=event_id, name=name, changed_at=now, **kept)
            db.session.add(row)
        elif kept != before:
            row.changed_at = now
            for part, text in kept.items():
                setattr(row, part, text)
        _record(event_id, name, before, _facts(row))
    return row


def restore_usual_wording(event_id: int, name: str, *, version: int | None = None) -> None:
    """Word a letter of an event as usual again. Doing so again changes nothing.

    :raises StaleWording: somebody stored a newer wording than the one that was looked at.
    """
    with transaction():
        locked_event(event_id)
        row = _checked(event_id, name, version)
        if row is not None:
            before = _facts(row)
            db.session.delete(row)
            _record(event_id, name, before, {})


def _checked(event_id: int, name: str, version: int | None) -> Wording | None:
    row = wording_of(event_id, name)
    if row is not None:
        db.session.refresh(row)
    if version is not None and version != (row.version if row else 0):
        raise StaleWording(name)
    return row


def _facts(row: Wording | None) -> dict[str, Any]:
    return {part: dict(getattr(row, part)) for part in PARTS} if row is not None else {}


def _record(event_id: int, name: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    record(
        event_id, "wording", name, name=name, before=before or None, after=after or None
    ) if before or after else None
