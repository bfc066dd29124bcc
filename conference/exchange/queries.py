"""What import and export ask: which events there are, what was imported before, and the newest release as records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.db import db
from conference.draft.queries import draft_document, draft_programme
from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.tables import Event
from conference.exchange.document import (
    PlainEvent,
    PlainProgramme,
    PlainRoom,
    PlainSession,
    PlainSpeaker,
    PlainTheme,
)
from conference.exchange.gathering import Hints
from conference.exchange.tables import ColumnMemory, Upload
from conference.programme import document as release
from conference.programme.queries import Published, newest_release
from conference.programme.tables import Release
from conference.translated import pick


@dataclass(frozen=True, kw_only=True)
class ListedEvent:
    """An event as it stands in the list of all.

    :ivar title: in the event's main language.
    :ivar release: number of the newest release, published at ``published_at`` (UTC); None while there is none.
    :ivar sessions: how many the draft has.
    """

    slug: str
    title: str
    first_day: date
    last_day: date
    zone: str
    languages: tuple[str, ...]
    sessions: int
    release: int | None
    published_at: datetime | None


def all_events() -> list[ListedEvent]:
    """Return all events, the earliest first, in one query."""
    releases = (
        select(Release.event_id, func.max(Release.number).label("number"), func.max(Release.published_at).label("at"))
        .group_by(Release.event_id)
        .subquery()
    )
    sessions = select(Session.event_id, func.count().label("count")).group_by(Session.event_id).subquery()
    rows = db.session.execute(
        select(Event, releases.c.number, releases.c.at, sessions.c.count)
        .outerjoin(releases, releases.c.event_id == Event.id)
        .outerjoin(sessions, sessions.c.event_id == Event.id)
        .order_by(Event.first_day, Event.slug)
    )
    return [
        ListedEvent(
            slug=event.slug, title=pick(event.title, event.languages[0], event.languages), first_day=event.first_day,
            last_day=event.last_day, zone=event.zone, languages=tuple(event.languages), sessions=count or 0,
            release=number, published_at=published_at,
        )
        for event, number, published_at, count in rows
    ]  # fmt: skip


def first_organiser() -> Account | None:
    """Return the oldest account that may create events, or None."""
    return db.session.scalar(
        select(Account)
        .where(Account.may_create_events, Account.confirmed_at.is_not(None))
        .order_by(Account.id)
        .limit(1)
    )


def sessions_in_draft(event_id: int) -> list[Session]:
    """Return all sessions of an event's draft."""
    return list(db.session.scalars(select(Session).where(Session.event_id == event_id).order_by(Session.id)))


def speakers_in_draft(event_id: int) -> list[Speaker]:
    """Return all speakers of an event's draft."""
    return list(db.session.scalars(select(Speaker).where(Speaker.event_id == event_id).order_by(Speaker.id)))


def uids_taken(uids: Iterable[UUID]) -> set[UUID]:
    """Return those of the uids that a session of any event has."""
    wanted = list(uids)
    return set(db.session.scalars(select(Session.uid).where(Session.uid.in_(wanted)))) if wanted else set()


def released_programme(slug: str) -> PlainProgramme:
    """Return the newest release of an event as plain records.

    Sessions and speakers that were imported carry the ids of that file, all others their codes. Cancelled sessions
    are left out: no plain format says that one does not take place.

    :raises conference.events.queries.EventNotFound: no such event, or nothing of it is published.
    """
    return plain_programme(newest_release(slug))


def plain_programme(published: Published) -> PlainProgramme:
    """Return a release as plain records, see :func:`released_programme`."""
    return _plain(published.programme, published.event_id, with_cancelled=False)


def whole_release(published: Published) -> PlainProgramme:
    """Return a release as plain records, cancelled sessions too."""
    return _plain(published.programme, published.event_id, with_cancelled=True)


def drafted_programme(event: Event) -> PlainProgramme:
    """Return the draft of an event as plain records, cancelled sessions too."""
    return _plain(draft_programme(event), event.id, with_cancelled=True)


def towns_by_partnership(event: Event) -> dict[str, tuple[str, str]]:
    """Return the names of both municipalities of each partnership in the draft, by its slug."""
    document = draft_document(event)
    names = {town.key: town.name for town in document.municipalities}
    return {tie.slug: (names[tie.first], names[tie.second]) for tie in document.partnerships}


