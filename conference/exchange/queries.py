"""What import and export ask: which events there are, what was imported before, and the newest release as records."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.db import db
from conference.draft.tables import Session, Speaker
from conference.events.tables import Event
from conference.exchange.document import (
    PlainEvent,
    PlainProgramme,
    PlainRoom,
    PlainSession,
    PlainSpeaker,
    PlainTheme,
)
from conference.programme import document as release
from conference.programme.queries import newest_release
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


def released_programme(slug: str) -> PlainProgramme:
    """Return the newest release of an event as plain records.

    Sessions and speakers that were imported carry the ids of that file, all others their codes. Cancelled sessions
    are left out: no plain format says that one does not take place.

    :raises conference.events.queries.EventNotFound: no such event, or nothing of it is published.
    """
    published = newest_release(slug)
    programme = published.programme
    ids = {table: _external_ids(table, published.event_id) for table in (Session, Speaker)}
    event = programme.event
    return PlainProgramme(
        event=PlainEvent(
            slug=event.slug, title=event.title, zone=event.zone, first_day=event.first_day, last_day=event.last_day,
            languages=event.languages,
        ),
        themes=tuple(
            PlainTheme(id=theme.slug, title=theme.title, colour=theme.colour) for theme in programme.themes.values()
        ),
        rooms=tuple(PlainRoom(id=room.key, name=room.name) for room in programme.rooms.values()),
        speakers=tuple(
            PlainSpeaker(
                id=ids[Speaker].get(speaker.code, speaker.code), name=speaker.name, biography=speaker.biography
            )
            for speaker in programme.speakers.values()
        ),
        sessions=tuple(
            _plain_session(session, ids[Session], ids[Speaker])
            for session in programme.sessions.values()
            if session.state is release.SessionState.PLANNED
        ),
    )  # fmt: skip


def _external_ids(table: type[Session] | type[Speaker], event_id: int) -> dict[str, str]:
    """Return the ids of those that were imported, by their codes."""
    rows = db.session.execute(select(table.code, table.external_id).where(table.event_id == event_id))
    return {code: external_id for code, external_id in rows if external_id is not None}


def _plain_session(session: release.Session, session_ids: dict[str, str], speaker_ids: dict[str, str]) -> PlainSession:
    slot = session.slot
    return PlainSession(
        id=session_ids.get(session.code, session.code),
        title=session.title,
        abstract=session.abstract,
        spoken=session.passport.spoken,
        theme=next(iter(session.themes), None),
        room=slot.room if slot else None,
        starts_at=slot.starts_at if slot else None,
        minutes=slot.minutes if slot else None,
        speakers=tuple(speaker_ids.get(code, code) for code in session.speakers),
        join_url=session.join_url,
    )
