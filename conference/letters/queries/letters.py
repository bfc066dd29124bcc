"""Reads on the letters of an event."""

from dataclasses import replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from conference.db import db
from conference.errors import DomainError
from conference.letters.rules import LetterFilter
from conference.letters.tables import MessageLetter
from conference.mail.tables import Letter, LetterState


class LetterNotFound(DomainError):
    """The event has no such letter."""


def find_letters(event_id: int, wanted: LetterFilter, *, limit: int, offset: int = 0) -> list[Letter]:
    """Return letters of an event, those put last first. Their texts are left behind."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(*matching(event_id, wanted))
            .order_by(Letter.put_at.desc(), Letter.id.desc())
            .options(defer(Letter.text), defer(Letter.html), defer(Letter.data))
            .limit(limit)
            .offset(offset)
        )
    )


def counted_by_state(event_id: int, wanted: LetterFilter) -> dict[str, int]:
    """Return how many letters are in each state, whatever state the filter asks for; none for states without any."""
    every = replace(wanted, state="")
    rows = db.session.execute(
        select(Letter.state, func.count()).where(*matching(event_id, every)).group_by(Letter.state)
    )
    return dict(rows.all())


def kinds_of(event_id: int) -> list[str]:
    """Return the names of the letters that an event has."""
    return list(db.session.scalars(select(Letter.name).where(Letter.event_id == event_id).distinct()))


def letter_of(event_id: int, letter_id: int) -> Letter:
    """Return one letter of an event.

    :raises LetterNotFound: the event has none of that number.
    """
    found = db.session.scalar(select(Letter).where(Letter.event_id == event_id, Letter.id == letter_id))
    if found is None:
        raise LetterNotFound(letter_id)
    return found


def given_up_letters(event_id: int) -> int:
    """Return how many letters of an event could not be delivered. One query."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Letter)
            .where(Letter.event_id == event_id, Letter.state == LetterState.FAILED)
        )
        or 0
    )


def matching(event_id: int, wanted: LetterFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that a letter of an event fulfils when a filter asks for it."""
    conditions = [Letter.event_id == event_id]
    if wanted.state:
        conditions.append(Letter.state == wanted.state)
    if wanted.kind:
        conditions.append(Letter.name == wanted.kind)
    if wanted.recipient:
        conditions.append(func.lower(Letter.recipient).contains(wanted.recipient.lower(), autoescape=True))
    if wanted.message is not None:
        conditions.append(
            select(MessageLetter.letter_id)
            .where(MessageLetter.message_id == wanted.message, MessageLetter.letter_id == Letter.id)
            .exists()
        )
    return conditions
