"""What a file of a programme must be, whatever its format: bounds, and the refusals that name a place. Pure."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from conference.errors import DomainError

MEGABYTE = 1024 * 1024
MOST_BYTES = 16 * MEGABYTE
MOST_THEMES = 200
MOST_ROOMS = 1_000
MOST_SPEAKERS = 20_000
MOST_SESSIONS = 10_000
MOST_PER_SESSION = 200
"""Bounds of a file: far above the largest conference, far below what would wear the machine out."""

COLOURS = ("#1a4fb8", "#14693f", "#962a77", "#a94600", "#5b3fa8", "#00697a", "#8a5a00", "#b3261e")
"""For themes that come without one, in turn."""

SPEAKER = "speaker"
ROOM = "room"
_GUIDS = UUID("6c1f0f5e-52d7-4a83-9a5c-0f8f3f0b6a11")


def uuid_in(text: str | None) -> UUID | None:
    """Return a text as a UUID, None where it is none in its usual form (RFC 9562 section 4)."""
    try:
        found = UUID(text or "")
    except ValueError:
        return None
    return found if str(found) == str(text).lower() else None


def guid_of(kind: str, key: str) -> UUID:
    """Return the globally unique id under which a thing is written: its id where that is one, else always the same."""
    return uuid_in(key) or uuid5(_GUIDS, f"{kind}:{key}")


class Unreadable(DomainError):
    """The file as a whole cannot be read."""


@dataclass
class FileTooLarge(Unreadable):
    """It has more bytes than a programme can need."""

    at_most: int = MOST_BYTES


class FileEmpty(Unreadable):
    """There is nothing in it."""


@dataclass
class NotUtf8(Unreadable):
    """It is not text in UTF-8.

    :ivar byte: where that shows, from 0.
    """

    byte: int


@dataclass
class NotJson(Unreadable):
    """Its JSON is malformed (RFC 8259).

    :ivar line: where, from 1; ``column`` likewise.
    :ivar reason: what the parser says, in English.
    """

    line: int
    column: int
    reason: str


class NestedTooDeep(Unreadable):
    """Its lists and objects lie in each other deeper than any programme needs."""


@dataclass
class FormatUnknown(Unreadable):
    """Its content is of no format that Meridian reads.

    :ivar known: names of those it does.
    :ivar found: what the file says it is, if anything.
    """

    known: tuple[str, ...]
    found: str | None = None


@dataclass
class NotXml(Unreadable):
    """Its XML is malformed.

    :ivar line: where, from 1; ``column`` from 0.
    :ivar reason: what the parser says, in English.
    """

    line: int
    column: int
    reason: str


class EntitiesRefused(Unreadable):
    """Its XML declares entities or points at other documents: such files are made to wear a machine out."""


@dataclass
class NotCalendar(Unreadable):
    """Its iCalendar cannot be read (RFC 5545).

    :ivar reason: what the parser says, in English.
    """

    reason: str


@dataclass
class NothingInIt(Unreadable):
    """It is of a known format, and holds not one session.

    :ivar format: its name.
    """

    format: str


@dataclass
class NoDays(Unreadable):
    """Neither the file nor any of its sessions names a day.

    :ivar format: its name.
    """

    format: str


@dataclass
class HomeMade(Unreadable):
    """It is XML or JSON of a programme, but in a form that nobody else uses.

    :ivar what: in a few words, what it is.
    :ivar entries: how many entries it seems to hold.
    """

    what: str
    entries: int


@dataclass
class Misfit(DomainError):
    """Something in the file cannot be taken over.

    :ivar place: where, such as ``sessions[12].room``; lists count from 0.
    """

    place: str


@dataclass
class Missing(Misfit):
    """It must be there, and is not, or is empty."""


@dataclass
class WrongType(Misfit):
    """It is something else than it should be.

    :ivar wanted: what it should be: ``text``, ``list``, ``object`` or ``whole number``.
    :ivar found: what it is: one of these, ``number``, ``true or false`` or ``nothing``.
    """

    wanted: str
    found: str


@dataclass
class ReferenceUnknown(Misfit):
    """It names something that the file does not have.

    :ivar id: what it names.
    """

    id: str


@dataclass
class GivenTwice(Misfit):
    """Its id is another's as well.

    :ivar id: the one given twice.
    """

    id: str


@dataclass
class EndsBeforeStart(Misfit):
    """It ends before, or when, it starts."""


@dataclass
class TimeWithoutOffset(Misfit):
    """A time that does not say its offset from UTC: it could be any of two dozen instants."""

    text: str


@dataclass
class Malformed(Misfit):
    """A text of the wrong form.

    :ivar kind: what it should be: ``time``, ``day``, ``zone``, ``colour``, ``address`` or ``language``.
    """

    kind: str
    text: str


@dataclass
class UnusableText(Misfit):
    """A text with characters that no database can hold (NUL, halves of surrogate pairs)."""


@dataclass
class TooLong(Misfit):
    """A text is longer than there is room for.

    :ivar at_most: characters.
    """

    at_most: int


@dataclass
class TooMany(Misfit):
    """A list is longer than any conference needs."""

    at_most: int


@dataclass
class OutOfRange(Misfit):
    """A number, or the year of a day or time, lies outside its bounds."""

    value: int
    at_least: int
    at_most: int


@dataclass
class NotTaken(Misfit):
    """The draft refuses it for a reason of its own.

    :ivar reason: the refusal.
    """

    reason: DomainError
