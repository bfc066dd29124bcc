"""What an organiser says of a session, and what of it cannot be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conference.draft.rules import limits
from conference.errors import DomainError
from conference.events.rules import FIRST_YEAR, LAST_YEAR, DayOutOfRange, LanguageNotKnown, check_length
from conference.programme.document import Format, Passport, Session, SessionState
from conference.translated import Translated

WAYS = Passport.__struct_fields__
"""The ways of taking part that a language passport names: spoken, interpreted, captioned, signed, easy."""
LANGUAGE = re.compile(r"[a-z]{2,3}")
TEXTS = ("title", "abstract", "label", "remains")
"""Fields of a session that have a text in each language."""
PARTS = ("speakers", "moderators", "interpreters")
"""The parts that people have in a session; one person may have several."""


class RoomWithoutStart(DomainError):
    """A room was named for a session that has no start."""


@dataclass
class UnknownFormat(DomainError):
    """There is no format or state of that name."""

    name: str


@dataclass(frozen=True)
class NewSpeaker:
    """A speaker whom the event does not have yet, to be added with the session that they present."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """All that an organiser says of a session.

    :ivar abstract: Markdown, as is ``remains``.
    :ivar themes: slugs, the main one first.
    :ivar format: one of :class:`conference.programme.document.Format`.
    :ivar passport: language codes by way of taking part (:data:`WAYS`).
    :ivar speakers: codes, in order; a :class:`NewSpeaker` is added first. ``moderators`` and ``interpreters`` likewise.
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
    speakers: Sequence[str | NewSpeaker] = ()
    moderators: Sequence[str | NewSpeaker] = ()
    interpreters: Sequence[str | NewSpeaker] = ()
    partnerships: Sequence[str] = ()
    seats: int | None = None
    starts_at: datetime | None = None
    minutes: int = 60
    room: str | None = None
    join_url: str | None = None
    state: str = "planned"
    remains: Translated = field(default_factory=dict)
    recording_url: str | None = None


def facts_from_document(session: Session) -> SessionFacts:
    """Return what a document says of a session as the facts that the draft stores.

    An unscheduled session comes out an hour long: documents do not say how long it is meant to be.
    """
    values = {name: getattr(session, name) for name in SessionFacts.__dataclass_fields__ if hasattr(session, name)}
    if session.slot:
        slot = session.slot
        values |= {"starts_at": slot.starts_at, "minutes": slot.minutes, "room": slot.room}
    passport = {way: codes for way in WAYS if (codes := getattr(session.passport, way))}
    return SessionFacts(**{**values, "passport": passport})


def check_start(starts_at: datetime) -> None:
    """Refuse a start outside the years that Meridian reckons with.

    :raises DayOutOfRange: names the day.
    """
    if not FIRST_YEAR <= starts_at.year <= LAST_YEAR:
        raise DayOutOfRange(starts_at.date())


def checked(facts: SessionFacts) -> dict[str, Any]:
    """Return the facts as they are stored, by field.

    :raises DomainError: TextMissing, TextTooLong, NumberOutOfRange, AddressNotSecure, RoomWithoutStart,
        UnknownFormat, LanguageNotKnown or DayOutOfRange.
    """
    limits.check_text("title", facts.title, limits.TITLE)
    for name, at_most in (("abstract", limits.BODY), ("label", limits.LABEL), ("remains", limits.BODY)):
        check_length(name, getattr(facts, name), at_most)
    for part in PARTS:
        for person in getattr(facts, part):
            if isinstance(person, NewSpeaker):
                limits.check_text(part, person.name, limits.NAME)
    if facts.format not in set(Format):
        raise UnknownFormat(facts.format)
    if facts.state not in set(SessionState):
        raise UnknownFormat(facts.state)
    limits.check_number("minutes", facts.minutes, limits.SHORTEST, limits.LONGEST)
    if facts.seats is not None:
        limits.check_number("seats", facts.seats, 1, limits.MOST_SEATS)
    if facts.starts_at is not None:
        check_start(facts.starts_at)
    elif facts.room:
        raise RoomWithoutStart
    return {
        **{name: limits.filled(getattr(facts, name)) for name in TEXTS},
        "format": str(facts.format),
        "passport": _passport(facts.passport),
        "themes": tuple(dict.fromkeys(facts.themes)),
        **{part: tuple(dict.fromkeys(getattr(facts, part))) for part in PARTS},
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
