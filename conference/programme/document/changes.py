"""What differs between two releases, and how a new one follows the one before."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from conference.programme.document.index import Programme, people_of
from conference.programme.document.schema import Document, Record, Session, SessionState, Slot, Stamp
from conference.translated import Translated


class ChangeKind(StrEnum):
    """What happened to a session between two releases."""

    ADDED = "added"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REVIVED = "revived"


class Change(Record, frozen=True, kw_only=True):
    """One session's difference between a release and the one before it.

    :ivar title: as the newer release has it.
    :ivar before: its slot in the older release; None where it had none.
    :ivar after: its slot in the newer.
    :ivar fields: which other things differ, by their names in :class:`Session`; people and ``themes``
        also when only their names changed.
    """

    kind: ChangeKind
    uid: UUID
    code: str
    title: Translated
    before: Slot | None = None
    after: Slot | None = None
    fields: tuple[str, ...] = ()


_NOTHING: tuple[str, ...] = ()
_PLACE = ("slot", "state")
_TEXTS = (
    "title", "abstract", "themes", "format", "passport", "speakers", "moderators", "interpreters", "partnerships",
    "seats", "remains", "recording_url",
)  # fmt: skip


def _seen(programme: Programme, session: Session) -> dict[str, Any]:
    """Return all that a reader sees of a session, names in place of keys: what a change is measured by."""
    room = programme.room_of(session)
    return {
        **{name: getattr(session, name) for name in (*_PLACE, *_TEXTS)},
        "slot": (session.slot, room.name if room else None),
        "themes": tuple((theme.slug, theme.title) for theme in programme.themes_of(session)),
        "speakers": tuple((speaker.name, speaker.affiliation) for speaker in programme.speakers_of(session)),
        "moderators": tuple((person.name, person.affiliation) for person in programme.moderators_of(session)),
        "interpreters": tuple(person.name for person in programme.interpreters_of(session)),
        "partnerships": tuple(
            tuple(town.name for town in programme.municipalities_of(tie)) for tie in programme.partnerships_of(session)
        ),
    }


def _in_calendars(programme: Programme, session: Session) -> dict[str, Any]:
    """Return all that an entry in a calendar shows of a session, beyond what is a change for people.

    The clocks by which its start is told, the languages among which a missing text is looked for, its colour.
    """
    return {
        **_seen(programme, session),
        "zones": programme.zones,
        "languages": programme.event.languages,
        "colour": next((theme.colour for theme in programme.themes_of(session)), None),
    }


def _lapsed(session: Session) -> bool:
    """Say whether calendars show the session as cancelled: called off, or taken out of the timetable."""
    return session.state is SessionState.CANCELLED or session.slot is None


def changes_between(older: Document | None, newer: Document) -> tuple[Change, ...]:
    """Return what changed for readers, a change per session, in the order of the newer programme.

    Without an older release every session is added. A session taken out of the timetable counts as
    cancelled, one put back as revived.
    """
    after = Programme(newer)
    if older is None:
        return tuple(
            Change(kind=ChangeKind.ADDED, uid=s.uid, code=s.code, title=s.title, after=s.slot)
            for s in after.sessions.values()
        )
    before = Programme(older)
    changes = []
    for session in after.sessions.values():
        known = before.by_uid.get(session.uid)
        if known is None:
            kind, fields, old_slot = ChangeKind.ADDED, _NOTHING, None
        else:
            old, new = _seen(before, known), _seen(after, session)
            fields = tuple(name for name in new if name not in _PLACE and old[name] != new[name])
            old_slot = known.slot
            if _lapsed(session) and not _lapsed(known):
                kind = ChangeKind.CANCELLED
            elif _lapsed(known) and not _lapsed(session):
                kind = ChangeKind.REVIVED
            elif old["slot"] != new["slot"]:
                kind = ChangeKind.MOVED
            elif fields:
                kind = ChangeKind.CHANGED
            else:
                continue
        changes.append(
            Change(
                kind=kind,
                uid=session.uid,
                code=session.code,
                title=session.title,
                before=old_slot,
                after=session.slot,
                fields=fields,
            )
        )
    return tuple(changes)


def succeed(older: Document | None, draft: Document, *, published_at: datetime) -> Document:
    """Return the document of the next release: the draft, with its history stamped on.

    - It is numbered one after ``older`` and dated ``published_at`` (UTC).
    - A session that ``older`` had and the draft has no longer stays in it, cancelled: calendars that
      subscribed must be told (RFC 5545 section 3.8.1.11).
    - Each session carries when it was first published, when something visible in calendars last changed, and a
      sequence number that rises with each change of time, place or state (RFC 5546 section 2.1.4).
      Nothing moves for a session that did not change.

    Speakers, themes, rooms, municipalities and partnerships that only a kept session names are kept too.
    """
    if older is not None:
        draft = _with_tombstones(older, draft)
    number = older.number + 1 if older else 1
    now = Programme(draft)
    before = Programme(older) if older else None
    stamped = []
    for session in draft.sessions:
        known = before.by_uid.get(session.uid) if before else None
        if before is None or known is None or known.stamp is None:
            stamp = Stamp(created_at=published_at, changed_at=published_at)
        else:
            old, new = _in_calendars(before, known), _in_calendars(now, session)
            place_changed = any(old[name] != new[name] for name in _PLACE)
            stamp = (
                known.stamp
                if old == new
                else Stamp(
                    created_at=known.stamp.created_at,
                    changed_at=published_at,
                    sequence=known.stamp.sequence + place_changed,
                    last_slot=None if session.slot else known.slot or known.stamp.last_slot,
                )
            )
        stamped.append(msgspec.structs.replace(session, stamp=stamp))
    return msgspec.structs.replace(draft, number=number, published_at=published_at, sessions=tuple(stamped))


def with_redactions_stamped(older: Document, newer: Document, *, redacted_at: datetime) -> Document:
    """Return a release out of which somebody was taken, with that stamped on each session whose entry shows it.

    Calendars compare stamps, and would keep the name. When the session itself changed stays as it is, and so does
    its sequence number: nobody is told.
    """
    before, after = Programme(older), Programme(newer)
    stamped = []
    for session in newer.sessions:
        known = before.by_uid[session.uid]
        if session.stamp is not None and _in_calendars(before, known) != _in_calendars(after, session):
            stamp = msgspec.structs.replace(session.stamp, redacted_at=redacted_at)
            session = msgspec.structs.replace(session, stamp=stamp)  # noqa: PLW2901
        stamped.append(session)
    return msgspec.structs.replace(newer, sessions=tuple(stamped))


def _with_tombstones(older: Document, draft: Document) -> Document:
    present = {session.uid for session in draft.sessions}
    gone = [
        msgspec.structs.replace(session, state=SessionState.CANCELLED)
        for session in older.sessions
        if session.uid not in present
    ]
    if not gone:
        return draft
    kept: dict[str, tuple[str, set[str | None]]] = {
        "themes": ("slug", {slug for session in gone for slug in session.themes}),
        "rooms": ("key", {session.slot.room for session in gone if session.slot}),
        "speakers": ("code", {code for session in gone for code in people_of(session)}),
        "partnerships": ("slug", {slug for session in gone for slug in session.partnerships}),
    }
    parts: dict[str, Any] = {}
    for name, (key, wanted) in kept.items():
        have = {getattr(part, key) for part in getattr(draft, name)}
        parts[name] = getattr(draft, name) + tuple(
            part for part in getattr(older, name) if getattr(part, key) in wanted - have
        )
    towns = {key for tie in parts["partnerships"] for key in (tie.first, tie.second)}
    have = {town.key for town in draft.municipalities}
    parts["municipalities"] = draft.municipalities + tuple(
        town for town in older.municipalities if town.key in towns - have
    )
    return msgspec.structs.replace(draft, sessions=draft.sessions + tuple(gone), **parts)
