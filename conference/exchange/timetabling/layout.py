"""Days, rooms and sessions with the ids and slugs that strict readers ask for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from conference import zones
from conference.events.rules import slug_from
from conference.exchange.document import PlainProgramme, PlainRoom, PlainSession, PlainSpeaker, PlainTheme
from conference.exchange.rules import ROOM, SPEAKER, guid_of
from conference.translated import Translated, language_of, pick

NO_ROOM = "Online"
"""Stands where a session has no room, since the formats want one."""
_SHORTEST_ACRONYM = 4
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]\((https?://[^\s()<>]{1,1000})\)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class LaidPerson:
    """Who presents.

    :ivar number: positive, the same each time; ``guid`` likewise.
    """

    number: int
    guid: UUID
    name: str
    code: str | None
    biography: str


@dataclass(frozen=True, slots=True)
class LaidSession:
    """A session as apps show it, its texts in one language.

    :ivar starts_at: on the clocks of the event.
    :ivar language: spoken in it; "" where none is known.
    :ivar links: (address, title) of what its texts link to.
    """

    session: PlainSession
    number: int
    guid: UUID
    slug: str
    title: str
    abstract: str
    starts_at: datetime
    minutes: int
    room: str
    track: str
    language: str
    persons: tuple[LaidPerson, ...]
    links: tuple[tuple[str, str], ...]
    url: str

    @property
    def duration(self) -> str:
        """The length as ``HH:MM``."""
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"

    @property
    def ends_at(self) -> datetime:
        """When it ends, on the clocks of the event."""
        return self.starts_at.astimezone(UTC).__add__(timedelta(minutes=self.minutes)).astimezone(self.starts_at.tzinfo)


@dataclass(frozen=True, slots=True)
class LaidRoom:
    """A room with its sessions of one day, in order of time."""

    name: str
    guid: UUID
    sessions: tuple[LaidSession, ...]


@dataclass(frozen=True, slots=True)
class LaidDay:
    """A local day, from its first instant to the end of its last session, or its own."""

    index: int
    day: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[LaidRoom, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A programme as apps want it.

    :ivar acronym: of at least four of a-z, 0-9 and _.
    :ivar tracks: (theme, name); names are unique, so are those of ``rooms``.
    :ivar site: address of the event's page.
    """

    programme: PlainProgramme
    acronym: str
    title: str
    site: str
    language: str
    tracks: tuple[tuple[PlainTheme, str], ...]
    rooms: tuple[tuple[PlainRoom, str], ...]
    days: tuple[LaidDay, ...]
    speakers: dict[str, LaidPerson] = field(default_factory=dict)

    @property
    def sessions(self) -> list[LaidSession]:
        """All sessions in order of day, room and time."""
        return [session for day in self.days for room in day.rooms for session in room.sessions]


def laid_out(programme: PlainProgramme, *, site: str, language: str) -> Layout:
    """Lay a programme out. Sessions without a slot, and cancelled ones, have no place in these formats.

    :param site: address of the event's page, without a slash at its end.
    :param language: of the texts, where they are there in it.
    """
    maker = _Maker(programme, site, language)
    return Layout(
        programme=programme, acronym=maker.acronym, title=maker.text(programme.event.title) or programme.event.slug,
        site=site, language=language,
        tracks=tuple((theme, maker.tracks[theme.id]) for theme in programme.themes),
        rooms=tuple((room, maker.rooms[room.id]) for room in programme.rooms),
        days=tuple(maker.days()), speakers=maker.speakers,
    )  # fmt: skip


