"""Putting letters into the outbox, and clearing away those long sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select

from conference.db import db, transaction
from conference.mail.tables import Letter, LetterState

SENT_LETTERS_ARE_KEPT = timedelta(days=90)

AT_ONCE = 1_000
"""How many letters are stored by one statement."""


def put_letter(  # noqa: PLR0913 - what a letter is
    name: str,
    *,
    to: str,
    language: str,
    data: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    secrets: Mapping[str, str] | None = None,
    event_id: int | None = None,
    leaves_nothing: bool = False,
) -> Letter:
    """Put a letter into the outbox, within the caller's transaction: it is sent if and only if that commits.

    :param name: part and letter, such as ``agenda/seat_offered``: rendered from
        ``templates/agenda/mail/seat_offered.txt`` and its ``.html`` twin when it is sent.
    :param to: one address.
    :param language: ISO 639-1, of the letter.
    :param data: the facts that the letter tells, plain JSON; instants as ISO 8601 text.
    :param due_at: when to send it, at once where None.
    :param secrets: further facts, such as tokens, that are forgotten once the letter is sent.
    :param event_id: the event that the letter is about.
    :param leaves_nothing: whether nothing is kept of it once it is sent or given up.
    """
    letter = Letter(
        event_id=event_id,
        name=name,
        recipient=to,
        language=language,
        data={**data, "secrets": dict(secrets)} if secrets else dict(data),
        message_id=uuid4().hex,
        state=LetterState.WAITING,
        put_at=now,
        due_at=due_at or now,
        attempts=0,
        leaves_nothing=leaves_nothing,
    )
    db.session.add(letter)
    return letter


@dataclass(frozen=True, slots=True)
class BulkLetter:
    """One of many letters of the same name, without secrets; see :func:`put_letter`."""

    to: str
    language: str
    data: Mapping[str, Any]
    due_at: datetime


def put_letters(name: str, letters: Sequence[BulkLetter], *, event_id: int, now: datetime) -> list[int]:
    """Put many letters of one name at once, within the caller's transaction; return their keys in the same order.

    As :func:`put_letter` does with one, but for thousands, many in a statement.
    """
    rows: list[dict[str, Any]] = [
        {
            "event_id": event_id, "name": name, "recipient": one.to, "language": one.language, "data": dict(one.data),
            "message_id": uuid4().hex, "state": LetterState.WAITING, "put_at": now, "due_at": one.due_at,
            "attempts": 0, "attempts_before": 0,
        }
        for one in letters
    ]  # fmt: skip
    numbers: dict[str, int] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        db.session.execute(insert(Letter), some)
        # Asked for afterwards: SQLite would give keys back only for one row a statement.
        found = select(Letter.message_id, Letter.id).where(Letter.message_id.in_([row["message_id"] for row in some]))
        numbers.update(db.session.execute(found).all())
    return [numbers[row["message_id"]] for row in rows]


def clear_letters(*, now: datetime) -> int:
    """Delete letters that were sent or given up long ago, and return how many."""
    with transaction():
        result = db.session.execute(
            delete(Letter)
            .where(Letter.state != LetterState.WAITING, Letter.put_at <= now - SENT_LETTERS_ARE_KEPT)
            .returning(Letter.id)
            .execution_options(synchronize_session=False)
        )
        return len(result.all())
