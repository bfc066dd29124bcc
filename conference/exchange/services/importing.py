"""Importing a programme into the draft of an event."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from conference.db import transaction
from conference.draft import services as draft
from conference.draft.queries import draft_document
from conference.events.queries import EventNotFound, event_by_slug
from conference.events.rules import RoleName
from conference.events.services import EventFacts, create_event, edit_event, set_role
from conference.events.tables import Event
from conference.exchange.document import PlainProgramme, PlainSession, Remark
from conference.exchange.queries import sessions_in_draft, speakers_in_draft
from conference.exchange.services import matching
from conference.translated import LANGUAGES
from conference.zones import local_day


@dataclass
class Tally:
    """How many of a kind were added, changed, or the same already."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(kw_only=True)
class ImportReport:
    """What an import did.

    :ivar is_new_event: whether the event was made.
    :ivar left: how many sessions of the draft the file does not name; they stay as they are.
    :ivar remarks: what was mended in reading the file.
    """

    event_id: int
    event_slug: str
    is_new_event: bool
    themes: Tally = field(default_factory=Tally)
    rooms: Tally = field(default_factory=Tally)
    speakers: Tally = field(default_factory=Tally)
    sessions: Tally = field(default_factory=Tally)
    left: int = 0
    remarks: tuple[Remark, ...] = ()


def import_programme(
    programme: PlainProgramme, *, event_slug: str, owner_id: int | None, now: datetime
) -> ImportReport:
    """Take a programme over into the draft of an event: all of it or, on any refusal, nothing.

    Where there is no event of that slug it is made, as the file describes it. An event that is there keeps its title,
    zone and texts; its days are widened and languages added as far as the file needs.

    What was imported before is known again by its id and updated, whatever else was added to it by hand meanwhile is
    kept, and what the file does not name is left alone. Ids that are codes of the event's own sessions and speakers
    mean these.

    :param owner_id: account that becomes an owner of the event; None to leave its roles as they are.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    :raises DomainError: SlugMalformed, and what ``create_event`` refuses.
    """
    with transaction():
        try:
            event, is_new = event_by_slug(event_slug), False
        except EventNotFound:
            event, is_new = _make_event(programme, event_slug, owner_id, now), True
        if not is_new:
            _widen(event, programme)
            if owner_id is not None:
                set_role(event.id, owner_id, name=RoleName.OWNER)
        return _Import(event, programme, now, is_new=is_new).run()


def _make_event(programme: PlainProgramme, slug: str, owner_id: int | None, now: datetime) -> Event:
    facts = programme.event
    return create_event(
        owner_id=owner_id, slug=slug, title=facts.title, summary={}, welcome={}, first_day=facts.first_day,
        last_day=facts.last_day, zone=facts.zone, second_zone=None, languages=facts.languages, now=now,
    )  # fmt: skip


def _widen(event: Event, programme: PlainProgramme) -> None:
    """Let an event last as long, and speak as many languages, as the file's sessions need."""
    days = [local_day(session.starts_at, event.zone) for session in programme.sessions if session.starts_at]
    days += [
        local_day(session.starts_at + timedelta(minutes=(session.minutes or 1) - 1), event.zone)
        for session in programme.sessions
        if session.starts_at
    ]
    spoken = [code for session in programme.sessions for code in session.title if code in LANGUAGES]
    wanted = EventFacts(
        title=event.title,
        summary=event.summary,
        welcome=event.welcome,
        first_day=min([event.first_day, *days]),
        last_day=max([event.last_day, *days]),
        zone=event.zone,
        second_zone=event.second_zone,
        languages=list(dict.fromkeys([*event.languages, *spoken])),
    )
    if (wanted.first_day, wanted.last_day, wanted.languages) != (event.first_day, event.last_day, event.languages):
        edit_event(event.id, wanted)