class _Maker:
    """Makes one layout."""

    def __init__(self, programme: PlainProgramme, site: str, language: str) -> None:
        self._programme = programme
        self._site = site
        self._language = language
        slug = slug_from(programme.event.slug or self.text(programme.event.title)).replace("-", "_")
        self.acronym = slug if len(slug) >= _SHORTEST_ACRONYM else f"{slug or 'event'}{'_' * _SHORTEST_ACRONYM}"[:5]
        self.tracks = _unique_names((theme.id, self.text(theme.title)) for theme in programme.themes)
        self.rooms = _unique_names((room.id, self.text(room.name)) for room in programme.rooms)
        guids = {speaker.id: guid_of(SPEAKER, speaker.id) for speaker in programme.speakers}
        numbers = _numbers(guids.values())
        self.speakers = {
            speaker.id: self._person(speaker, numbers[guids[speaker.id]], guids[speaker.id])
            for speaker in programme.speakers
        }

    def text(self, text: Translated) -> str:
        """Return a text in the language of the layout, as it can stand in XML."""
        return _UNSEEN.sub("", pick(text, self._language, self._programme.event.languages))

    def days(self) -> Iterable[LaidDay]:
        """Yield every day of the event, and any other on which a session lies."""
        event = self._programme.event
        shown = [s for s in self._programme.sessions if s.starts_at and not s.is_cancelled]
        guids = {session.id: session.uid or guid_of("session", session.id) for session in shown}
        numbers = _numbers(guids.values())
        by_day: dict[date, list[LaidSession]] = {day: [] for day in zones.days_between(event.first_day, event.last_day)}
        for session in shown:
            if session.starts_at is None:
                continue
            laid = self._session(session, session.starts_at, numbers[guids[session.id]], guids[session.id])
            by_day.setdefault(laid.starts_at.date(), []).append(laid)
        for index, (day, sessions) in enumerate(sorted(by_day.items()), start=1):
            first, last = zones.day_bounds(day, event.zone)
            yield LaidDay(
                index, day, zones.to_local(first, event.zone),
                zones.to_local(max([last, *(one.ends_at.astimezone(UTC) for one in sessions)]), event.zone),
                tuple(self._rooms_of(sessions)),
            )  # fmt: skip

    def _rooms_of(self, sessions: list[LaidSession]) -> Iterable[LaidRoom]:
        keys = {**{name: key for key, name in self.rooms.items()}}
        order = [*self.rooms.values(), *({NO_ROOM} - set(keys))]
        for name in order:
            here = sorted((one for one in sessions if one.room == name), key=lambda one: (one.starts_at, one.number))
            if here:
                site = self._programme.event.slug
                yield LaidRoom(name, guid_of(ROOM, f"{site}/{keys.get(name, '')}"), tuple(here))

    def _session(self, session: PlainSession, starts_at: datetime, number: int, guid: UUID) -> LaidSession:
        languages = self._programme.event.languages
        title = " ".join(self.text(session.title).split())
        shown_in = language_of(session.title, self._language, languages)
        texts = [_UNSEEN.sub("", pick(text, shown_in, languages)) for text in (session.abstract, session.remains)]
        return LaidSession(
            session=session, number=number, guid=guid,
            slug=f"{self.acronym}-{number:04d}-{slug_from(title)[:60].strip('-') or 'session'}",
            title=title, abstract=texts[0],
            starts_at=zones.to_local(starts_at.astimezone(UTC), self._programme.event.zone),
            minutes=session.minutes or 60,
            room=self.rooms[session.room] if session.room else NO_ROOM,
            track=self.tracks[session.theme] if session.theme else "",
            language=session.spoken[0] if session.spoken else "",
            persons=tuple(self.speakers[key] for key in session.speakers),
            links=tuple(_links("\n".join(texts), session.recording_url)),
            url=f"{self._site}/sessions/{session.code or guid}",
        )  # fmt: skip

    def _person(self, speaker: PlainSpeaker, number: int, guid: UUID) -> LaidPerson:
        name = _UNSEEN.sub("", speaker.name)
        return LaidPerson(number, guid, name, speaker.code, self.text(speaker.biography))


def _links(markdown: str, recording_url: str | None) -> Iterable[tuple[str, str]]:
    met = {recording_url} if recording_url else set()
    for form in _LINK.finditer(markdown):
        title, url = re.sub(r"\\(.)", r"\1", form[1]), form[2]
        if url not in met:
            met.add(url)
            yield url, title


def _unique_names(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names by id, those that repeat another with their id behind."""
    names: dict[str, str] = {}
    for key, text in named:
        name = " ".join(text.split()) or key
        while name in names.values():
            name = f"{name} ({key})"
        names[key] = name
    return names


def _numbers(guids: Iterable[UUID]) -> dict[UUID, int]:
    """Return a positive number of 31 bits for each guid: mostly the same whatever else there is."""
    numbers: dict[UUID, int] = {}
    taken: set[int] = set()
    for guid in sorted(guids):
        number = (guid.int >> 97) or 1
        while number in taken:
            number = number % 0x7FFFFFFF + 1
        taken.add(number)
        numbers[guid] = number
    return numbers
