"""Reads on releases. The newest programme of an event is held once per process."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import msgspec
from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import undefer

from conference.db import db
from conference.errors import DomainError
from conference.events.queries import EventNotFound
from conference.events.tables import Event
from conference.programme.document import Change, Document, Programme, Session, document_from_json
from conference.programme.tables import PublishedCode, Release
from conference.translated import Translated

HELD_PROGRAMMES = 32
HELD_PAST = 6
"""How many older releases are held beside: whoever reads them must not push out those that all read."""


class ReleaseNotFound(DomainError):
    """The event has no release of that number."""


class SessionNotFound(DomainError):
    """No published programme has a session of that code."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest release of an event, ready to be shown.

    :ivar event_id: key of the event's row.
    :ivar release_id: key of the release's row.
    :ivar digest: SHA-256 of the document: equal digests mean equal programmes.
    :ivar published_at: UTC.
    :ivar redacted_at: when somebody was last taken out of it, UTC; None where nobody was.
    """

    event_id: int
    release_id: int
    number: int
    digest: str
    published_at: datetime
    programme: Programme
    redacted_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When what it shows last changed, UTC."""
        return self.redacted_at or self.published_at


class _Held:
    """The programmes this process holds, by digest: the same content is the same programme."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._programmes: OrderedDict[str, Programme] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> Programme | None:
        """Return a held programme and mark it as used."""
        with self._lock:
            programme = self._programmes.get(digest)
            if programme:
                self._programmes.move_to_end(digest)
            return programme

    def put(self, digest: str, programme: Programme) -> None:
        """Hold a programme, letting go of the one unused for longest."""
        with self._lock:
            self._programmes[digest] = programme
            while len(self._programmes) > self._size:
                self._programmes.popitem(last=False)


_held = _Held(size=HELD_PROGRAMMES)
_past = _Held(size=HELD_PAST)

_HEAD = (Release.id, Release.event_id, Release.number, Release.digest, Release.published_at, Release.redacted_at)

NEWEST = (
    select(*_HEAD)
    .join(Event, Event.id == Release.event_id)
    .where(Event.slug == bindparam("slug"))
    .order_by(Release.number.desc())
    .limit(1)
)
"""The newest release of the event of a ``slug``, in one row, which decides all that visitors see of its programme."""


def newest_release(slug: str) -> Published:
    """Return the newest release of an event.

    One small query, and the document is read only when this process does not hold it yet.

    :raises EventNotFound: no such event, or nothing of it is published yet.
    """
    row = db.session.execute(NEWEST, {"slug": slug}).first()
    if row is None:
        raise EventNotFound(slug)
    return _published(row)


def newest_release_of(event_id: int) -> Published | None:
    """Return the newest release of an event by its key, or None while nothing is published."""
    row = db.session.execute(
        select(*_HEAD).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
    ).first()
    return _published(row) if row else None


def programme_of(event_id: int, digest: str) -> tuple[Programme, str] | None:
    """Return the programme of an event's newest release with its digest; None where it has none any more.

    :param digest: of that release, as read a moment before: where this process holds its programme, no query is made.
    """
    if held := _held.get(digest):
        return held, digest
    published = newest_release_of(event_id)
    return (published.programme, published.digest) if published else None


def newest_releases() -> list[Published]:
    """Return the newest release of every event that has one, the event that starts last first."""
    newer = Release.__table__.alias()
    rows = db.session.execute(
        select(*_HEAD)
        .where(
            ~select(newer.c.id).where(newer.c.event_id == Release.event_id, newer.c.number > Release.number).exists()
        )
        .join(Event, Event.id == Release.event_id)
        .order_by(Event.first_day.desc(), Event.id)
    )
    return [_published(row) for row in rows]


def _published(row: Row[int, int, int, str, datetime, datetime | None], *, holding: _Held = _held) -> Published:
    release_id, event_id, number, digest, published_at, redacted_at = row
    programme = _held.get(digest) or holding.get(digest)
    if programme is None:
        text = db.session.scalar(select(Release.document).where(Release.id == release_id))
        programme = Programme(document_from_json(text or ""))
        holding.put(digest, programme)
    return Published(event_id, release_id, number, digest, published_at, programme, redacted_at)


def release_of(event_id: int, number: int) -> Published:
    """Return one release of an event, whether or not it is the newest.

    :raises ReleaseNotFound: there is none of that number.
    """
    row = db.session.execute(select(*_HEAD).where(Release.event_id == event_id, Release.number == number)).first()
    if row is None:
        raise ReleaseNotFound(number)
    return _published(row, holding=_past)


def released_document(event_id: int, number: int) -> Document:
    """Return the document of one release.

    :raises ReleaseNotFound: there is none of that number.
    """
    text = db.session.scalar(select(Release.document).where(Release.event_id == event_id, Release.number == number))
    if text is None:
        raise ReleaseNotFound(number)
    return document_from_json(text)


@dataclass(frozen=True, slots=True)
class ReleaseNews:
    """What a release brought.

    :ivar notes: what the organiser says of it, by language; under ``""`` where nobody knows which it is.
    """

    number: int
    published_at: datetime
    notes: Translated
    changes: tuple[Change, ...]


def last_redacted_at(event_id: int) -> datetime | None:
    """Return when a person was last taken out of any release of an event, UTC; None where that never was."""
    return db.session.scalar(select(func.max(Release.redacted_at)).where(Release.event_id == event_id))


_decode_changes = msgspec.json.Decoder(tuple[Change, ...]).decode


def release_history(event_id: int) -> list[ReleaseNews]:
    """Return all releases of an event with their changes, the newest first."""
    releases = db.session.scalars(
        select(Release)
        .where(Release.event_id == event_id)
        .order_by(Release.number.desc())
        .options(undefer(Release.changes))
    )
    return [_news(release) for release in releases]


def release_news(event_id: int, number: int) -> ReleaseNews:
    """Return what one release brought.

    :raises ReleaseNotFound: there is none of that number.
    """
    release = db.session.scalar(
        select(Release).where(Release.event_id == event_id, Release.number == number).options(undefer(Release.changes))
    )
    if release is None:
        raise ReleaseNotFound(number)
    return _news(release)


def _news(release: Release) -> ReleaseNews:
    # Until they had languages, notes were plain texts; `lang=""` says that their language is unknown.
    notes = release.notes or ({"": release.note} if release.note else {})
    return ReleaseNews(release.number, release.published_at, notes, _decode_changes(release.changes))


def published_session(code: str) -> tuple[Published, Session]:
    """Return the published session of a code, in whichever event it is, with its event's newest release.

    :raises SessionNotFound: no newest release has it.
    """
    event_id = db.session.scalar(select(PublishedCode.event_id).where(PublishedCode.code == code))
    published = newest_release_of(event_id) if event_id is not None else None
    session = published.programme.sessions.get(code) if published else None
    if published is None or session is None:
        raise SessionNotFound(code)
    return published, session
