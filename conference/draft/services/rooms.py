"""Changes to rooms."""

from typing import Any, Literal

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.rules import limits
from conference.draft.services.availability import spans_kept
from conference.draft.services.lookup import Removed, check_version, in_draft, refuse_if_in_use, taken_out
from conference.draft.services.noting import note_row, said
from conference.draft.services.ordering import move
from conference.draft.tables import Room, Session
from conference.events.rules import check_length, free_slug, slug_from
from conference.events.services import kept_texts, locked_event
from conference.translated import Translated, language_of, pick


def add_room(
    event_id: int, *, name: Translated, note: Translated | None = None, joining: Translated | None = None,
    join_url: str | None = None, key: str | None = None,
) -> Room:  # fmt: skip
    """Add a room behind the others.

    :param joining: how to join, Markdown.
    :param join_url: the meeting's own address, https.
    :param key: from which to make its key; None to make it from the name.
    :raises DomainError: TextMissing, TextTooLong or AddressNotSecure.
    """
    values = _checked(name, note, joining, join_url)
    with transaction():
        event = locked_event(event_id)
        rooms = list(db.session.scalars(select(Room).where(Room.event_id == event_id)))
        language = language_of(name, event.languages[0], event.languages)
        wanted = slug_from(key or pick(name, event.languages[0], event.languages), language)
        room = Room(
            event_id=event_id,
            key=free_slug(wanted, {room.key for room in rooms}, otherwise="room"),
            position=max((room.position for room in rooms), default=0) + 1,
            **values,
        )
        db.session.add(room)
        note_row(event, room, before=None)
    return room


def edit_room(
    event_id: int, key: str, *, name: Translated, note: Translated | None = None, joining: Translated | None = None,
    join_url: str | None = None, version: int | None = None,
) -> Room:  # fmt: skip
    """Change a room. Its key stays.

    :raises NotInDraft: the event has no such room.
    :raises StaleVersion: somebody stored a newer one meanwhile.
    :raises DomainError: as :func:`add_room` does.
    """
    wanted = _checked(name, note, joining, join_url)
    with transaction():
        event = locked_event(event_id)
        room = in_draft(Room, event_id, key)
        check_version(room, version, {field: getattr(room, field) for field in wanted}, wanted)
        before = said(room)
        for field in ("name", "note", "joining"):
            setattr(room, field, kept_texts(getattr(room, field), wanted[field], event.languages))
        room.join_url = wanted["join_url"]
        note_row(event, room, before=before)
    return room


def move_room(event_id: int, key: str, *, step: Literal[-1, 1]) -> None:
    """Move a room one place up (-1) or down (1). At the end of the list it stays.

    :raises NotInDraft: the event has no such room.
    """
    move(Room, event_id, key, step=step)


def remove_room(event_id: int, key: str) -> Removed:
    """Remove a room in which no session is. Gives what :func:`bring_back` needs.

    :raises NotInDraft: the event has no such room.
    :raises StillInUse: names the sessions in it.
    """
    with transaction():
        event = locked_event(event_id)
        room = in_draft(Room, event_id, key)
        refuse_if_in_use(Session.room_id == room.id)
        removed = taken_out(room)
        removed.values["free"] = spans_kept(room)
        note_row(event, room, before=said(room), is_removed=True)
        db.session.delete(room)
    return removed


def _checked(
    name: Translated, note: Translated | None, joining: Translated | None, join_url: str | None
) -> dict[str, Any]:
    limits.check_text("name", name, limits.NAME)
    check_length("note", note or {}, limits.NOTE)
    check_length("joining", joining or {}, limits.BODY)
    return {
        "name": limits.filled(name),
        "note": limits.filled(note),
        "joining": limits.filled(joining),
        "join_url": limits.check_address("join_url", join_url),
    }
