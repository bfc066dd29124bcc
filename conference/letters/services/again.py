"""Sending again what was given up."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events.services import record
from conference.letters.queries import LetterNotFound, matching
from conference.letters.rules import LetterFilter, is_outdated
from conference.mail.tables import Letter, LetterState


class LetterNotGivenUp(DomainError):
    """The letter waits to be sent, or was: nothing is to be sent again."""


class LetterOutdated(DomainError):
    """What the letter offers is over."""


def send_again(event_id: int, letter_id: int, *, now: datetime) -> Letter:
    """Let a letter that was given up be tried afresh, at once. It keeps its Message-ID.

    :raises LetterNotFound: the event has none of that number.
    :raises LetterNotGivenUp: it waits or was sent, perhaps since somebody else asked for the same.
    :raises LetterOutdated: its reader could not do any more what it asks them to.
    """
    with transaction():
        letter = db.session.scalar(
            select(Letter)
            .where(Letter.event_id == event_id, Letter.id == letter_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if letter is None:
            raise LetterNotFound(letter_id)
        if letter.state != LetterState.FAILED:
            raise LetterNotGivenUp(letter_id)
        if is_outdated(letter.data, now=now):
            raise LetterOutdated(letter_id)
        before = _facts(letter)
        _try_afresh(letter, now)
        # Neither name nor address: the log outlives what is kept of a person.
        record(event_id, "letter", str(letter.id), name=letter.name, before=before, after=_facts(letter))
    return letter


def send_all_again(event_id: int, wanted: LetterFilter, *, now: datetime) -> int:
    """Let all letters that a filter finds and that were given up be tried afresh; return how many.

    Those whose offer is over stay given up. Done twice, or by two at once, each letter is sent again once.
    """
    with transaction():
        letters = [
            letter
            for letter in db.session.scalars(
                select(Letter)
                .where(*matching(event_id, replace(wanted, state=LetterState.FAILED)))
                .order_by(Letter.id)
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            )
            if not is_outdated(letter.data, now=now)
        ]
        for letter in letters:
            _try_afresh(letter, now)
        if letters:
            facts = {"state": "waiting", "letters": len(letters)}
            record(event_id, "letter", "", name=wanted.kind or "*", before={"state": "failed"}, after=facts)
    return len(letters)


def _try_afresh(letter: Letter, now: datetime) -> None:
    letter.state = LetterState.WAITING
    letter.attempts_before = letter.attempts
    letter.due_at = now
    letter.error = None


def _facts(letter: Letter) -> dict[str, str]:
    return {"state": str(letter.state)}
