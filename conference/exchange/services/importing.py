"""Importing a programme into the draft of an event."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from conference.db import transaction
from conference.draft import services as draft
from conference.draft.queries import draft_document
from conference.draft.services.session_facts import WAYS
from conference.events.queries import EventNotFound, event_by_slug
from conference.events.rules import RoleName
from conference.events.services import EventFacts, create_event, edit_event, set_role
from conference.events.tables import Event
from conference.exchange.document import PlainProgramme, PlainSession
from conference.exchange.queries import sessions_in_draft, speakers_in_draft, uids_taken
from conference.exchange.rules import COLOURS
from conference.exchange.services import matching
from conference.exchange.services.report import ImportReport
from conference.programme.document import Document
from conference.translated import LANGUAGES
from conference.zones import local_day


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


@dataclass(frozen=True)
class Rehearsal:
    """What an import would do.

    :ivar before: the draft.
    :ivar themes: slugs by the ids of the file; rooms and speakers likewise, by key and code.
    """

    report: ImportReport
    before: Document
    themes: dict[str, str]
    rooms: dict[str, str]
    speakers: dict[str, str]


def rehearse(event: Event, programme: PlainProgramme, desk: Any, *, now: datetime) -> Rehearsal:
    """Do all that an import into an event would do, but let ``desk`` take it down instead of the draft's services.

    :param desk: has ``add_session``, ``edit_session`` and so on, as ``conference.draft.services`` has them.
    :raises conference.exchange.rules.Misfit: as :func:`import_programme` does.
    """
    run = _Import(event, programme, now, is_new=False, desk=desk)
    return Rehearsal(run.run(), run.before, run.themes, run.rooms, run.speakers)


def _make_event(programme: PlainProgramme, slug: str, owner_id: int | None, now: datetime) -> Event:
    facts = programme.event
    return create_event(
        owner_id=owner_id, slug=slug, title=facts.title or {facts.languages[0]: slug}, summary=facts.summary,
        welcome={}, first_day=facts.first_day, last_day=facts.last_day, zone=facts.zone,
        second_zone=facts.second_zone, languages=facts.languages, now=now,
    )  # fmt: skip


def widened(event: Event, programme: PlainProgramme) -> EventFacts:
    """Return what an event says of itself once it lasts as long, and speaks as many languages, as a file needs."""
    days = [local_day(session.starts_at, event.zone) for session in programme.sessions if session.starts_at]
    days += [
        local_day(session.starts_at + timedelta(minutes=(session.minutes or 1) - 1), event.zone)
        for session in programme.sessions
        if session.starts_at
    ]
    spoken = [code for session in programme.sessions for code in session.title if code in LANGUAGES]
    now = EventFacts(**{field.name: getattr(event, field.name) for field in fields(EventFacts)})
    return replace(
        now,
        first_day=min([event.first_day, *days]),
        last_day=max([event.last_day, *days]),
        languages=list(dict.fromkeys([*event.languages, *spoken])),
    )


def _widen(event: Event, programme: PlainProgramme) -> None:
    wanted = widened(event, programme)
    if (wanted.first_day, wanted.last_day, wanted.languages) != (event.first_day, event.last_day, event.languages):
        edit_event(event.id, wanted)


class _Import:
    """One import, within a transaction."""

    def __init__(
        self, event: Event, programme: PlainProgramme, now: datetime, *, is_new: bool, desk: Any = draft
    ) -> None:
        self.desk = desk
        self.event = event
        self.programme = programme
        self.now = now
        self.before = draft_document(event)
        self.report = ImportReport(
            event_id=event.id, event_slug=event.slug, is_new_event=is_new, remarks=programme.remarks,
            holds=programme.holds,
        )  # fmt: skip
        self.themes = matching.keys_by_name(
            matching.slugs("themes", [theme.id for theme in programme.themes], "theme"),
            {theme.id: theme.title for theme in programme.themes},
            {theme.slug: theme.title for theme in self.before.themes},
        )
        self.rooms = matching.keys_by_name(
            matching.slugs("rooms", [room.id for room in programme.rooms], "room"),
            {room.id: room.name for room in programme.rooms},
            {room.key: room.name for room in self.before.rooms},
        )
        self.speakers: dict[str, str] = {}
        self.ties = {tie.slug for tie in self.before.partnerships}

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
                    self.desk.add_theme(
                        self.event.id, title=theme.title, colour=theme.colour or COLOURS[number % len(COLOURS)],
                        short=theme.short, summary=theme.summary, slug=slug,
                    )  # fmt: skip
                    tally.added += 1
                    continue
                facts: dict[str, Any] = {
                    "title": matching.joined(old.title, theme.title, self.event.languages),
                    "colour": theme.colour or old.colour,
                    "short": matching.joined(old.short, theme.short, self.event.languages),
                    "summary": matching.joined(old.summary, theme.summary, self.event.languages),
                }
                if facts == {name: getattr(old, name) for name in facts}:
                    tally.same += 1
                    continue
                self.desk.edit_theme(self.event.id, slug, **facts)
                tally.changed += 1

    def _take_rooms(self) -> None:
        known = {room.key: room for room in self.before.rooms}
        tally = self.report.rooms
        for number, room in enumerate(self.programme.rooms):
            key = self.rooms[room.id]
            old = known.get(key)
            with matching.at(f"rooms[{number}]"):
                if old is None:
                    self.desk.add_room(self.event.id, name=room.name, note=room.note, key=key)
                    tally.added += 1
                    continue
                name = matching.joined(old.name, room.name, self.event.languages)
                note = matching.joined(old.note, room.note, self.event.languages)
                if (name, note) == (old.name, old.note):
                    tally.same += 1
                    continue
                self.desk.edit_room(
                    self.event.id, key, name=name, note=note, joining=old.joining, join_url=old.join_url
                )
                tally.changed += 1

    def _take_speakers(self) -> None:
        known = matching.speakers_by_id(speakers_in_draft(self.event.id))
        tally = self.report.speakers
        for number, speaker in enumerate(self.programme.speakers):
            old = known.get(speaker.id)
            with matching.at(f"speakers[{number}]"):
                if old is None:
                    made = self.desk.add_speaker(
                        self.event.id, name=speaker.name, affiliation=speaker.affiliation,
                        biography=speaker.biography, email=speaker.email, external_id=speaker.id,
                    )  # fmt: skip
                    self.speakers[speaker.id] = made.code
                    tally.added += 1
                    continue
                self.speakers[speaker.id] = old.code
                biography = {**old.biography, **speaker.biography}
                affiliation = {**old.affiliation, **speaker.affiliation}
                email = speaker.email or old.email
                stored = (old.name, old.biography, old.affiliation, old.email)
                if (speaker.name, biography, affiliation, email) == stored:
                    tally.same += 1
                    continue
                self.desk.edit_speaker(
                    self.event.id, old.code, name=speaker.name, affiliation=affiliation, biography=biography,
                    email=email,
                )  # fmt: skip
                tally.changed += 1

    def _take_sessions(self) -> None:
        rows = sessions_in_draft(self.event.id)
        known = matching.sessions_by_id(rows)
        taken = uids_taken(session.uid for session in self.programme.sessions if session.uid)
        linked = {session.code: session for session in self.before.sessions}
        tally = self.report.sessions
        for number, session in enumerate(self.programme.sessions):
            old = known.get(session.id)
            with matching.at(f"sessions[{number}]"):
                if old is None:
                    facts = draft.SessionFacts(**self._facts(session))
                    uid = None if session.uid in taken else session.uid
                    self.desk.add_session(self.event.id, facts, now=self.now, uid=uid, external_id=session.id)
                    tally.added += 1
                    continue
                stored = matching.stored(old, linked[old.code])
                wanted = {**stored, **self._merged(session, stored)}
                if wanted == stored:
                    tally.same += 1
                    continue
                self.desk.edit_session(self.event.id, old.code, draft.SessionFacts(**wanted), now=self.now)
                tally.changed += 1
        named = {known[session.id].id for session in self.programme.sessions if session.id in known}
        self.report.left = sum(row.id not in named for row in rows)

    def _facts(self, session: PlainSession) -> dict[str, Any]:
        """Return a session of the file as fields of the draft, those of which the file says something."""
        themes = (session.theme, *session.more_themes) if session.theme else session.more_themes
        facts: dict[str, Any] = {
            "title": session.title,
            "abstract": session.abstract,
            "label": session.label,
            "themes": tuple(self.themes[key] for key in themes),
            "speakers": tuple(self.speakers[key] for key in session.speakers),
            "moderators": tuple(self.speakers[key] for key in session.moderators),
            "interpreters": tuple(self.speakers[key] for key in session.interpreters),
            "partnerships": tuple(slug for slug in session.partnerships if slug in self.ties),
            "passport": {way: sorted(codes) for way in WAYS if (codes := getattr(session, way))},
            "seats": session.seats,
            "starts_at": session.starts_at,
            "room": self.rooms[session.room] if session.room else None,
            "join_url": session.join_url,
            "remains": session.remains,
            "recording_url": session.recording_url,
        }
        if session.is_cancelled:
            facts["state"] = "cancelled"
        if session.format:
            facts["format"] = session.format
        return {**facts, "minutes": session.minutes} if session.minutes else facts

    def _merged(self, session: PlainSession, stored: dict[str, Any]) -> dict[str, Any]:
        """Return what the file says of a session that is there, with what people added to it since kept.

        What the file leaves open, such as a slot, is kept as well.
        """
        facts = {name: value for name, value in self._facts(session).items() if value or name == "speakers"}
        for name in ("title", "abstract", "label", "remains"):
            facts[name] = matching.merged_texts(stored[name], getattr(session, name))
        if session.theme:
            given = facts["themes"]
            # A file that knows one theme of each session says nothing of the others.
            more = () if session.more_themes else stored["themes"][1:]
            facts["themes"] = tuple(dict.fromkeys([*given, *more]))
        facts["passport"] = matching.merged_passport(stored["passport"], session)
        return facts
