"""Making an earlier release the newest again."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.queries.document import draft_document
from conference.draft.rules import limits
from conference.draft.rules.going_back import fingerprint, going_back, is_to_be_there, only_of
from conference.draft.rules.pending import pending
from conference.draft.services.lookup import Removed
from conference.draft.services.ordering import arrange
from conference.draft.services.partnerships import MunicipalityFacts, edit_municipality, edit_partnership
from conference.draft.services.publish import NothingChanged, PublishedMeanwhile
from conference.draft.services.removal import bring_back
from conference.draft.services.rooms import edit_room
from conference.draft.services.session_facts import SessionFacts
from conference.draft.services.sessions import edit_session, unschedule_session
from conference.draft.services.speakers import edit_speaker
from conference.draft.services.themes import edit_theme
from conference.draft.tables import Municipality, Room, Session, Speaker, Theme
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import EventFacts, edit_event, locked_event
from conference.programme import document as release
from conference.programme.queries import newest_release_of, released_document
from conference.programme.services import add_release
from conference.programme.tables import Release
from conference.translated import Translated


class DraftChangedMeanwhile(DomainError):
    """The draft is not as it was when the organiser read what would be lost."""


def go_back_to(
    event_id: int, number: int, *, newest: int, seen: str, author_id: int | None, note: Translated, now: datetime
) -> Release:
    """Publish an earlier release again, as the next one, and set the draft back to it.

    What visitors see is just that release; sessions that came since are in it as cancelled, since calendars must be
    told, and sequence numbers go on rising. Of the draft, changes that were not published are lost, and nothing else:
    sessions that were never published stay in it without a time, and themes, rooms and people made since stay, too.
    Nobody can edit the draft meanwhile. Whoever calls it then settles the bookings.

    :param number: of the release to go back to.
    :param newest: number of the release that was the newest when the organiser decided.
    :param seen: :func:`~conference.draft.rules.going_back.fingerprint` of the draft then.
    :raises ReleaseNotFound: there is no release of that number.
    :raises PublishedMeanwhile: another release came meanwhile.
    :raises DraftChangedMeanwhile: see there.
    :raises NothingChanged: the newest release says just the same.
    :raises TextTooLong: the note is too long.
    """
    check_length("notes", note, limits.RELEASE_NOTE)
    with transaction():
        event = locked_event(event_id)
        earlier = released_document(event_id, number)
        published = newest_release_of(event_id)
        if published is None or published.number != newest:
            raise PublishedMeanwhile(published.number if published else 0, None)
        draft = draft_document(event)
        if fingerprint(draft) != seen:
            raise DraftChangedMeanwhile
        back = going_back(earlier, published.programme.document, draft, now=now)
        if not pending(published.programme.document, earlier, now=now).differs:
            raise NothingChanged(published.number)
        _set_back(event_id, draft, back.target, now)
        document = only_of(back.target, draft_document(locked_event(event_id)))
        return add_release(event_id, document, author_id=author_id, note=note, now=now)


def _set_back(event_id: int, draft: release.Document, target: release.Document, now: datetime) -> None:
    """Make the draft say what the target says, through the services that organisers' pages use."""
    _set_event_back(event_id, draft.event, target.event)
    for part in (_Themes, _Rooms, _Speakers, _Municipalities, _Partnerships):
        part(event_id, now).set_back(draft, target)
        db.session.flush()
    arrange(Theme, event_id, [theme.slug for theme in target.themes])
    arrange(Room, event_id, [room.key for room in target.rooms])
    _set_sessions_back(event_id, draft, target, now)
    db.session.flush()


def _set_event_back(event_id: int, now_is: release.Event, target: release.Event) -> None:
    if now_is != target:
        facts = {name: getattr(target, name) for name in target.__struct_fields__ if name != "slug"}
        edit_event(event_id, EventFacts(**facts))


