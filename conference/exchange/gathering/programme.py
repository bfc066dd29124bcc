"""Raw entries to a programme: all ids that are named exist, all texts fit, and what was mended is told."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from conference import zones
from conference.draft.rules import limits
from conference.events.rules import FIRST_YEAR, LAST_YEAR, MAX_DAYS, SUMMARY_LENGTH, TITLE_LENGTH
from conference.exchange import document as doc
from conference.exchange import rules
from conference.exchange.gathering.composing import Composer
from conference.exchange.gathering.entries import Entry, Hints, Person, RawEvent, RawRoom, RawTheme
from conference.exchange.gathering.identity import People, key_for, session_ids
from conference.exchange.gathering.languages import language_codes
from conference.exchange.gathering.texts import one_line
from conference.exchange.gathering.times import as_utc, zone_of_city, zone_of_offsets
from conference.translated import LANGUAGES, Translated

EXAMPLES = 3
"""How many are named of those that were mended alike."""


class Gathering:
    """All that one file holds; readers fill it in and then ask for the programme.

    :ivar event: the conference.
    :ivar rooms: that the file lists beside those that entries name; ``themes`` likewise.
    :ivar remarks: of the reader itself.
    """

    def __init__(self, format_name: str, hints: Hints, *, is_ours: bool = False) -> None:
        self._is_ours = is_ours
        self._format = format_name
        self._hints = hints
        self.event = RawEvent()
        self.rooms: list[RawRoom] = []
        self.themes: list[RawTheme] = []
        self.entries: list[Entry] = []
        self.remarks: list[doc.Remark] = []

    def add(self, entry: Entry) -> None:
        """Take an entry in.

        :raises conference.exchange.rules.TooMany: it is one too many.
        """
        if len(self.entries) >= rules.MOST_SESSIONS:
            raise rules.TooMany("the programme", rules.MOST_SESSIONS)
        if len(entry.persons) > rules.MOST_PER_SESSION:
            raise rules.TooMany(f"{entry.place}.persons", rules.MOST_PER_SESSION)
        self.entries.append(entry)

    def programme(self) -> doc.PlainProgramme:
        """Return the programme.

        :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
        """
        zone = self._zone()
        main = self._main_language()
        people = People(self.entries)
        ids, remarks = session_ids(self.entries)
        composer = Composer(self.event.base_url, is_markdown=self._is_ours)
        rooms, room_ids = self._rooms(main, composer)
        themes, theme_ids = self._themes(main)
        sessions: list[doc.PlainSession] = []
        speakers: dict[str, Person] = {}
        for entry, key in zip(self.entries, ids, strict=True):
            language = next(iter(language_codes(entry.language)), main)
            for person in entry.persons:
                if name := one_line(person.name):
                    found = speakers.setdefault(people.id_of(person), Person(name))
                    found.email = found.email or person.email
                    found.biography = found.biography or person.biography
                    found.links += [link for link in person.links if link not in found.links]
                    found.facts += [fact for fact in person.facts if fact not in found.facts]
            if key is not None:
                sessions.append(self._session(entry, key, language, zone, composer, people, room_ids, theme_ids))
        if len(speakers) > rules.MOST_SPEAKERS:
            raise rules.TooMany("the speakers", rules.MOST_SPEAKERS)
        plain_speakers = tuple(self._speaker(key, found, main, composer) for key, found in speakers.items())
        event = self._event(zone, main, sessions)
        self.remarks += [*remarks, *people.remarks, *self._mended(composer), *self._languages_not_spoken()]
        return doc.PlainProgramme(
            event=event, themes=themes, rooms=rooms, speakers=plain_speakers, sessions=tuple(sessions),
            remarks=tuple(self.remarks),
            holds=doc.Holdings(
                format=self._format, sessions=len(self.entries), speakers=people.held, themes=len(themes),
                rooms=len(rooms), days=len(set(self.event.days) or {zones.local_day(s.starts_at, zone)
                                               for s in sessions if s.starts_at}),
            ),
        )  # fmt: skip

    def _zone(self) -> str:
        """Settle in which zone local times are read and the event stands."""
        aware = [entry.starts for entry in self.entries if entry.starts and entry.starts.tzinfo]
        local = sum(entry.starts is not None and entry.starts.tzinfo is None for entry in self.entries)
        named = self._hints.zone or self.event.zone
        if not zones.is_zone(named):
            named = self._hints.other_zone or ""
        if not named and self.event.city and (found := zone_of_city(self.event.city)):
            named = found
            self.remarks.append(doc.ZoneTaken(named, "city", self.event.city))
        if not named and (found := zone_of_offsets(aware)):
            named = found
            offset = zones.offset_text(aware[0], named)
            self.remarks.append(doc.ZoneTaken(named, "offset", offset))
        if not named:
            named = "UTC"
            self.remarks.append(doc.ZoneTaken(named, "nothing"))
        if local:
            self.remarks.append(doc.LocalTimes(local, named))
        return named

    def _main_language(self) -> str:
        """Return the language of most entries that Meridian speaks, else that of the hints, else English."""
        named = Counter(code for entry in self.entries for code in language_codes(entry.language)[:1])
        spoken = [(count, code) for code, count in named.items() if code in LANGUAGES]
        return max(spoken)[1] if spoken else self.event.language or self._hints.language or "en"

    def _languages_not_spoken(self) -> list[doc.Remark]:
        named = dict.fromkeys(code for entry in self.entries for code in language_codes(entry.language))
        return [doc.LanguageNotSpoken("language", code) for code in named if code not in LANGUAGES]

    def _event(self, zone: str, main: str, sessions: list[doc.PlainSession]) -> doc.PlainEvent:
        days = [
            *self.event.days,
            *(zones.local_day(session.starts_at, zone) for session in sessions if session.starts_at),
            *(entry.day for entry in self.entries if entry.day),
        ]
        if not days:
            raise rules.NoDays(self._format)
        first_day, last_day = min(days), max(days)
        if (last_day - first_day).days >= MAX_DAYS:
            raise rules.OutOfRange("the programme's days", (last_day - first_day).days + 1, 1, MAX_DAYS)
        title = one_line(self.event.title)[:TITLE_LENGTH]
        if not title:
            self.remarks.append(doc.EventUnnamed())
        spoken = dict.fromkeys([main, *(code for session in sessions for code in session.title if code in LANGUAGES)])
        return doc.PlainEvent(
            slug=self.event.slug, title={main: title} if title else {}, zone=zone, first_day=first_day,
            last_day=last_day, languages=tuple(spoken), summary=_fitting({main: self.event.summary}, SUMMARY_LENGTH),
        )  # fmt: skip

    def _rooms(self, main: str, composer: Composer) -> tuple[tuple[doc.PlainRoom, ...], dict[str, str]]:
        """Return the rooms, and their ids by name: those listed, then those that entries name."""
        named = {room.name: room for room in self.rooms if room.name}
        for entry in self.entries:
            name = one_line(entry.room)
            if name and name not in named:
                named[name] = RawRoom(name)
        if len(named) > rules.MOST_ROOMS:
            raise rules.TooMany("the rooms", rules.MOST_ROOMS)
        taken: set[str] = set()
        ids = {name: key_for(name, taken, "room") for name in named}
        return tuple(
            doc.PlainRoom(
                id=ids[name], name=_fitting(room.names or {main: name}, limits.NAME),
                note={main: note} if (note := composer.room_note(room, main)) else {},
            )
            for name, room in named.items()
        ), ids  # fmt: skip

    def _themes(self, main: str) -> tuple[tuple[doc.PlainTheme, ...], dict[str, str]]:
        named = {theme.name: theme for theme in self.themes if theme.name}
        for entry in self.entries:
            name = one_line(entry.track)
            if name and name not in named:
                named[name] = RawTheme(name)
        if len(named) > rules.MOST_THEMES:
            raise rules.TooMany("the tracks", rules.MOST_THEMES)
        taken: set[str] = set()
        ids = {name: key_for(theme.slug or name, taken, "theme") for name, theme in named.items()}
        return tuple(
            doc.PlainTheme(
                id=ids[name], title=_fitting(theme.names or {main: name}, limits.TITLE),
                colour=theme.colour.lower() if limits.is_colour(theme.colour.lower()) else None,
            )
            for name, theme in named.items()
        ), ids  # fmt: skip

    def _session(
        self, entry: Entry, key: str, language: str, zone: str, composer: Composer, people: People,
        rooms: dict[str, str], themes: dict[str, str],
    ) -> doc.PlainSession:  # fmt: skip
        starts_at = self._instant(entry, zone)
        titles = _fitting(entry.titles, limits.TITLE) or {language: composer.title(entry)}
        room = rooms.get(one_line(entry.room))
        if room and starts_at is None:
            entry.facts.append(("room", one_line(entry.room)))
            room = None
        abstract, remains = composer.abstract(entry), composer.remains(entry, language)
        return doc.PlainSession(
            id=key,
            uid=rules.uuid_in(key),
            title=titles,
            abstract={language: abstract} if abstract else {},
            remains={language: remains} if remains else {},
            spoken=tuple(sorted(language_codes(entry.language))),
            theme=themes.get(one_line(entry.track)),
            room=room,
            starts_at=starts_at,
            minutes=self._minutes(entry, composer),
            speakers=_ids(people, entry, are_moderators=False),
            moderators=_ids(people, entry, are_moderators=True),
            join_url=entry.join_url if limits.is_secure_address(entry.join_url) else None,
            recording_url=entry.recording_url if limits.is_secure_address(entry.recording_url) else None,
            format=composer.format(entry),
            is_cancelled=entry.is_cancelled,
        )

    def _instant(self, entry: Entry, zone: str) -> datetime | None:
        if entry.starts is None:
            return None
        try:
            starts_at = as_utc(entry.starts, zone)
        except OverflowError:
            raise rules.OutOfRange(entry.place, entry.starts.year, FIRST_YEAR, LAST_YEAR) from None
        if not FIRST_YEAR < starts_at.year < LAST_YEAR:
            raise rules.OutOfRange(entry.place, starts_at.year, FIRST_YEAR + 1, LAST_YEAR - 1)
        return starts_at

    def _minutes(self, entry: Entry, composer: Composer) -> int | None:
        if entry.minutes is None:
            return None
        taken = min(max(entry.minutes, limits.SHORTEST), limits.LONGEST)
        if taken != entry.minutes:
            self.remarks.append(doc.LengthMended(composer.title(entry), entry.minutes, taken))
        return taken

    def _speaker(self, key: str, found: Person, main: str, composer: Composer) -> doc.PlainSpeaker:
        biography = composer.biography(found, main)
        email = found.email.strip()
        return doc.PlainSpeaker(
            id=key, name=composer.fitted("name", found.name, limits.NAME),
            biography={main: biography} if biography else {},
            email=email if "@" in email and len(email) <= limits.EMAIL else None,
        )  # fmt: skip

    def _mended(self, composer: Composer) -> list[doc.Remark]:
        """Tell what was kept elsewhere, what was cut, and who has no time."""
        kept = {} if self._is_ours else composer.kept
        told: list[doc.Remark] = [doc.KeptIn(what, where, count) for (what, where), count in kept.items()]
        for (what, at_most), examples in composer.cut.items():
            told.append(doc.Shortened(what, at_most, len(examples), tuple(examples[:EXAMPLES])))
        for why, without in (
            ("all day", [entry for entry in self.entries if entry.starts is None and entry.day]),
            ("no time", [entry for entry in self.entries if entry.starts is None and not entry.day]),
        ):
            if without:
                titles = tuple(one_line(entry.title) for entry in without[:EXAMPLES])
                told.append(doc.Unscheduled(why, len(without), titles))
        return told


def _ids(people: People, entry: Entry, *, are_moderators: bool) -> tuple[str, ...]:
    """Return who gives a session, or who leads through it."""
    there = [one for one in entry.persons if one_line(one.name) and one.is_moderator is are_moderators]
    return tuple(dict.fromkeys(people.id_of(person) for person in there))


def day_at(day: date, clock: timedelta) -> datetime:
    """Return a local time: a clock that runs past midnight is on the next day."""
    return datetime.combine(day, datetime.min.time()) + clock


def _fitting(texts: Translated, at_most: int) -> Translated:
    """Return the texts that are there, each on one line and cut to what there is room for."""
    fitting: dict[str, Any] = {code: one_line(text)[:at_most] for code, text in texts.items()}
    return {code: text for code, text in fitting.items() if text}
