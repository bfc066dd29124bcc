"""Writing releases."""

import hashlib
from datetime import datetime

import msgspec
from sqlalchemy import select

from conference.db import db, transaction
from conference.events.services import record
from conference.events.tables import Event
from conference.programme.document import (
    SCHEMA_VERSION,
    Document,
    changes_between,
    document_from_json,
    document_to_json,
    succeed,
)
from conference.programme.tables import PublishedCode, Release


def add_release(event_id: int, draft: Document, *, author_id: int | None, note: str, now: datetime) -> Release:
    """Write the next release of an event.

    :param draft: what the organisers have drafted; its number, date and stamps are set here.
    :param now: of publication, UTC.
    """
    with transaction():
        # The event's row orders those who publish at the same moment.
        db.session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
        text = db.session.scalar(
            select(Release.document).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
        )
        older = document_from_json(text) if text else None
        document = succeed(older, draft, published_at=now)
        body = document_to_json(document)
        release = Release(
            event_id=event_id,
            number=document.number,
            published_at=now,
            author_id=author_id,
            note=note,
            schema_version=SCHEMA_VERSION,
            document=body,
            digest=hashlib.sha256(body.encode()).hexdigest(),
            changes=msgspec.json.encode(changes_between(older, document)).decode(),
        )
        db.session.add(release)
        number = str(release.number)
        record(event_id, "release", number, name=number, before=None, after={"note": note})
        known = set(db.session.scalars(select(PublishedCode.code).where(PublishedCode.event_id == event_id)))
        db.session.add_all(
            PublishedCode(code=session.code, event_id=event_id)
            for session in document.sessions
            if session.code not in known
        )
    return release