class _Import:
    """One import, within a transaction."""

    def __init__(self, event: Event, programme: PlainProgramme, now: datetime, *, is_new: bool) -> None:
        self.event = event
        self.programme = programme
        self.now = now
        self.before = draft_document(event)
        self.report = ImportReport(
            event_id=event.id, event_slug=event.slug, is_new_event=is_new, remarks=programme.remarks
        )
        self.themes = matching.slugs("themes", [theme.id for theme in programme.themes], "theme")
        self.rooms = matching.slugs("rooms", [room.id for room in programme.rooms], "room")
        self.speakers: dict[str, str] = {}

    def run(self) -> ImportReport:
        """Take over everything, and say what that was."""
        self._take_themes()
        self._take_rooms()
        self._take_speakers()
        self._take_sessions()
        return self.report

    def _take_themes(self) -> None:
        known = {theme.slug: theme for theme in self.before.themes}
        tally = self.report.themes
        for number, theme in enumerate(self.programme.themes):
            slug = self.themes[theme.id]
            old = known.get(slug)
            with matching.at(f"themes[{number}]"):
                if old is None:
                    draft.add_theme(self.event.id, title=theme.title, colour=theme.colour, slug=slug)
                    tally.added += 1
                    continue
                title = {**old.title, **theme.title}
                if (title, theme.colour) == (old.title, old.colour):
                    tally.same += 1
                    continue
                draft.edit_theme(
                    self.event.id, slug, title=title, colour=theme.colour, short=old.short, summary=old.summary
                )
                tally.changed += 1

    def _take_rooms(self) -> None:
        known = {room.key: room for room in self.before.rooms}
        tally = self.report.rooms
        for number, room in enumerate(self.programme.rooms):
            key = self.rooms[room.id]
            old = known.get(key)
            with matching.at(f"rooms[{number}]"):
                if old is None:
                    draft.add_room(self.event.id, name=room.name, key=key)
                    tally.added += 1
                    continue
                name = {**old.name, **room.name}
                if name == old.name:
                    tally.same += 1
                    continue
                draft.edit_room(
                    self.event.id, key, name=name, note=old.note, joining=old.joining, join_url=old.join_url
                )
                tally.changed += 1

    def _take_speakers(self) -> None:
        known = matching.by_id(speakers_in_draft(self.event.id))
        tally = self.report.speakers
        for number, speaker in enumerate(self.programme.speakers):
            old = known.get(speaker.id)
            with matching.at(f"speakers[{number}]"):
                if old is None:
                    made = draft.add_speaker(
                        self.event.id, name=speaker.name, biography=speaker.biography, email=speaker.email,
                        external_id=speaker.id,
                    )  # fmt: skip
                    self.speakers[speaker.id] = made.code
                    tally.added += 1
                    continue
                self.speakers[speaker.id] = old.code
                biography = {**old.biography, **speaker.biography}
                email = speaker.email or old.email
                if (speaker.name, biography, email) == (old.name, old.biography, old.email):
                    tally.same += 1
                    continue
                draft.edit_speaker(
                    self.event.id, old.code, name=speaker.name, affiliation=old.affiliation, biography=biography,
                    email=email,
                )  # fmt: skip
                tally.changed += 1

    def _take_sessions(self) -> None:
        rows = sessions_in_draft(self.event.id)
        known = matching.by_id(rows)
        linked = {session.code: session for session in self.before.sessions}
        tally = self.report.sessions
        for number, session in enumerate(self.programme.sessions):
            old = known.get(session.id)
            with matching.at(f"sessions[{number}]"):
                if old is None:
                    facts = draft.SessionFacts(**self._facts(session))
                    draft.add_session(self.event.id, facts, now=self.now, external_id=session.id)
                    tally.added += 1
                    continue
                stored = matching.stored(old, linked[old.code])
                wanted = {**stored, **self._merged(session, stored)}
                if wanted == stored:
                    tally.same += 1
                    continue
                draft.edit_session(self.event.id, old.code, draft.SessionFacts(**wanted), now=self.now)
                tally.changed += 1
        named = {known[session.id].id for session in self.programme.sessions if session.id in known}
        self.report.left = sum(row.id not in named for row in rows)

    def _facts(self, session: PlainSession) -> dict[str, Any]:
        """Return a session of the file as fields of the draft, those of which the file says something."""
        facts: dict[str, Any] = {
            "title": session.title,
            "abstract": session.abstract,
            "themes": (self.themes[session.theme],) if session.theme else (),
            "speakers": tuple(self.speakers[key] for key in session.speakers),
            "passport": {"spoken": list(session.spoken)} if session.spoken else {},
            "starts_at": session.starts_at,
            "room": self.rooms[session.room] if session.room else None,
            "join_url": session.join_url,
        }
        return {**facts, "minutes": session.minutes} if session.minutes else facts

    def _merged(self, session: PlainSession, stored: dict[str, Any]) -> dict[str, Any]:
        """Return what the file says of a session that is there, with what people added to it since kept.

        What the file leaves open, such as a slot, is kept as well.
        """
        facts = {name: value for name, value in self._facts(session).items() if value or name == "speakers"}
        facts["title"] = matching.merged_texts(stored["title"], session.title)
        facts["abstract"] = matching.merged_texts(stored["abstract"], session.abstract)
        if session.theme:
            main = self.themes[session.theme]
            facts["themes"] = (main, *(slug for slug in stored["themes"][1:] if slug != main))
        facts["passport"] = dict(stored["passport"])
        if session.spoken and not set(session.spoken) <= set(stored["passport"].get("spoken", ())):
            facts["passport"]["spoken"] = list(session.spoken)
        return facts
