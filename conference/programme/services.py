"""Writing releases."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import undefer

from conference.db import db, instant_of_change, transaction
from conference.events.services import record
from conference.events.tables import Event
from conference.programme.document import (
    SCHEMA_VERSION,
    Document,
    changes_between,
    document_from_json,
    document_to_json,
    succeed,
    with_redactions_stamped,
)
from conference.programme.tables import PublishedCode, Release
from conference.translated import Translated


def add_release(
    event_id: int,
    draft: Document,
    *,
    author_id: int | None,
    note: Translated | str,
    now: datetime,
    is_told: bool = True,
) -> Release:
    """Write the next release of an event.

    :param draft: what the organisers have drafted; its number, date and stamps are set here.
    :param note: by language; a plain text is in the event's main language.
    :param now: of publication, UTC.
    :param is_told: whether letters may tell participants of it; of an event's first release none ever do.
    """
    with transaction():
        # The event's row orders those who publish at the same moment.
        db.session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
        newest = db.session.execute(
            select(Release.document, Release.published_at, Release.redacted_at)
            .where(Release.event_id == event_id)
            .order_by(Release.number.desc())
            .limit(1)
        ).first()
        older = document_from_json(newest.document) if newest else None
        before = newest.redacted_at or newest.published_at if newest else None
        published_at = instant_of_change(now, before)
        document = succeed(older, draft, published_at=published_at)
        body = document_to_json(document)
        release = Release(
            event_id=event_id,
            number=document.number,
            published_at=published_at,
            author_id=author_id,
            note="",
            notes=_by_language(note, draft),
            is_news=is_told and older is not None,
            schema_version=SCHEMA_VERSION,
            document=body,
            digest=hashlib.sha256(body.encode()).hexdigest(),
            changes=msgspec.json.encode(changes_between(older, document)).decode(),
        )
        db.session.add(release)
        number = str(release.number)
        record(event_id, "release", number, name=number, before=None, after={"note": release.notes})
        known = set(db.session.scalars(select(PublishedCode.code).where(PublishedCode.event_id == event_id)))
        db.session.add_all(
            PublishedCode(code=session.code, event_id=event_id)
            for session in document.sessions
            if session.code not in known
        )
    return release


def redact_releases(event_id: int, change: Callable[[Any], Any], *, now: datetime) -> int:
    """Take a person out of all releases of an event: nothing else ever alters one. Return of how many.

    What notices go by stays as it is: uids, stamps and numbers. Entries of calendars say that they are others now
    (docs/adr/0012).

    :param change: gives a plain JSON value without the person; applied to documents, changes and notes.
    """
    altered = 0
    with transaction():
        releases = db.session.scalars(
            select(Release)
            .where(Release.event_id == event_id)
            .options(undefer(Release.document), undefer(Release.changes))
            .order_by(Release.number)
            .with_for_update()
        ).all()
        for release in releases:
            before = (release.document, release.changes, release.note, dict(release.notes))
            body, changes = (_changed(text, change) for text in before[:2])
            after = (body, changes, change(release.note), change(dict(release.notes)))
            if after != before:
                redacted_at = instant_of_change(now, release.redacted_at or release.published_at)
                if body != release.document:
                    older, newer = document_from_json(release.document), document_from_json(body)
                    body = document_to_json(with_redactions_stamped(older, newer, redacted_at=redacted_at))
                release.document, (release.changes, release.note, release.notes) = body, after[1:]
                release.digest = hashlib.sha256(body.encode()).hexdigest()
                release.redacted_at = redacted_at
                altered += 1
    return altered


def _changed(text: str, change: Callable[[Any], Any]) -> str:
    """Return JSON with what a function changes of it; without a change the very same text."""
    told = msgspec.json.decode(text)
    wanted = change(told)
    return text if wanted == told else msgspec.json.encode(wanted).decode()


def _by_language(note: Translated | str, draft: Document) -> Translated:
    texts = {draft.event.languages[0]: note} if isinstance(note, str) else note
    return {language: text.strip() for language, text in texts.items() if text.strip()}
