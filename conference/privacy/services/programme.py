"""Taking speakers out of the programme and out of all its releases."""

from typing import Any

from sqlalchemy import select, update

from conference.db import db, transaction
from conference.draft.tables import Session, Speaker
from conference.events.services import locked_event
from conference.events.tables import AuditEntry
from conference.privacy.queries import Person
from conference.privacy.rules import REMOVED_NAMES, Marks, marks_of, struck, without_speakers
from conference.privacy.services.striking import strike_columns
from conference.programme.services import redact_releases

ABOUT_SPEAKERS = ("speaker", "link", "contribution", "availability")
"""Kinds of entries in the audit log that are about one speaker."""


def take_out_of_programme(person: Person) -> None:
    """Take all entries of a person as a speaker out of the programme: see :func:`redact_speaker`."""
    for speaker_id in person.speakers:
        redact_speaker(speaker_id)


def redact_speaker(speaker_id: int) -> int:
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
        return redact_releases(event_id, lambda told: _without(told, code, removed, marks))


def _without(told: Any, code: str, removed: str, marks: Marks) -> Any:
    return struck(without_speakers(told, {code}, removed), marks)
