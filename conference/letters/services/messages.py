"""Writing to a group of people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from conference.db import db, transaction
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.letters.queries import Audience, Reader, audience_of
from conference.letters.rules.messages import (
    AudienceChanged,
    AudienceFilter,
    NobodyToWrite,
    complete_languages,
    fingerprint,
    language_for,
)
from conference.letters.tables import Message, MessageLetter
from conference.mail.rules import due_after
from conference.mail.services import BulkLetter, put_letters
from conference.translated import Translated, pick

LETTER = "letters/message"


def send_message(
    event_id: int,
    *,
    subject: Translated,
    text: Translated,
    wanted: AudienceFilter,
    key: str,
    seen: str,
    author_id: int | None,
    now: datetime,
) -> Message:
    """Send a message to all whom a filter finds: one letter to each, stored with it or not at all.

    They wait for the end of their readers' quiet hours. Submitted twice, by whomever, it is sent once.

    :param key: of the preview, by which it is known as the same one.
    :param seen: the :func:`~conference.letters.rules.messages.fingerprint` of what the preview showed.
    :raises TextMissing, TextTooLong, UnknownPlaceholder: see :func:`complete_languages`.
    :raises NobodyToWrite: nobody whom the filter finds gets messages.
    :raises AudienceChanged: text or readers are others by now.
    """
    languages = complete_languages(subject, text)
    with transaction():
        event = locked_event(event_id)  # so that a second submission waits, and then finds the first
        known = _known(event_id, key)
        if known is not None:
            return known
        audience = audience_of(event_id, wanted)
        if not audience.readers:
            raise NobodyToWrite
        if fingerprint(subject, text, (reader.registration_id for reader in audience.readers)) != seen:
            raise AudienceChanged
        message = Message(
            event_id=event_id, key=key, subject=subject, text=text, audience=wanted.arguments, author_id=author_id,
            sent_at=now, readers=len(audience.readers), unwanted=len(audience.unwanted),
        )  # fmt: skip
        db.session.add(message)
        db.session.flush()  # its letters need its key
        _put(message, event, audience, languages, now)
        record(
            event_id, "message", str(message.id), name=pick(subject, event.languages[0], event.languages), before=None,
            after={"subject": subject, "text": text, "readers": message.readers},
        )  # fmt: skip
    return message


def message_facts(
    reader: Reader, event: Event, subject: Translated, text: Translated, languages: Iterable[str]
) -> dict[str, Any]:
    """Return what the letter of a message tells one reader.

    :param languages: in which it has both subject and text.
    """
    language = language_for(reader.language, event.languages, tuple(languages))
    return {
        "registration": reader.registration_id,
        "name": reader.name,
        "zone": reader.zone,
        "event": {"slug": event.slug, "title": dict(event.title)},
        "group": dict(reader.group),
        "organisation": reader.organisation,
        "municipality": reader.municipality,
        "heading": subject[language],
        "words": text[language],
        "words_language": language,
    }


def _put(message: Message, event: Event, audience: Audience, languages: list[str], now: datetime) -> None:
    numbers = put_letters(
        LETTER,
        [
            BulkLetter(
                to=reader.email,
                language=reader.language,
                data=message_facts(reader, event, message.subject, message.text, languages),
                due_at=due_after(now, reader.zone, reader.quiet),
            )
            for reader in audience.readers
        ],
        event_id=event.id,
        now=now,
    )
    db.session.execute(
        insert(MessageLetter),
        [
            {"message_id": message.id, "registration_id": reader.registration_id, "letter_id": number}
            for reader, number in zip(audience.readers, numbers, strict=True)
        ],
    )


def _known(event_id: int, key: str) -> Message | None:
    return db.session.scalar(select(Message).where(Message.event_id == event_id, Message.key == key))
