"""What a programme still lacks before it is published."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from conference.programme.document import Document, Format, Room, Session, SessionState
from conference.translated import Translated, missing_languages


class MissingKind(StrEnum):
    """What is not there."""

    TRANSLATION = "translation"
    """A text is there in one language of the event and not in another."""
    ABSTRACT = "abstract"
    SPEAKER = "speaker"
    THEME = "theme"
    SLOT = "slot"
    JOIN_LINK = "join_link"
    """Neither the session nor its room has an address at which to join."""
    PASSPORT = "passport"
    """Nobody knows which language is spoken."""


class Place(StrEnum):
    """Where something is missing."""

    EVENT = "event"
    THEME = "theme"
    ROOM = "room"
    SPEAKER = "speaker"
    PARTNERSHIP = "partnership"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing.

    :ivar key: slug, key or code of what lacks it; ``""`` for the event itself.
    :ivar field: of which text a translation is missing; ``""`` for other kinds.
    :ivar languages: in which languages it is missing.
    """

    place: Place
    key: str
    kind: MissingKind
    field: str = ""
    languages: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether people could not take part without it; otherwise it is a shortcoming."""
        return self.kind is MissingKind.JOIN_LINK

    @property
    def fingerprint(self) -> str:
        """By which it is known once accepted, while just the same is missing; 32 hexadecimal digits."""
        told = "\n".join(("missing", self.place, self.key, self.kind, self.field, *self.languages))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


_WITHOUT_SPEAKERS = frozenset({Format.MEETING})
"""People come to a meeting to talk with each other."""


def find_missing(document: Document, accepted: Collection[str] = ()) -> list[Missing]:
    """Return all that a programme lacks, what keeps people out first, in the document's order.

    :param accepted: fingerprints of what organisers will leave like that: it is left out, unless it keeps people out.
    """
    languages = document.event.languages
    found = list(_untranslated(Place.EVENT, "", {"title": document.event.title, "summary": document.event.summary,
                                                 "welcome": document.event.welcome}, languages))  # fmt: skip
    for theme in document.themes:
        texts = {"title": theme.title, "short": theme.short, "summary": theme.summary}
        found += _untranslated(Place.THEME, theme.slug, texts, languages)
    for room in document.rooms:
        texts = {"name": room.name, "note": room.note, "joining": room.joining}
        found += _untranslated(Place.ROOM, room.key, texts, languages)
    for speaker in document.speakers:
        texts = {"affiliation": speaker.affiliation, "biography": speaker.biography}
        found += _untranslated(Place.SPEAKER, speaker.code, texts, languages)
    for tie in document.partnerships:
        found += _untranslated(Place.PARTNERSHIP, tie.slug, {"summary": tie.summary}, languages)
    rooms = {room.key: room for room in document.rooms}
    for session in document.sessions:
        found += missing_of(session, rooms, languages)
    if accepted:
        found = [one for one in found if one.is_error or one.fingerprint not in accepted]
    return sorted(found, key=lambda missing: not missing.is_error)


def missing_by_key(found: Iterable[Missing], place: Place) -> dict[str, list[Missing]]:
    """Return what is missing at one kind of place, by the key of what lacks it."""
    by_key: dict[str, list[Missing]] = {}
    for one in found:
        if one.place is place:
            by_key.setdefault(one.key, []).append(one)
    return by_key


def missing_of(session: Session, rooms: dict[str, Room], languages: Iterable[str]) -> list[Missing]:
    """Return what one session lacks; a cancelled one lacks nothing.

    :param rooms: by key.
    :param languages: of the event.
    """
    if session.state is SessionState.CANCELLED:
        return []
    room = rooms.get(session.slot.room) if session.slot and session.slot.room else None
    lacks = {
        MissingKind.JOIN_LINK: session.slot is not None and not (session.join_url or (room and room.join_url)),
        MissingKind.SLOT: session.slot is None,
        MissingKind.THEME: not session.themes,
        MissingKind.SPEAKER: not session.speakers and session.format not in _WITHOUT_SPEAKERS,
        MissingKind.ABSTRACT: not session.abstract,
        MissingKind.PASSPORT: not session.passport.spoken,
    }
    texts = {"title": session.title, "abstract": session.abstract, "label": session.label, "remains": session.remains}
    return [
        *(Missing(Place.SESSION, session.code, kind) for kind, is_missing in lacks.items() if is_missing),
        *_untranslated(Place.SESSION, session.code, texts, languages),
    ]


def _untranslated(place: Place, key: str, texts: dict[str, Translated], languages: Iterable[str]) -> Iterable[Missing]:
    for field, text in texts.items():
        lacking = missing_languages(text, languages) if any(text.values()) else []
        if lacking:
            yield Missing(place, key, MissingKind.TRANSLATION, field, tuple(lacking))
