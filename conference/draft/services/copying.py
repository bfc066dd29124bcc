"""Making an event from another one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.queries.document import draft_document
from conference.draft.rules.repeating import moved_by_days
from conference.draft.services.partnerships import MunicipalityFacts, add_municipality, add_partnership
from conference.draft.services.rooms import add_room
from conference.draft.services.session_facts import PARTS, SessionFacts, facts_from_document
from conference.draft.services.sessions import add_session
from conference.draft.services.speakers import add_speaker
from conference.draft.services.themes import add_theme
from conference.draft.tables import Session as SessionRow
from conference.draft.tables import Speaker
from conference.events.services import create_event, locked_event
from conference.events.tables import Event
from conference.programme.document import Document, Session, SessionState
from conference.translated import Translated


class SessionsTaken(StrEnum):
    """What of an event's sessions goes into its copy."""

    SCHEDULED = "scheduled"
    """All, with their slots moved along with the first day."""
    UNSCHEDULED = "unscheduled"
    """All, without slots."""
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class CopyFacts:
    """What a copy of an event is to be.

    :ivar first_day: local; the copy lasts as long as the original.
    :ivar with_speakers: whether speakers are taken over, and presented sessions name them.
    :ivar with_partnerships: whether municipalities and partnerships are.
    :ivar with_addresses: whether the addresses of meetings are.
    """

    title: Translated
    slug: str
    first_day: date
    sessions: SessionsTaken = SessionsTaken.SCHEDULED
    with_speakers: bool = True
    with_partnerships: bool = True
    with_addresses: bool = False


def copy_event(event_id: int, facts: CopyFacts, *, owner_id: int, now: datetime) -> Event:
    """Make a new event that begins like the draft of another: all of it or, on any refusal, nothing.

    Themes and rooms are always taken over. Codes, uids and addresses are new, so no calendar or booking of the original
    touches the copy. Cancelled sessions, notes, recordings and what imports remember stay behind. Slots keep
    their hour by the clocks of the event's zone.

    :param owner_id: account that owns the copy.
    :raises EventGone: there is no such event any more.
    :raises DomainError: SlugTaken, SlugMalformed, TextMissing, DayOutOfRange, and what ``create_event`` refuses.
    """
    with transaction():
        original = locked_event(event_id)
        copy = create_event(
            owner_id=owner_id, slug=facts.slug, title=facts.title, summary=original.summary, welcome=original.welcome,
            first_day=facts.first_day, last_day=facts.first_day + (original.last_day - original.first_day),
            zone=original.zone, second_zone=original.second_zone, languages=original.languages, now=now,
        )  # fmt: skip
        _Copying(original, copy, facts, now).run()
    return copy


class _Copying:
    """One copying, within a transaction. Keys of the original lead to those of the copy."""

    def __init__(self, original: Event, copy: Event, facts: CopyFacts, now: datetime) -> None:
        self.copy = copy
        self.facts = facts
        self.now = now
        self.document: Document = draft_document(original)
        self.days = (facts.first_day - original.first_day).days
        self.zone = original.zone
        emails = select(Speaker.code, Speaker.email).where(Speaker.event_id == original.id)
        self.emails: dict[str, str | None] = dict(db.session.execute(emails).all())
        lengths = select(SessionRow.code, SessionRow.minutes).where(SessionRow.event_id == original.id)
        self.minutes: dict[str, int] = dict(db.session.execute(lengths).all())
        self.themes: dict[str, str] = {}
        self.rooms: dict[str, str] = {}
        self.speakers: dict[str, str] = {}
        self.partnerships: dict[str, str] = {}

    def run(self) -> None:
        """Fill the copy."""
        event_id = self.copy.id
        for theme in self.document.themes:
            made = add_theme(
                event_id, title=theme.title, colour=theme.colour, short=theme.short, summary=theme.summary,
                slug=theme.slug,
            )  # fmt: skip
            self.themes[theme.slug] = made.slug
        for room in self.document.rooms:
            joined = (room.joining, room.join_url) if self.facts.with_addresses else ({}, None)
            self.rooms[room.key] = add_room(
                event_id, name=room.name, note=room.note, joining=joined[0], join_url=joined[1], key=room.key
            ).key
        if self.facts.with_speakers:
            for speaker in self.document.speakers:
                self.speakers[speaker.code] = add_speaker(
                    event_id, name=speaker.name, affiliation=speaker.affiliation, biography=speaker.biography,
                    email=self.emails.get(speaker.code),
                ).code  # fmt: skip
        if self.facts.with_partnerships:
            self._take_partnerships()
        if self.facts.sessions is not SessionsTaken.NONE:
            for session in self.document.sessions:
                if session.state is SessionState.PLANNED:
                    add_session(event_id, self._facts_of(session), now=self.now)

    def _take_partnerships(self) -> None:
        towns = {
            town.key: add_municipality(
                self.copy.id,
                MunicipalityFacts(
                    name=town.name, country=town.country, latitude=town.latitude, longitude=town.longitude,
                    zone=town.zone,
                ),
                key=town.key,
            ).key
            for town in self.document.municipalities
        }  # fmt: skip
        for tie in self.document.partnerships:
            made = add_partnership(
                self.copy.id, first=towns[tie.first], second=towns[tie.second], since=tie.since, summary=tie.summary
            )
            self.partnerships[tie.slug] = made.slug

    def _facts_of(self, session: Session) -> SessionFacts:
        facts = facts_from_document(session)
        keeps_slot = self.facts.sessions is SessionsTaken.SCHEDULED and facts.starts_at is not None
        people: dict[str, Any] = {
            part: [self.speakers[code] for code in getattr(session, part) if code in self.speakers] for part in PARTS
        }
        return replace(
            facts,
            **people,
            themes=[self.themes[slug] for slug in facts.themes],
            partnerships=[self.partnerships[slug] for slug in facts.partnerships if slug in self.partnerships],
            starts_at=moved_by_days(facts.starts_at, self.zone, self.days) if keeps_slot and facts.starts_at else None,
            minutes=self.minutes[session.code],
            room=self.rooms[facts.room] if keeps_slot and facts.room else None,
            join_url=facts.join_url if self.facts.with_addresses else None,
            remains={},
            recording_url=None,
        )
