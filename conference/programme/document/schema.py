"""The types of a release document and its JSON form.

A document is self-contained: whoever holds it needs no table to show the programme. It is written
once, when a release is published, and never altered; ``schema`` says how to read it.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from conference.errors import DomainError
from conference.translated import Translated

SCHEMA_VERSION = 1


class UnknownSchema(DomainError):
    """A document whose schema version this Meridian cannot read.

    :ivar found: the version the document names.
    """

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class Format(StrEnum):
    """What kind of session it is."""

    TALK = "talk"
    WORKSHOP = "workshop"
    PANEL = "panel"
    PLENARY = "plenary"
    MEETING = "meeting"


class SessionState(StrEnum):
    """Whether a session takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """A frozen part of a document. Unknown keys are ignored, so a newer minor form can be read."""


class Event(Record, frozen=True, kw_only=True):
    """The conference itself.

    :ivar title: and the other texts: by language.
    :ivar welcome: the opening statement, Markdown.
    :ivar first_day: local day in ``zone``.
    :ivar last_day: local day in ``zone``, included.
    :ivar zone: the IANA zone in which the event's times are entered and shown.
    :ivar second_zone: a further zone that the event always shows beside its own.
    :ivar languages: of the event's texts, the main one first.
    """

    slug: str
    title: Translated
    summary: Translated = {}
    welcome: Translated = {}
    first_day: date
    last_day: date
    zone: str
    second_zone: str | None = None
    languages: tuple[str, ...]


class Theme(Record, frozen=True, kw_only=True):
    """A thematic strand. Its number is its place in ``Document.themes``, from 1.

    :ivar short: a title of one or two words, for narrow places.
    :ivar colour: ``#rrggbb`` as the organiser chose it; pages correct it to a readable neighbour.
    """

    slug: str
    title: Translated
    short: Translated = {}
    summary: Translated = {}
    colour: str


class Room(Record, frozen=True, kw_only=True):
    """A virtual place.

    :ivar key: stable within the event.
    :ivar note: a line beside the name.
    :ivar joining: how to join, Markdown.
    :ivar join_url: the meeting's own address: only for the door of a session, never for a feed or public page.
    """

    key: str
    name: Translated
    note: Translated = {}
    joining: Translated = {}
    join_url: str | None = None


class Speaker(Record, frozen=True, kw_only=True):
    """A person who presents, moderates or interprets."""

    code: str
    name: str
    affiliation: Translated = {}
    biography: Translated = {}


class Municipality(Record, frozen=True, kw_only=True):
    """A town or district.

    :ivar country: ISO 3166-1 alpha-2.
    :ivar latitude: degrees north, WGS 84.
    :ivar longitude: degrees east.
    """

    key: str
    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    zone: str | None = None


class Partnership(Record, frozen=True, kw_only=True):
    """An official tie between two municipalities, named by their keys.

    :ivar since: the year it was made, where known.
    """

    slug: str
    first: str
    second: str
    since: int | None = None
    summary: Translated = {}


class Slot(Record, frozen=True, kw_only=True):
    """When and where a session takes place.

    :ivar starts_at: UTC.
    :ivar minutes: its length.
    :ivar room: key of the room, or None where none is set yet.
    """

    starts_at: datetime
    minutes: int
    room: str | None = None


class Passport(Record, frozen=True, kw_only=True):
    """The language passport: which languages, by code, in each way of taking part."""

    spoken: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    captioned: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    easy: tuple[str, ...] = ()

    @property
    def followed_in(self) -> frozenset[str]:
        """The languages in which one can follow by ear, eye or sign."""
        return frozenset(self.spoken + self.interpreted + self.captioned + self.signed)


class Stamp(Record, frozen=True, kw_only=True):
    """What calendars need to know of a session's history (RFC 5545 sections 3.8.7.1 to 3.8.7.4).

    :ivar created_at: when it was first published, UTC.
    :ivar changed_at: of the release that last changed anything a reader sees of it, UTC.
    :ivar redacted_at: when somebody was taken out of what calendars show of it, after that release, UTC.
    :ivar sequence: 0 at first, then one more with each change of time, place or state.
    :ivar last_slot: where an unscheduled session last stood: calendars strike it out there.
    """

    created_at: datetime
    changed_at: datetime
    redacted_at: datetime | None = None
    sequence: int = 0
    last_slot: Slot | None = None


class Session(Record, frozen=True, kw_only=True):
    """One item of the programme.

    :ivar uid: for calendars; never changes.
    :ivar code: short, public, unique in the installation.
    :ivar abstract: Markdown.
    :ivar themes: slugs, the main one first.
    :ivar speakers: codes, in order; ``moderators`` and ``interpreters`` likewise, of people in ``Document.speakers``.
    :ivar partnerships: slugs.
    :ivar seats: how many can take part; None for no limit.
    :ivar slot: None while unscheduled.
    :ivar label: one or two words that name it on the map of the event, for the few that deserve it.
    :ivar join_url: where it differs from its room's; like that, never public.
    :ivar remains: what is left of it afterwards, Markdown (notes, links to material).
    :ivar recording_url: of the recording, once there is one.
    :ivar stamp: set by :func:`conference.programme.document.succeed`.
    """

    uid: UUID
    code: str
    title: Translated
    abstract: Translated = {}
    themes: tuple[str, ...] = ()
    format: Format = Format.TALK
    passport: Passport = Passport()
    speakers: tuple[str, ...] = ()
    moderators: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    partnerships: tuple[str, ...] = ()
    seats: int | None = None
    slot: Slot | None = None
    state: SessionState = SessionState.PLANNED
    label: Translated = {}
    join_url: str | None = None
    remains: Translated = {}
    recording_url: str | None = None
    stamp: Stamp | None = None


class Document(Record, frozen=True, kw_only=True):
    """One whole release: everything visitors and participants read.

    :ivar number: of the release, from 1.
    :ivar published_at: UTC.
    """

    schema: int = SCHEMA_VERSION
    number: int
    published_at: datetime
    event: Event
    themes: tuple[Theme, ...] = ()
    rooms: tuple[Room, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    sessions: tuple[Session, ...] = ()


class _Head(msgspec.Struct):
    schema: int = SCHEMA_VERSION


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Document).decode
_decode_head = msgspec.json.Decoder(_Head).decode


def document_to_json(document: Document) -> str:
    """Write a document as JSON: the same document always gives the same text."""
    return _encode(document).decode()


def document_from_json(text: str) -> Document:
    """Read a document.

    :raises UnknownSchema: it was written by a newer Meridian.
    :raises msgspec.ValidationError: it is no release document.
    """
    found = _decode_head(text).schema
    if found != SCHEMA_VERSION:
        raise UnknownSchema(found)
    return _decode(text)
