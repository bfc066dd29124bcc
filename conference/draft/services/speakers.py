"""Changes to speakers."""

from typing import Any

from sqlalchemy import or_, select

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.availability import spans_kept
from conference.draft.services.lookup import Removed, check_version, fresh_code, in_draft, refuse_if_in_use, taken_out
from conference.draft.services.noting import note_row, said
from conference.draft.tables import Session, SessionInterpreter, SessionModerator, SessionSpeaker, Speaker
from conference.events.rules import check_length
from conference.events.services import kept_texts, locked_event
from conference.translated import Translated


def add_speaker(
    event_id: int, *, name: str, affiliation: Translated | None = None, biography: Translated | None = None,
    email: str | None = None, external_id: str | None = None,
) -> Speaker:  # fmt: skip
    """Add a speaker.

    :param biography: Markdown.
    :param email: for organisers alone.
    :param external_id: under which an imported file knows them.
    :raises DomainError: TextMissing or TextTooLong.
    """
    values = _checked(name, affiliation, biography, email)
    check_length("external_id", external_id, limits.EXTERNAL_ID)
    with transaction():
        event = locked_event(event_id)
        speaker = Speaker(event_id=event_id, code=fresh_code(Speaker), external_id=external_id, **values)
        db.session.add(speaker)
        note_row(event, speaker, before=None)
    return speaker


def edit_speaker(
    event_id: int, code: str, *, name: str, affiliation: Translated | None = None,
    biography: Translated | None = None, email: str | None = None, version: int | None = None,
) -> Speaker:  # fmt: skip
    """Change a speaker. Their code stays.

    :raises NotInDraft: the event has no such speaker.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_speaker` does.
    """
    wanted = _checked(name, affiliation, biography, email)
    with transaction():
        event = locked_event(event_id)
        speaker = in_draft(Speaker, event_id, code)
        check_version(speaker, version, {field: getattr(speaker, field) for field in wanted}, wanted)
        before = said(speaker)
        for field, value in wanted.items():
            is_translated = isinstance(value, dict)
            kept = kept_texts(getattr(speaker, field), value, event.languages) if is_translated else value
            setattr(speaker, field, kept)
        note_row(event, speaker, before=before)
    return speaker


def remove_speaker(event_id: int, code: str) -> Removed:
    """Remove a speaker who has no part in any session. Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such speaker.
    :raises StillInUse: names the sessions that need them.
    """
    with transaction():
        event = locked_event(event_id)
        speaker = in_draft(Speaker, event_id, code)
        refuse_if_in_use(
            or_(
                *(
                    Session.id.in_(select(link.session_id).where(link.speaker_id == speaker.id))
                    for link in (SessionSpeaker, SessionModerator, SessionInterpreter)
                )
            )
        )
        removed = taken_out(speaker)
        removed.values["free"] = spans_kept(speaker)
        note_row(event, speaker, before=said(speaker), is_removed=True)
        db.session.delete(speaker)
    return removed


def _checked(
    name: str, affiliation: Translated | None, biography: Translated | None, email: str | None
) -> dict[str, Any]:
    limits.check_text("name", name, limits.NAME)
    check_length("affiliation", affiliation or {}, limits.NOTE)
    check_length("biography", biography or {}, limits.BODY)
    check_length("email", email, limits.EMAIL)
    return {
        "name": name,
        "affiliation": limits.filled(affiliation),
        "biography": limits.filled(biography),
        "email": email or None,
    }
