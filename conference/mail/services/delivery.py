"""Sending what waits in the outbox, by any number of workers at once.

A worker claims a letter in one short transaction, sends it in none, and notes the outcome in another. A
crash in between leaves the letter claimed; when the claim runs out it is sent once more, with the same
Message-ID, so that mail programs know it as the same.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.db import db, transaction
from conference.mail.render import Words, mail_of, one_line, without
from conference.mail.rules import HELD_FOR, lot_of, pause_after
from conference.mail.services.carriers import Carrier, Undeliverable
from conference.mail.tables import Letter, LetterState

logger = logging.getLogger("meridian.mail")

Renderer = Callable[[str, str, Mapping[str, Any], int | None], Words]
"""Words a letter: given its name, language and data, and the key of its event."""

Check = Callable[[str, Mapping[str, Any], datetime], Mapping[str, Any] | None]
"""Says what of a letter's data is still true: given its name, data and the time; None where nothing is left to say."""

MOST_IN_ONE_RUN = 100


def all_still_true(name: str, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:  # noqa: ARG001 - a Check
    """Return the data of a letter as they are: they tell what was."""
    return data


def deliver_due_letters(
    *,
    render: Renderer,
    carrier: Carrier,
    sender: str,
    now: Callable[[], datetime],
    check: Check = all_still_true,
) -> int:
    """Send what is due, a hundred letters at most, and return how many were sent.

    A letter that fails is tried again later and later, and given up in the end; it holds up no other. One that has
    nothing left to say is deleted.

    :param render: words a letter.
    :param carrier: takes the mails away.
    :param sender: ``Name <local@domain>``.
    :param now: tells the time.
    :param check: says what of each letter is still true.
    """
    sent = 0
    try:
        for _ in range(MOST_IN_ONE_RUN):
            letter = claim_due_letter(now=now())
            if letter is None:
                break
            sent += _deliver(letter, render=render, carrier=carrier, sender=sender, now=now, check=check)
    finally:
        carrier.close()
    return sent


def claim_due_letter(*, now: datetime) -> Letter | None:
    """Claim the letter that is due first, so that no other worker sends it meanwhile; None where none is."""
    with transaction():
        letter = db.session.scalar(
            select(Letter)
            .where(Letter.state == LetterState.WAITING, Letter.due_at <= now)
            .order_by(Letter.due_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if letter is not None:
            letter.attempts += 1
            letter.due_at = now + HELD_FOR
        return letter


def _deliver(
    letter: Letter,
    *,
    render: Renderer,
    carrier: Carrier,
    sender: str,
    now: Callable[[], datetime],
    check: Check,
) -> bool:
    words: Words | None = None
    try:
        data = check(letter.name, letter.data, now())
        if data is None:
            _let_go(letter)
            return False
        words = render(letter.name, letter.language, data, letter.event_id)
        mail = mail_of(
            words,
            to=letter.recipient,
            sender=sender,
            language=letter.language,
            message_id=letter.message_id,
            name=letter.name,
            now=now(),
        )
        carrier.deliver(mail)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one letter, the others go on
        _note_failure(letter, error, words, now=now())
        return False
    _note_sent(letter, words, now=now())
    return True


def _let_go(letter: Letter) -> None:
    """Delete a letter that has nothing left to say."""
    with transaction():
        held = _still_held(letter)
        if held is not None:
            db.session.delete(held)


def _note_sent(letter: Letter, words: Words, *, now: datetime) -> None:
    with transaction():
        held = _still_held(letter)
        if held is None:
            return
        if held.leaves_nothing:
            db.session.delete(held)
            return
        secrets = [*_secrets(held), *words.secrets]
        held.state = LetterState.SENT
        held.sent_at = now
        held.subject = without(one_line(words.subject), secrets)[:300]
        held.text = without(words.text, secrets)
        held.html = without(words.html, secrets)
        held.error = None
        _forget_secrets(held)


def _note_failure(letter: Letter, error: Exception, words: Words | None, *, now: datetime) -> None:
    with transaction():
        held = _still_held(letter)
        if held is None:
            return
        reason = error.reason if isinstance(error, Undeliverable) else f"{type(error).__name__}: {error}"
        held.error = without(one_line(reason), _secrets(held))[:500]
        if words is not None:
            held.subject = without(one_line(words.subject), _secrets(held))[:300]
        lot = lot_of(held.message_id, held.attempts)
        attempts = held.attempts - held.attempts_before
        pause = None if isinstance(error, Undeliverable) else pause_after(attempts, lot=lot)
        if pause is None:
            held.state = LetterState.FAILED
            # Organisers may send a letter of their event again, and then it needs what only its reader may know.
            if held.event_id is None:
                _forget_secrets(held)
        else:
            held.due_at = now + pause
        # No traceback: it could show what the letter holds.
        logger.warning(
            "letter %d (%s) %s after attempt %d: %s",
            held.id,
            held.name,
            "given up" if pause is None else "put off",
            held.attempts,
            held.error,
        )
        if pause is None and held.leaves_nothing:
            db.session.delete(held)


def _still_held(letter: Letter) -> Letter | None:
    """Return the letter, locked, unless another worker took it over since it was claimed, or it is gone."""
    attempts = letter.attempts
    held = db.session.scalar(
        select(Letter).where(Letter.id == letter.id).with_for_update().execution_options(populate_existing=True)
    )
    if held is None or held.state != LetterState.WAITING or held.attempts != attempts:
        return None
    return held


def _secrets(letter: Letter) -> list[str]:
    secrets = letter.data.get("secrets", {})
    return [str(secret) for secret in secrets.values()] if isinstance(secrets, dict) else []


def _forget_secrets(letter: Letter) -> None:
    letter.data = {key: value for key, value in letter.data.items() if key != "secrets"}