def _plain(programme: release.Programme, event_id: int, *, with_cancelled: bool) -> PlainProgramme:
    ids = {table: _external_ids(table, event_id) for table in (Session, Speaker)}
    event = programme.event
    return PlainProgramme(
        event=PlainEvent(
            slug=event.slug, title=event.title, zone=event.zone, first_day=event.first_day, last_day=event.last_day,
            languages=event.languages, second_zone=event.second_zone, summary=event.summary,
        ),
        themes=tuple(
            PlainTheme(
                id=theme.slug, title=theme.title, colour=theme.colour, short=theme.short, summary=theme.summary
            )
            for theme in programme.themes.values()
        ),
        rooms=tuple(PlainRoom(id=room.key, name=room.name, note=room.note) for room in programme.rooms.values()),
        speakers=tuple(
            PlainSpeaker(
                id=ids[Speaker].get(speaker.code, speaker.code), name=speaker.name, biography=speaker.biography,
                affiliation=speaker.affiliation, code=speaker.code,
            )
            for speaker in programme.speakers.values()
        ),
        sessions=tuple(
            _plain_session(session, ids[Session], ids[Speaker])
            for session in programme.sessions.values()
            if with_cancelled or session.state is release.SessionState.PLANNED
        ),
    )  # fmt: skip


def _external_ids(table: type[Session] | type[Speaker], event_id: int) -> dict[str, str]:
    """Return the ids of those that were imported, by their codes."""
    rows = db.session.execute(select(table.code, table.external_id).where(table.event_id == event_id))
    return {code: external_id for code, external_id in rows if external_id is not None}


def _plain_session(session: release.Session, session_ids: dict[str, str], speaker_ids: dict[str, str]) -> PlainSession:
    slot, passport = session.slot, session.passport

    def known(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(speaker_ids.get(code, code) for code in codes)

    return PlainSession(
        id=session_ids.get(session.code, session.code),
        uid=session.uid,
        code=session.code,
        title=session.title,
        abstract=session.abstract,
        spoken=passport.spoken,
        interpreted=passport.interpreted,
        captioned=passport.captioned,
        signed=passport.signed,
        easy=passport.easy,
        theme=next(iter(session.themes), None),
        more_themes=session.themes[1:],
        room=slot.room if slot else None,
        starts_at=slot.starts_at if slot else None,
        minutes=slot.minutes if slot else None,
        speakers=known(session.speakers),
        moderators=known(session.moderators),
        interpreters=known(session.interpreters),
        partnerships=session.partnerships,
        join_url=session.join_url,
        format=str(session.format),
        seats=session.seats,
        label=session.label,
        remains=session.remains,
        recording_url=session.recording_url,
        is_cancelled=session.state is release.SessionState.CANCELLED,
    )


def hints_for(slug: str, *, zone: str | None = None) -> Hints:
    """Return what is known beside a file that is to be imported into an event, which need not be there yet.

    :param zone: that people named; it goes before what the file says.
    """
    event = db.session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        return Hints(zone=zone)
    return Hints(
        zone=zone, other_zone=event.zone, language=event.languages[0], draft=drafted_programme(event),
        ties=towns_by_partnership(event),
    )  # fmt: skip


class UploadNotThere(DomainError):
    """There is no such file, it is another's, or it is removed already."""


def upload_of(event_id: int, account_id: int, token: str) -> Upload:
    """Return a file that an account sent to an event.

    :raises UploadNotThere: there is none.
    """
    upload = db.session.scalar(
        select(Upload).where(Upload.token == token, Upload.event_id == event_id, Upload.account_id == account_id)
    )
    if upload is None:
        raise UploadNotThere
    return upload


def uploads_of(event_id: int, account_id: int) -> list[Upload]:
    """Return the files that an account sent to an event and that are still there, the newest first."""
    return list(
        db.session.scalars(
            select(Upload)
            .where(Upload.event_id == event_id, Upload.account_id == account_id)
            .order_by(Upload.uploaded_at.desc())
        )
    )


def remembered_columns(event_id: int) -> dict[str, str]:
    """Return what columns were for in the last tables of an event, by their headings."""
    rows = db.session.execute(
        select(ColumnMemory.heading, ColumnMemory.target).where(ColumnMemory.event_id == event_id)
    )
    return {row.heading: row.target for row in rows}
