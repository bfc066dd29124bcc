"""What a reader mended, moved or left out, as data; sentences are made at the edge. Pure."""

from dataclasses import dataclass


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


@dataclass(frozen=True)
class EncodingTaken:
    """The file is not UTF-8 and was read in another encoding.

    :ivar encoding: its name.
    :ivar is_declared: whether the file says so itself.
    """

    encoding: str
    is_declared: bool


@dataclass(frozen=True)
class DayFromAbove:
    """Rows of a table name a time of day and no day, as where cells are merged: that of the row above was taken.

    :ivar examples: titles of the first few.
    """

    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventUnnamed:
    """The file has no title of the event: it is named after its slug."""


@dataclass(frozen=True)
class ZoneTaken:
    """The file names no time zone, so one was taken.

    :ivar source: why this one: ``city`` (which the file names), ``offset`` (of its times) or ``nothing``.
    :ivar detail: that city or offset.
    """

    zone: str
    source: str
    detail: str = ""


@dataclass(frozen=True)
class LocalTimes:
    """Times without an offset were read by the clocks of a zone.

    :ivar count: of sessions.
    """

    count: int
    zone: str


@dataclass(frozen=True)
class IdsMade:
    """Ids that are missing, or shared by several, were replaced by ones that the same content always makes.

    :ivar kind: ``sessions`` or ``speakers``.
    :ivar count: how many of them.
    :ivar shared: how many ids they shared; 0 where they had none.
    :ivar made_of: names of what makes the new ids, such as ``uid``, ``start`` and ``title``.
    """

    kind: str
    count: int
    shared: int
    made_of: tuple[str, ...]


@dataclass(frozen=True)
class KeptIn:
    """What has no field of its own was kept in another one.

    :ivar what: such as ``subtitle`` or ``links``.
    :ivar where: ``abstract`` or ``remains``, of people ``biography``, of rooms ``note``, or ``speakers``.
    :ivar count: of sessions, people or rooms.
    """

    what: str
    where: str
    count: int


@dataclass(frozen=True)
class LengthMended:
    """A length outside the bounds of a session became the nearest one inside.

    :ivar title: of the session.
    :ivar said: minutes; ``taken`` likewise.
    """

    title: str
    said: int
    taken: int


@dataclass(frozen=True)
class LeftOut:
    """Entries that make no session were left out.

    :ivar why: ``untitled``, ``break`` (a pause without length), ``cancelled``, ``withdrawn``, ``repeated``
        (the same once more), ``nameless`` (people of whom there is but a code), ``availability`` (of rooms),
        ``attendees`` (who only take part), ``tasks`` (of a calendar), ``rules`` (of entries of whole days),
        or ``sheets``.
    :ivar examples: titles of the first few.
    """

    why: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageOfMany:
    """The file is one page of several: the others have to be imported as well.

    :ivar held: entries in it; ``whole`` in all pages.
    """

    held: int
    whole: int


@dataclass(frozen=True)
class Shortened:
    """Texts longer than there is room for were cut.

    :ivar what: such as ``title``.
    :ivar examples: how the first few begin.
    """

    what: str
    at_most: int
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneOfSeveral:
    """One id has several names: the first was taken.

    :ivar kind: ``speakers``.
    """

    kind: str
    id: str
    taken: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Repeated:
    """An entry with a rule of repetition became a session for each time.

    :ivar count: how many sessions.
    :ivar is_cut: whether the rule goes on beyond what was taken.
    """

    title: str
    count: int
    is_cut: bool


@dataclass(frozen=True)
class Unscheduled:
    """Entries without a clock time became sessions without a slot.

    :ivar why: ``all day``, or ``no time``.
    """

    why: str
    count: int
    examples: tuple[str, ...] = ()


Remark = (
    DayFromAbove
    | LengthDiffers
    | LanguageNotSpoken
    | EncodingTaken
    | EventUnnamed
    | ZoneTaken
    | LocalTimes
    | IdsMade
    | KeptIn
    | LengthMended
    | LeftOut
    | Shortened
    | OneOfSeveral
    | PageOfMany
    | Repeated
    | Unscheduled
)
"""What a reader mended, for people to know."""
