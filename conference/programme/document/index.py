"""The programme: a release document with the indexes that pages and feeds ask for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from conference import zones
from conference.programme.document.schema import (
    Document,
    Event,
    Municipality,
    Partnership,
    Room,
    Session,
    SessionState,
    Speaker,
    Theme,
)

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the event in the event's zone, with its sessions in order of time."""

    day: date
    sessions: tuple[Session, ...]


class Programme:
    """The published whole of an event, read-only, held once per process.

    :ivar document: the release document.
    :ivar number: of the release.
    :ivar event: the conference.
    :ivar themes: by slug, in order. ``rooms`` by key, ``speakers`` by code, ``municipalities`` by key,
        ``partnerships`` by slug, likewise.
    :ivar sessions: all sessions that visitors see, by code: scheduled in order of time, then the
        unscheduled, the cancelled among them.
    :ivar by_uid: the same by uid.
    :ivar days: every day of the event (and any other day on which a session lies), in order.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.number = document.number
        self.event: Event = document.event
        self.themes: dict[str, Theme] = {theme.slug: theme for theme in document.themes}
        self.rooms: dict[str, Room] = {room.key: room for room in document.rooms}
        self.speakers: dict[str, Speaker] = {speaker.code: speaker for speaker in document.speakers}
        self.municipalities: dict[str, Municipality] = {town.key: town for town in document.municipalities}
        self.partnerships: dict[str, Partnership] = {tie.slug: tie for tie in document.partnerships}
        ordered = sorted(document.sessions, key=_time_key)
        self.sessions: dict[str, Session] = {session.code: session for session in ordered}
        self.by_uid: dict[UUID, Session] = {session.uid: session for session in ordered}
        self._theme_numbers = {slug: number for number, slug in enumerate(self.themes, start=1)}
        self._of_theme = _grouped((slug, session) for session in ordered for slug in session.themes)
        self._of_speaker = _grouped((code, session) for session in ordered for code in people_of(session))
        self._of_partnership = _grouped((slug, session) for session in ordered for slug in session.partnerships)
        by_day = _grouped(
            (zones.local_day(session.slot.starts_at, self.event.zone), session)
            for session in ordered
            if session.slot is not None
        )
        within = zones.days_between(self.event.first_day, self.event.last_day)
        self.days: dict[date, Day] = {day: Day(day, tuple(by_day.get(day, ()))) for day in sorted({*within, *by_day})}

    def theme_number(self, slug: str) -> int:
        """Return a theme's number, from 1: it is shown wherever its colour is."""
        return self._theme_numbers[slug]

    def themes_of(self, session: Session) -> list[Theme]:
        """Return a session's themes, the main one first."""
        return [self.themes[slug] for slug in session.themes if slug in self.themes]

    def speakers_of(self, session: Session) -> list[Speaker]:
        """Return a session's speakers in order."""
        return [self.speakers[code] for code in session.speakers if code in self.speakers]

    def moderators_of(self, session: Session) -> list[Speaker]:
        """Return who leads through a session, in order."""
        return [self.speakers[code] for code in session.moderators if code in self.speakers]

    def interpreters_of(self, session: Session) -> list[Speaker]:
        """Return who interprets a session, in order."""
        return [self.speakers[code] for code in session.interpreters if code in self.speakers]

    def is_heard(self, code: str) -> bool:
        """Say whether a speaker presents or moderates, or has no part yet: who only interprets is not listed."""
        theirs = self.sessions_of_speaker(code)
        return not theirs or any(code in (*session.speakers, *session.moderators) for session in theirs)

    def partnerships_of(self, session: Session) -> list[Partnership]:
        """Return the partnerships a session belongs to."""
        return [self.partnerships[slug] for slug in session.partnerships if slug in self.partnerships]

    def municipalities_of(self, tie: Partnership) -> tuple[Municipality, Municipality]:
        """Return the two municipalities of a partnership."""
        return self.municipalities[tie.first], self.municipalities[tie.second]

    def room_of(self, session: Session) -> Room | None:
        """Return the room of a session's slot, or None."""
        return self.rooms.get(session.slot.room) if session.slot and session.slot.room else None

    def join_url_of(self, session: Session) -> str | None:
        """Return the meeting's own address. Only the door may use it, after checking who asks."""
        room = self.room_of(session)
        return session.join_url or (room.join_url if room else None)

    def sessions_of_theme(self, slug: str) -> list[Session]:
        """Return a theme's sessions in order of time."""
        return self._of_theme.get(slug, [])

    def sessions_of_speaker(self, code: str) -> list[Session]:
        """Return the sessions that a speaker presents, moderates or interprets, in order of time."""
        return self._of_speaker.get(code, [])

    def sessions_of_partnership(self, slug: str) -> list[Session]:
        """Return a partnership's sessions in order of time."""
        return self._of_partnership.get(slug, [])

    @property
    def scheduled(self) -> list[Session]:
        """All sessions with a slot, in order of time, cancelled ones included."""
        return [session for session in self.sessions.values() if session.slot is not None]

    @property
    def zones(self) -> tuple[str, ...]:
        """The one or two zones that the event names."""
        second = self.event.second_zone
        return (self.event.zone, second) if second and second != self.event.zone else (self.event.zone,)


def people_of(session: Session) -> list[str]:
    """Return the codes of all whom a session needs, each once: speakers, moderators and interpreters."""
    return list(dict.fromkeys((*session.speakers, *session.moderators, *session.interpreters)))


def ends_at(session: Session) -> datetime:
    """Return when a scheduled session ends, UTC.

    :raises ValueError: it is unscheduled.
    """
    if session.slot is None:
        raise ValueError(session.code)
    return session.slot.starts_at + timedelta(minutes=session.slot.minutes)


def takes_place(session: Session) -> bool:
    """Say whether a session is neither cancelled nor unscheduled."""
    return session.slot is not None and session.state is SessionState.PLANNED


def _time_key(session: Session) -> tuple[bool, float, str, str]:
    """Order by start, then room, then code; the unscheduled last."""
    slot = session.slot
    return (slot is None, slot.starts_at.timestamp() if slot else 0.0, (slot.room or "") if slot else "", session.code)


def _grouped(pairs: Iterable[tuple[K, Session]]) -> dict[K, list[Session]]:
    groups: defaultdict[K, list[Session]] = defaultdict(list)
    for key, session in pairs:
        groups[key].append(session)
    return dict(groups)
