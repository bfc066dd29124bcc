"""What readers find, before ids, zones and languages are settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conference.exchange.document import PlainProgramme
from conference.translated import Translated


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the file.

    :ivar zone: IANA, in which clock times without an offset are read; it goes before what the file says.
    :ivar other_zone: taken where the file names none, such as that of the event imported into.
    :ivar language: of texts that do not say theirs.
    :ivar draft: what it is imported into; None for a new event.
    :ivar ties: names of both municipalities of its partnerships, by slug.
    """

    zone: str | None = None
    other_zone: str | None = None
    language: str | None = None
    draft: PlainProgramme | None = None
    ties: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class RawEvent:
    """The conference, as a file tells of it.

    :ivar zone: as written, an IANA zone or not.
    :ivar city: where it takes place; a last hint at the zone.
    :ivar language: code of that in which its texts are, where they say so themselves.
    :ivar base_url: before addresses that are no whole ones.
    :ivar days: all days that the file names.
    """

    title: str = ""
    slug: str = ""
    zone: str = ""
    city: str = ""
    base_url: str = ""
    summary: str = ""
    language: str = ""
    days: list[date] = field(default_factory=list)


@dataclass(slots=True)
class RawRoom:
    """A room that the file lists.

    :ivar facts: what the file says of it beyond its name, such as ``("capacity", "300")``.
    """

    name: str
    id: str = ""
    names: Translated = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class RawTheme:
    """A theme that the file lists."""

    name: str
    slug: str = ""
    colour: str = ""
    names: Translated = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow.

    :ivar kind: ``link``, ``attachment``, ``page``, ``picture``, ``feedback``, ``recording``, ``origin``.
    """

    kind: str
    url: str
    title: str = ""


@dataclass(slots=True)
class Person:
    """Who presents.

    :ivar ids: by which the file may know them, the best first; empty ones are passed over.
    :ivar links: to a picture of them, their pages; ``facts`` what else the file says of them.
    :ivar is_moderator: whether they lead through the session rather than give it.
    """

    name: str
    ids: tuple[str, ...] = ()
    biography: str = ""
    email: str = ""
    links: list[Link] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    is_moderator: bool = False


@dataclass(slots=True)
class Entry:
    """An item of the programme, as a file tells of it. All texts may be empty.

    :ivar place: in the file, for refusals.
    :ivar ids: by which the file may know it, the best first.
    :ivar made_of: what the first of ``ids`` is called in this format.
    :ivar texts: further paragraphs: subtitle, abstract, description. Markdown.
    :ivar language: as written.
    :ivar starts: aware, or local time without a zone; None where there is none.
    :ivar day: of an entry without a clock time.
    :ivar facts: what the format carries beyond that, such as ``("licence", "CC BY 4.0")``.
    """

    place: str
    title: str
    ids: tuple[str, ...] = ()
    made_of: str = "id"
    titles: Translated = field(default_factory=dict)
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    language: str = ""
    starts: datetime | None = None
    day: date | None = None
    minutes: int | None = None
    room: str = ""
    track: str = ""
    kind: str = ""
    persons: list[Person] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    join_url: str = ""
    recording_url: str = ""
    is_cancelled: bool = False
