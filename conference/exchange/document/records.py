"""The records of a programme."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from conference.exchange.document.remarks import Remark
from conference.translated import Translated


@dataclass(frozen=True, kw_only=True)
class PlainEvent:
    """The conference itself.

    :ivar title: empty where the file has none.
    :ivar first_day: local day in ``zone``; ``last_day`` too, and included.
    :ivar zone: IANA.
    :ivar languages: of its texts, the main one first; only languages that Meridian speaks.
    :ivar second_zone: shown beside the first.
    """

    slug: str
    title: Translated
    zone: str
    first_day: date
    last_day: date
    languages: tuple[str, ...]
    second_zone: str | None = None
    summary: Translated = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainTheme:
    """A theme.

    :ivar id: under which the file knows it; so for all others.
    :ivar colour: ``#rrggbb``; None where the file has none.
    """

    id: str
    title: Translated
    colour: str | None = None
    short: Translated = field(default_factory=dict)
    summary: Translated = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainRoom:
    """A room."""

    id: str
    name: Translated
    note: Translated = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlainSpeaker:
    """A speaker.

    :ivar biography: Markdown.
    :ivar email: never written, since it is not published.
    :ivar code: of ours, where the record comes from a release.
    """

    id: str
    name: str
    email: str | None = None
    biography: Translated = field(default_factory=dict)
    affiliation: Translated = field(default_factory=dict)
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlainSession:
    """A session. What a file leaves open is empty or None, and an import leaves it as it is.

    :ivar abstract: Markdown, as is ``remains``.
    :ivar spoken: codes of the languages spoken in it; so for the other ways of taking part.
    :ivar theme: id of its main theme, if any; ``room`` likewise, only with a start.
    :ivar more_themes: ids of further themes.
    :ivar starts_at: UTC; None while unscheduled.
    :ivar minutes: its length; None where nothing is said of it.
    :ivar speakers: ids, in order; ``moderators`` and ``interpreters`` likewise, of people among the speakers.
    :ivar partnerships: slugs of those in the draft; others are passed over.
    :ivar join_url: the way in, https.
    :ivar uid: for calendars.
    :ivar format: one of :class:`conference.programme.document.Format`.
    :ivar remains: what is left of it afterwards: links, material.
    :ivar code: of ours, where the record comes from a release.
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
    moderators: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    partnerships: tuple[str, ...] = ()
    join_url: str | None = None
    uid: UUID | None = None
    format: str | None = None
    more_themes: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    captioned: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    easy: tuple[str, ...] = ()
    seats: int | None = None
    label: Translated = field(default_factory=dict)
    remains: Translated = field(default_factory=dict)
    recording_url: str | None = None
    is_cancelled: bool = False
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What a file holds, counted as its format counts, before anything was left out, split or joined.

    :ivar format: its name for people, such as ``schedule.xml (frab)``.
    :ivar sessions: entries of the programme; the other counts likewise.
    """

    format: str
    sessions: int = 0
    speakers: int = 0
    themes: int = 0
    rooms: int = 0
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class PlainProgramme:
    """The whole content of a file. All ids that are named exist; all texts fit.

    :ivar remarks: what was mended in reading it.
    :ivar holds: what the file holds; None where that is just what is here.
    """

    event: PlainEvent
    themes: tuple[PlainTheme, ...] = ()
    rooms: tuple[PlainRoom, ...] = ()
    speakers: tuple[PlainSpeaker, ...] = ()
    sessions: tuple[PlainSession, ...] = ()
    remarks: tuple[Remark, ...] = ()
    holds: Holdings | None = None
