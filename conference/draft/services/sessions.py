"""Changes to sessions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import flag_modified

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.lookup import check_version, fresh_code, ids_in_draft, in_draft
from conference.draft.tables import (
    Partnership,
    Room,
    Session,
    SessionPartnership,
    SessionSpeaker,
    SessionTheme,
    Speaker,
    Theme,
)
from conference.errors import DomainError
from conference.events.rules import FIRST_YEAR, LAST_YEAR, DayOutOfRange, LanguageNotKnown, check_length
from conference.events.services import kept_texts, locked_event
from conference.programme.document import Format, Passport, SessionState
from conference.translated import Translated

WAYS = Passport.__struct_fields__
"""The ways of taking part that a language passport names: spoken, interpreted, captioned, signed, easy."""
LANGUAGE = re.compile(r"[a-z]{2,3}")


class RoomWithoutStart(DomainError):
    """A room was named for a session that has no start."""


@dataclass
class UnknownFormat(DomainError):
    """There is no format or state of that name."""

    name: str


@dataclass
class ExternalIdTaken(DomainError):
    """Another session of the event was imported under this id."""

    external_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """All that an organiser says of a session.

    :ivar abstract: Markdown, as is ``remains``.
    :ivar themes: slugs, the main one first.
    :ivar format: one of :class:`conference.programme.document.Format`.
    :ivar passport: language codes by way of taking part (:data:`WAYS`).
    :ivar speakers: codes, in order.
    :ivar partnerships: slugs.
    :ivar seats: how many can take part; None for no limit.
    :ivar starts_at: aware; None while unscheduled.
    :ivar minutes: its length.
    :ivar room: key; only with a start.
    :ivar join_url: https, where it differs from the room's.
    """

    title: Translated
    abstract: Translated = field(default_factory=dict)
    label: Translated = field(default_factory=dict)
    themes: Sequence[str] = ()
    format: str = "talk"
    passport: Mapping[str, Sequence[str]] = field(default_factory=dict)
    speakers: Sequence[str] = ()
    partnerships: Sequence[str] = ()
    seats: int | None = None
    starts_at: datetime | None = None
    minutes: int = 60
    room: str | None = None
    join_url: str | None = None
    state: str = "planned"
    remains: Translated = field(default_factory=dict)
    recording_url: str | None = None


def add_session(
    event_id: int, facts: SessionFacts, *, now: datetime, uid: UUID | None = None, external_id: str | None = None
) -> Session:
    """Add a session, under a code and uid that never change.

    :param uid: to take over from an imported file; None to make one.
    :param external_id: under which an imported file knows it.
    :raises NotInDraft: the event has no such theme, speaker, partnership or room.
    :raises ExternalIdTaken: it was imported before.
    :raises DomainError: TextMissing, TextTooLong, NumberOutOfRange, AddressNotSecure, RoomWithoutStart,
        UnknownFormat, LanguageNotKnown or DayOutOfRange.
    """
    wanted = _checked(facts)
    check_length("external_id", external_id, limits.EXTERNAL_ID)
    with transaction():
        locked_event(event_id)
        if external_id is not None:
            known = db.session.scalar(
                select(Session.code).where(Session.event_id == event_id, Session.external_id == external_id)
            )
            if known:
                raise ExternalIdTaken(external_id, known)
        links = _links(event_id, wanted)
        session = Session(
            event_id=event_id, uid=uid or uuid4(), code=fresh_code(Session), external_id=external_id,
            room_id=_room_id(event_id, wanted["room"]), created_at=now, updated_at=now,
            **{name: value for name, value in wanted.items() if name in _COLUMNS},
        )  # fmt: skip
        db.session.add(session)
        db.session.flush()  # its links need its key
        _store_links(session.id, links)
    return session


def edit_session(
    event_id: int, code: str, facts: SessionFacts, *, now: datetime, version: int | None = None
) -> Session:
    """Change a session. Its code and uid stay; where nothing differs nothing is stored.

    :param version: the one that the form was opened on; None to overwrite whatever is there.
    :raises NotInDraft: the event has no such session, or none of what it names.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_session` does.
    """
    wanted = _checked(facts)
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        stored = facts_of(session)
        check_version(session, version, stored, wanted)
        for name in _TEXTS:
            wanted[name] = kept_texts(stored[name], wanted[name], event.languages)
        if wanted == stored:
            return session
        links = _links(event_id, wanted)
        for name in _COLUMNS:
            setattr(session, name, wanted[name])
        session.room_id = _room_id(event_id, wanted["room"])
        _touch(session, now)
        _store_links(session.id, links)
    return session


def schedule_session(
    event_id: int, code: str, *, starts_at: datetime, now: datetime, minutes: int | None = None,
    room: str | None = None, version: int | None = None,
) -> Session:  # fmt: skip
    """Give a session a slot, or another one.

    :param starts_at: aware.
    :param minutes: its length; None to keep it.
    :param room: key; None for no room.
    :raises NotInDraft: the event has no such session or room.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: NumberOutOfRange or DayOutOfRange.
    """
    _check_start(starts_at)
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        stored = facts_of(session)
        length = session.minutes if minutes is None else minutes
        limits.check_number("minutes", length, limits.SHORTEST, limits.LONGEST)
        wanted: dict[str, Any] = {"starts_at": starts_at, "minutes": length, "room": room}
        check_version(session, version, {name: stored[name] for name in wanted}, wanted)
        session.starts_at, session.minutes = starts_at, length
        session.room_id = _room_id(event_id, room)
        _touch(session, now)
    return session


def unschedule_session(event_id: int, code: str, *, now: datetime) -> Session:
    """Take a session out of the timetable; its length is kept.

    :raises NotInDraft: the event has no such session.
    """
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        session.starts_at = session.room_id = None
        _touch(session, now)
    return session


def cancel_session(event_id: int, code: str, *, now: datetime) -> Session:
    """Call a session off. It stays in the programme, marked.

    :raises NotInDraft: the event has no such session.
    """
    return _set_state(event_id, code, SessionState.CANCELLED, now)


def revive_session(event_id: int, code: str, *, now: datetime) -> Session:
    """Let a cancelled session take place after all.

    :raises NotInDraft: the event has no such session.
    """
    return _set_state(event_id, code, SessionState.PLANNED, now)


def remove_session(event_id: int, code: str) -> None:
    """Remove a session from the draft. One that was published stays in later releases, cancelled.

    :raises NotInDraft: the event has no such session.
    """
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        for table in (SessionTheme, SessionSpeaker, SessionPartnership):
            db.session.execute(delete(table).where(table.session_id == session.id))
        db.session.delete(session)


def facts_of(session: Session) -> dict[str, Any]:
    """Return a stored session as the values of a :class:`SessionFacts`, by field."""
    values = {name: getattr(session, name) for name in _COLUMNS}
    values["room"] = db.session.scalar(select(Room.key).where(Room.id == session.room_id)) if session.room_id else None
    for name, link, table, key in _LINKS:
        values[name] = tuple(
            db.session.scalars(
                select(key)
                .join(link, getattr(link, f"{table.__name__.lower()}_id") == table.id)
                .where(link.session_id == session.id)
                .order_by(link.position)
            )
        )
    return values


_TEXTS = ("title", "abstract", "label", "remains")
_COLUMNS = (
    *_TEXTS, "format", "passport", "seats", "starts_at", "minutes", "join_url", "state", "recording_url",
)  # fmt: skip
_LINKS: tuple[tuple[str, Any, Any, Any], ...] = (
    ("themes", SessionTheme, Theme, Theme.slug),
    ("speakers", SessionSpeaker, Speaker, Speaker.code),
    ("partnerships", SessionPartnership, Partnership, Partnership.slug),
)


def _set_state(event_id: int, code: str, state: SessionState, now: datetime) -> Session:
    with transaction():
        locked_event(event_id)
        session = in_draft(Session, event_id, code)
        if session.state != state:
            session.state = str(state)
            _touch(session, now)
    return session


def _touch(session: Session, now: datetime) -> None:
    """Note the change, even where only links differ: the row's version must rise."""
    session.updated_at = now
    flag_modified(session, "updated_at")


def _room_id(event_id: int, key: str | None) -> int | None:
    return in_draft(Room, event_id, key).id if key else None


def _links(event_id: int, wanted: dict[str, Any]) -> dict[Any, tuple[str, list[int]]]:
    return {
        link: (f"{table.__name__.lower()}_id", ids_in_draft(table, event_id, wanted[name]))
        for name, link, table, _ in _LINKS
    }


def _store_links(session_id: int, links: dict[Any, tuple[str, list[int]]]) -> None:
    for link, (column, ids) in links.items():
        db.session.execute(delete(link).where(link.session_id == session_id))
        if ids:
            rows = [{"session_id": session_id, column: id_, "position": place} for place, id_ in enumerate(ids, 1)]
            db.session.execute(insert(link), rows)


def _check_start(starts_at: datetime) -> None:
    if not FIRST_YEAR <= starts_at.year <= LAST_YEAR:
        raise DayOutOfRange(starts_at.date())


def _checked(facts: SessionFacts) -> dict[str, Any]:
    limits.check_text("title", facts.title, limits.TITLE)
    for name, at_most in (("abstract", limits.BODY), ("label", limits.LABEL), ("remains", limits.BODY)):
        check_length(name, getattr(facts, name), at_most)
    if facts.format not in set(Format):
        raise UnknownFormat(facts.format)
    if facts.state not in set(SessionState):
        raise UnknownFormat(facts.state)
    limits.check_number("minutes", facts.minutes, limits.SHORTEST, limits.LONGEST)
    if facts.seats is not None:
        limits.check_number("seats", facts.seats, 1, limits.MOST_SEATS)
    if facts.starts_at is not None:
        _check_start(facts.starts_at)
    elif facts.room:
        raise RoomWithoutStart
    return {
        **{name: limits.filled(getattr(facts, name)) for name in _TEXTS},
        "format": str(facts.format),
        "passport": _passport(facts.passport),
        "themes": tuple(dict.fromkeys(facts.themes)),
        "speakers": tuple(dict.fromkeys(facts.speakers)),
        "partnerships": tuple(dict.fromkeys(facts.partnerships)),
        "seats": facts.seats,
        "starts_at": facts.starts_at,
        "minutes": facts.minutes,
        "room": facts.room or None,
        "join_url": limits.check_address("join_url", facts.join_url),
        "state": str(facts.state),
        "recording_url": limits.check_address("recording_url", facts.recording_url),
    }


def _passport(passport: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    for way, languages in passport.items():
        if way not in WAYS:
            raise UnknownFormat(way)
        for language in languages:
            if not LANGUAGE.fullmatch(language):
                raise LanguageNotKnown(language)
    return {way: sorted(set(passport[way])) for way in WAYS if passport.get(way)}
