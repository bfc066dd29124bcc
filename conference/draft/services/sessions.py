"""Changes to sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import flag_modified

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.lookup import Removed, check_version, fresh_code, ids_in_draft, in_draft
from conference.draft.services.noting import note_session
from conference.draft.services.session_facts import PARTS, TEXTS, NewSpeaker, SessionFacts, check_start, checked
from conference.draft.services.speakers import add_speaker
from conference.draft.tables import (
    Partnership,
    Room,
    Session,
    SessionInterpreter,
    SessionModerator,
    SessionPartnership,
    SessionSpeaker,
    SessionTheme,
    Speaker,
    Theme,
)
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import kept_texts, locked_event
from conference.programme.document import SessionState


@dataclass
class ExternalIdTaken(DomainError):
    """Another session of the event was imported under this id."""

    external_id: str
    code: str


def add_session(
    event_id: int, facts: SessionFacts, *, now: datetime, uid: UUID | None = None, external_id: str | None = None,
    code: str | None = None,
) -> Session:  # fmt: skip
    """Add a session, under a code and uid that never change.

    :param uid: to take over from an imported file; None to make one.
    :param external_id: under which an imported file knows it.
    :param code: of a removed session that comes back; None to make one.
    :raises NotInDraft: the event has no such theme, speaker, partnership or room.
    :raises ExternalIdTaken: it was imported before.
    :raises DomainError: TextMissing, TextTooLong, NumberOutOfRange, AddressNotSecure, RoomWithoutStart,
        UnknownFormat, LanguageNotKnown or DayOutOfRange.
    """
    wanted = checked(facts)
    check_length("external_id", external_id, limits.EXTERNAL_ID)
    with transaction():
        event = locked_event(event_id)
        if external_id is not None:
            known = db.session.scalar(
                select(Session.code).where(Session.event_id == event_id, Session.external_id == external_id)
            )
            if known:
                raise ExternalIdTaken(external_id, known)
        _make_known(event_id, wanted)
        links = _links(event_id, wanted)
        session = Session(
            event_id=event_id, uid=uid or uuid4(), code=code or fresh_code(Session), external_id=external_id,
            room_id=_room_id(event_id, wanted["room"]), created_at=now, updated_at=now,
            **{name: value for name, value in wanted.items() if name in _COLUMNS},
        )  # fmt: skip
        db.session.add(session)
        db.session.flush()  # its links need its key
        _store_links(session.id, links)
        note_session(event, session, before=None, after=wanted)
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
    wanted = checked(facts)
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        stored = facts_of(session)
        check_version(session, version, stored, wanted)
        for name in TEXTS:
            wanted[name] = kept_texts(stored[name], wanted[name], event.languages)
        if wanted == stored:
            return session
        _make_known(event_id, wanted)
        links = _links(event_id, wanted)
        for name in _COLUMNS:
            setattr(session, name, wanted[name])
        session.room_id = _room_id(event_id, wanted["room"])
        _touch(session, now)
        _store_links(session.id, links)
        note_session(event, session, before=stored, after=wanted)
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
    check_start(starts_at)
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        stored = facts_of(session)
        length = session.minutes if minutes is None else minutes
        limits.check_number("minutes", length, limits.SHORTEST, limits.LONGEST)
        wanted: dict[str, Any] = {"starts_at": starts_at, "minutes": length, "room": room}
        before = {name: stored[name] for name in wanted}
        check_version(session, version, before, wanted)
        session.starts_at, session.minutes = starts_at, length
        session.room_id = _room_id(event_id, room)
        _touch(session, now)
        note_session(event, session, before=before, after=wanted)
    return session


def unschedule_session(event_id: int, code: str, *, now: datetime) -> Session:
    """Take a session out of the timetable; its length is kept.

    :raises NotInDraft: the event has no such session.
    """
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        before = {"starts_at": session.starts_at, "room": facts_of(session)["room"]}
        session.starts_at = session.room_id = None
        _touch(session, now)
        note_session(event, session, before=before, after={"starts_at": None, "room": None})
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


def remove_session(event_id: int, code: str) -> Removed:
    """Remove a session from the draft. One that was published stays in later releases, cancelled.

    Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such session.
    """
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        facts = facts_of(session)
        facts["starts_at"] = session.starts_at.isoformat() if session.starts_at else None
        removed = Removed(
            Session.__name__,
            {
                "facts": facts, "code": session.code, "uid": str(session.uid), "external_id": session.external_id,
                "created_at": session.created_at.isoformat(),
            },
        )  # fmt: skip
        note_session(event, session, before=facts, after=None)
        for _name, link, _table, _key in _LINKS:
            db.session.execute(delete(link).where(link.session_id == session.id))
        db.session.delete(session)
    return removed


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


_COLUMNS = (
    *TEXTS, "format", "passport", "seats", "starts_at", "minutes", "join_url", "state", "recording_url",
)  # fmt: skip
_LINKS: tuple[tuple[str, Any, Any, Any], ...] = (
    ("themes", SessionTheme, Theme, Theme.slug),
    ("speakers", SessionSpeaker, Speaker, Speaker.code),
    ("moderators", SessionModerator, Speaker, Speaker.code),
    ("interpreters", SessionInterpreter, Speaker, Speaker.code),
    ("partnerships", SessionPartnership, Partnership, Partnership.slug),
)


def _set_state(event_id: int, code: str, state: SessionState, now: datetime) -> Session:
    with transaction():
        event = locked_event(event_id)
        session = in_draft(Session, event_id, code)
        if session.state != state:
            note_session(event, session, before={"state": session.state}, after={"state": str(state)})
            session.state = str(state)
            _touch(session, now)
    return session


def _touch(session: Session, now: datetime) -> None:
    """Note the change, even where only links differ: the row's version must rise."""
    session.updated_at = now
    flag_modified(session, "updated_at")


def _room_id(event_id: int, key: str | None) -> int | None:
    return in_draft(Room, event_id, key).id if key else None


def _make_known(event_id: int, wanted: dict[str, Any]) -> None:
    """Put codes in place of new people, who are added; one named in several parts is added once."""
    for part in PARTS:
        wanted[part] = _known(event_id, wanted[part])


def _known(event_id: int, speakers: Sequence[str | NewSpeaker]) -> tuple[str, ...]:
    """Return the speakers' codes, the new ones added; who was added meanwhile under the same name is that one."""
    codes = []
    for speaker in speakers:
        if isinstance(speaker, NewSpeaker):
            alike = db.session.scalars(
                select(Speaker.code).where(Speaker.event_id == event_id, Speaker.name == speaker.name)
            ).all()
            codes.append(alike[0] if len(alike) == 1 else add_speaker(event_id, name=speaker.name).code)
        else:
            codes.append(speaker)
    return tuple(dict.fromkeys(codes))


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