@dataclass
class _Part(ABC):
    """One kind of thing that sessions name."""

    event_id: int
    now: datetime
    name = ""
    kind = ""
    key = ""

    def set_back(self, draft: release.Document, target: release.Document) -> None:
        """Change what differs, and bring back what was removed. What came since stays."""
        there = {getattr(one, self.key): one for one in getattr(draft, self.name)}
        for position, one in enumerate(getattr(target, self.name), start=1):
            known = there.get(getattr(one, self.key))
            if known is None:
                values = {**self.values(one), self.key: getattr(one, self.key), **self.more(position)}
                bring_back(self.event_id, Removed(self.kind, values), now=self.now)
            elif known != one:
                self.edit(one)

    def values(self, one: Any) -> dict[str, Any]:
        """Return a record's fields, its key apart."""
        return {name: getattr(one, name) for name in one.__struct_fields__ if name != self.key}

    def more(self, position: int) -> dict[str, Any]:  # noqa: ARG002 - for those that have an order
        """Return what a row needs beside that."""
        return {}

    @abstractmethod
    def edit(self, one: Any) -> None:
        """Change the row to what a record says."""


class _Themes(_Part):
    name, kind, key = "themes", "Theme", "slug"

    def more(self, position: int) -> dict[str, Any]:
        return {"position": position}

    def edit(self, one: release.Theme) -> None:
        edit_theme(self.event_id, one.slug, **self.values(one))


class _Rooms(_Part):
    name, kind, key = "rooms", "Room", "key"

    def more(self, position: int) -> dict[str, Any]:
        return {"position": position}

    def edit(self, one: release.Room) -> None:
        edit_room(self.event_id, one.key, **self.values(one))


class _Speakers(_Part):
    name, kind, key = "speakers", "Speaker", "code"

    def edit(self, one: release.Speaker) -> None:
        email = db.session.scalar(select(Speaker.email).where(Speaker.code == one.code))
        edit_speaker(self.event_id, one.code, email=email, **self.values(one))


class _Municipalities(_Part):
    name, kind, key = "municipalities", "Municipality", "key"

    def edit(self, one: release.Municipality) -> None:
        known = select(Municipality.geonames_id).where(
            Municipality.event_id == self.event_id, Municipality.key == one.key
        )
        facts = MunicipalityFacts(**self.values(one), geonames_id=db.session.scalar(known))
        edit_municipality(self.event_id, one.key, facts)


class _Partnerships(_Part):
    name, kind, key = "partnerships", "Partnership", "slug"

    def values(self, one: release.Partnership) -> dict[str, Any]:
        ids = dict(
            db.session.execute(
                select(Municipality.key, Municipality.id).where(Municipality.event_id == self.event_id)
            ).all()
        )
        return {"first_id": ids[one.first], "second_id": ids[one.second], "since": one.since, "summary": one.summary}

    def edit(self, one: release.Partnership) -> None:
        edit_partnership(
            self.event_id, one.slug, first=one.first, second=one.second, since=one.since, summary=one.summary
        )


def _set_sessions_back(event_id: int, draft: release.Document, target: release.Document, now: datetime) -> None:
    there = {session.uid: session for session in draft.sessions}
    lengths = dict(db.session.execute(select(Session.code, Session.minutes).where(Session.event_id == event_id)).all())
    for session in target.sessions:
        known = there.pop(session.uid, None)
        if known is None:
            if is_to_be_there(session):
                values = {
                    "facts": {**_facts(session, 60), "starts_at": _start_text(session)},
                    "code": session.code, "uid": str(session.uid), "external_id": None, "created_at": now.isoformat(),
                }  # fmt: skip
                bring_back(event_id, Removed("Session", values), now=now)
        elif _unstamped(known) != _unstamped(session):
            edit_session(event_id, known.code, SessionFacts(**_facts(session, lengths[known.code])), now=now)
    for session in there.values():
        if session.slot is not None:
            unschedule_session(event_id, session.code, now=now)


def _facts(session: release.Session, minutes: int) -> dict[str, Any]:
    """Return what a session of a release says, as an organiser says it.

    :param minutes: its length, where the release names none.
    """
    passport = session.passport
    names = (
        "title", "abstract", "label", "themes", "speakers", "moderators", "interpreters", "partnerships", "seats",
        "join_url", "remains", "recording_url",
    )  # fmt: skip
    return {
        **{name: getattr(session, name) for name in names},
        "format": session.format.value,
        "state": session.state.value,
        "passport": {way: getattr(passport, way) for way in passport.__struct_fields__ if getattr(passport, way)},
        "starts_at": session.slot.starts_at if session.slot else None,
        "minutes": session.slot.minutes if session.slot else minutes,
        "room": session.slot.room if session.slot else None,
    }


def _start_text(session: release.Session) -> str | None:
    return session.slot.starts_at.isoformat() if session.slot else None


def _unstamped(session: release.Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in session.__struct_fields__ if name != "stamp"}
