"""Taking speakers out of the programme and out of all its releases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from conference.db import Base, db, transaction
from conference.draft.queries import speaker_of
from conference.draft.tables import Session, Speaker, SpeakerSpan
from conference.events.services import locked_event, record
from conference.events.tables import AuditEntry
from conference.mail.tables import Letter
from conference.privacy.queries import Person
from conference.privacy.rules import REMOVED_NAMES, Marks, marks_of, struck, without_speakers
from conference.privacy.services.striking import strike_columns
from conference.programme.services import redact_releases
from conference.speaking.tables import Contribution, SpeakerLink

ABOUT_SPEAKERS = ("speaker", "link", "contribution", "availability")
"""Kinds of entries in the audit log that are about one speaker."""


def take_out_of_programme(person: Person, *, now: datetime) -> None:
    """Take all entries of a person as a speaker out of the programme: see :func:`redact_speaker`."""
    for speaker_id in person.speakers:
        redact_speaker(speaker_id, now=now)


def redact_speaker(speaker_id: int, *, now: datetime) -> int:
    """Let an entry of the programme be nobody's any more, in the draft and in all releases; return of how many.

    The entry itself stays, so that sessions keep their people; name, biography and address go. The name is struck out
    of titles and texts of the event's sessions, too.
    """
    with transaction():
        event_id = db.session.scalars(select(Speaker.event_id).where(Speaker.id == speaker_id)).one()
        event = locked_event(event_id)
        speaker = db.session.get_one(Speaker, speaker_id, populate_existing=True)
        marks = marks_of([speaker.email or ""], [speaker.name])
        code = speaker.code
        removed = REMOVED_NAMES.get(event.languages[0], REMOVED_NAMES["en"])
        speaker.name, speaker.email, speaker.affiliation, speaker.biography = removed, None, {}, {}
        speaker.external_id = None
        db.session.flush()
        strike_columns(
            Session, (Session.title, Session.abstract, Session.label, Session.remains), marks,
            Session.event_id == event_id,
        )  # fmt: skip
        db.session.execute(
            update(AuditEntry)
            .where(AuditEntry.event_id == event_id, AuditEntry.kind.in_(ABOUT_SPEAKERS), AuditEntry.key == code)
            .values(name=removed, before={}, after={}, words="")
            .execution_options(synchronize_session=False)
        )
        return redact_releases(event_id, lambda told: _without(told, code, removed, marks), now=now)


def erase_speaker(event_id: int, code: str, *, now: datetime) -> int:
    """Take a speaker out of the programme and all its releases for good, as :func:`redact_speaker` does.

    Their private link ends, and what they sent by it goes with their letters. The log says that it was done, and to
    whom no longer. Returns out of how many releases they were taken.

    :raises conference.draft.queries.rows.NotThere: the event has no such speaker.
    """
    with transaction():
        event = locked_event(event_id)
        speaker = speaker_of(event_id, code)
        for table in (SpeakerLink, Contribution, SpeakerSpan):
            _forget(table, table.speaker_id == speaker.id)
        if speaker.email:
            _forget(
                Letter, Letter.event_id == event_id, Letter.name.like("speaking/%"),
                func.lower(Letter.recipient) == speaker.email.lower(),
            )  # fmt: skip
        marks = marks_of([speaker.email or ""], [speaker.name])
        count = redact_speaker(speaker.id, now=now)
        strike_columns(
            AuditEntry, (AuditEntry.name, AuditEntry.before, AuditEntry.after, AuditEntry.words), marks,
            AuditEntry.event_id == event_id,
        )  # fmt: skip
        removed = REMOVED_NAMES.get(event.languages[0], REMOVED_NAMES["en"])
        before, after = {"data_of_person": "kept"}, {"data_of_person": "gone"}
        record(event_id, "speaker", code, name=removed, before=before, after=after)
    return count


def _forget(table: type[Base], *where: ColumnElement[bool]) -> None:
    db.session.execute(delete(table).where(*where).execution_options(synchronize_session="fetch"))


def _without(told: Any, code: str, removed: str, marks: Marks) -> Any:
    return struck(without_speakers(told, {code}, removed), marks)
