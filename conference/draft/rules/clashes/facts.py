"""What a clash is, and what else than the programme itself decides whether there is one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conference.translated import Translated
from conference.zones import Night

Span: TypeAlias = tuple[datetime, datetime]
"""Half-open, both aware."""

LEAST_PAUSE = 10
"""Minutes a person needs between two sessions: to end one in good order, breathe, and open the next one's door."""

MANY = 5
"""From how many people on who booked both of two sessions an organiser would rather move one."""

MANY_SHARE = 0.2
"""Fewer are many, too, where they are this share of the smaller session's seats taken: a small one feels each."""

FEWEST = 2
"""One person alone is never many: they keep both knowingly."""


class ClashKind(StrEnum):
    """What cannot, or should not, be at the same time or at that time."""

    SPEAKER = "speaker"
    """One person presents two sessions at once."""
    MODERATOR = "moderator"
    """One person moderates a session and is needed in another at once."""
    INTERPRETER = "interpreter"
    """One person interprets a session and is needed in another at once."""
    ROOM = "room"
    """Two sessions share a room at once."""
    ROOM_CLOSED = "room_closed"
    """A session is in a room when that is not to be had."""
    AWAY = "away"
    """A session needs a person who said that they are not free then."""
    NO_PAUSE = "no_pause"
    """A person goes from one session to the next with too short a pause, or none."""
    BOOKED_BOTH = "booked_both"
    """Many participants booked two sessions that overlap."""
    OUTSIDE_EVENT = "outside_event"
    """A session begins before the event's first day or ends after its last."""
    NIGHT = "night"
    """A session begins or ends when it is night in one of the event's places."""
    HOLIDAY = "holiday"
    """A session is on a public holiday of one of the event's countries."""


ERRORS = frozenset(
    {ClashKind.SPEAKER, ClashKind.MODERATOR, ClashKind.INTERPRETER, ClashKind.ROOM, ClashKind.ROOM_CLOSED}
)
"""Kinds that cannot take place as they are. A warning can be right after all, and then be accepted."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions in each other's way, or one where it should not be.

    :ivar first: code of the session that starts earlier.
    :ivar second: code of the other; None where one session alone is where it should not be.
    :ivar subject: what they share or it runs against: code of the person, key of the room, the IANA zone
        where it is night, the country (ISO 3166-1 alpha-2) whose holiday it is; ``""`` where there is none.
    :ivar starts_at: when the clash begins, UTC.
    :ivar count: how many people booked both; for :attr:`ClashKind.NO_PAUSE` the minutes between; else None.
    :ivar name: of the public holiday, by language; else empty.
    :ivar facts: what else is true of it, in words for machines; see :attr:`fingerprint`.
    """

    kind: ClashKind
    first: str
    second: str | None
    subject: str
    starts_at: datetime
    count: int | None = None
    name: Translated = field(default_factory=dict, compare=False)
    facts: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def is_error(self) -> bool:
        """Whether it cannot take place like this; otherwise it merely should not."""
        return self.kind in ERRORS

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the one or two sessions."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def fingerprint(self) -> str:
        """By which an accepted warning is known while its facts stay the same; 32 hexadecimal digits."""
        told = "\n".join((self.kind, self.first, self.second or "", self.subject, *self.facts))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What else than the programme itself decides what clashes. As it stands here, nothing does.

    :ivar people: when each can come, by code; who has no span here can always. ``rooms`` likewise, by key.
    :ivar least_pause: minutes a person needs between two sessions; 0 where none is needed.
    :ivar booked_by: who booked each session, by its uid: any names of participants, each always the same.
    :ivar many: how many people who booked both of two overlapping sessions are many.
    :ivar many_share: fewer are, too, from this share of those who booked the smaller one.
    :ivar night: None where no hour is night.
    :ivar places: the event's (country, zone), the most important first.
    :ivar holidays: names of public holidays by language, by day and country.
    :ivar accepted: fingerprints of the warnings that organisers accepted.
    """

    people: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    rooms: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    least_pause: int = 0
    booked_by: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    many: int = MANY
    many_share: float = MANY_SHARE
    night: Night | None = None
    places: Sequence[tuple[str, str]] = ()
    holidays: Mapping[tuple[date, str], Translated] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    @property
    def without_acceptance(self) -> "Circumstances":
        """The same, as if no warning had been accepted."""
        return replace(self, accepted=frozenset())
