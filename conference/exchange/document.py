"""A programme as plain records: what every format of interchange is read into and written from. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime

from conference.translated import Translated


@dataclass(frozen=True, kw_only=True)
class PlainEvent:
    """The conference itself.

    :ivar first_day: local day in ``zone``; ``last_day`` too, and included.
    :ivar zone: IANA.
    :ivar languages: of its texts, the main one first; only languages that Meridian speaks.
    """

    slug: str
    title: Translated
    zone: str
    first_day: date
    last_day: date
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlainTheme:
    """A theme.

    :ivar id: under which the file knows it; so for all others.
    :ivar colour: ``#rrggbb``.
    """

    id: str
    title: Translated
    colour: str


@dataclass(frozen=True, kw_only=True)
class PlainRoom:
    """A room."""

    id: str
    name: Translated


@dataclass(frozen=True, kw_only=True)
class PlainSpeaker:
    """A speaker.

    :ivar biography: Markdown.
    :ivar email: never written, since it is not published.
    """

    id: str
    name: str
    email: str | None = None
    biography: Translated = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainSession:
    """A session.

    :ivar abstract: Markdown.
    :ivar spoken: codes of the languages spoken in it.
    :ivar theme: id of its main theme, if any; ``room`` likewise, only with a start.
    :ivar starts_at: UTC; None while unscheduled.
    :ivar minutes: its length; None where nothing is said of it.
    :ivar speakers: ids, in order.
    :ivar join_url: the way in, https.
    """

    id: str
    title: Translated
    abstract: Translated = field(default_factory=dict)
    spoken: tuple[str, ...] = ()
    theme: str | None = None
    room: str | None = None
    starts_at: datetime | None = None
    minutes: int | None = None
    speakers: tuple[str, ...] = ()
    join_url: str | None = None


@dataclass(frozen=True)
class LengthDiffers:
    """A session's stated length is not that between its start and its end: the latter was taken.

    :ivar place: in the file, such as ``sessions[12].duration_min``.
    :ivar said: minutes stated; ``taken`` those between start and end.
    """

    place: str
    said: int
    taken: int


@dataclass(frozen=True)
class LanguageNotSpoken:
    """The event names a language in which Meridian has no pages: texts in it are kept and shown."""

    place: str
    language: str


Remark = LengthDiffers | LanguageNotSpoken
"""What a reader mended, for people to know."""


@dataclass(frozen=True, kw_only=True)
class PlainProgramme:
    """The whole content of a file. All ids that are named exist; all texts fit.

    :ivar remarks: what was mended in reading it.
    """

    event: PlainEvent
    themes: tuple[PlainTheme, ...] = ()
    rooms: tuple[PlainRoom, ...] = ()
    speakers: tuple[PlainSpeaker, ...] = ()
    sessions: tuple[PlainSession, ...] = ()
    remarks: tuple[Remark, ...] = ()
