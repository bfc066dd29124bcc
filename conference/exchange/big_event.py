"""The JSON format ``big-event/1``: one language per session, one text per name. Bytes to plain records and back. Pure.

It is an object with ``format``, ``event``, ``themes``, ``rooms``, ``speakers`` and ``sessions``; unknown keys are left
alone. Reading is lenient in what may be absent and exact in what is there.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from conference import zones
from conference.draft.rules import limits
from conference.events.rules import MAX_DAYS
from conference.exchange import rules
from conference.exchange.document import (
    LanguageNotSpoken,
    LengthDiffers,
    PlainEvent,
    PlainProgramme,
    PlainRoom,
    PlainSession,
    PlainSpeaker,
    PlainTheme,
    Remark,
)
from conference.exchange.json_places import Place, parsed
from conference.translated import LANGUAGES, pick

NAME = "big-event"
VERSION = "big-event/1"

_MARK = re.compile(rb'"format"\s*:\s*"big-event/')
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?")


def recognises(data: bytes) -> bool:
    """Say whether the content claims to be of this format, in whichever version."""
    return bool(_MARK.search(data))


def read(data: bytes) -> PlainProgramme:
    """Read a file of this format.

    :raises conference.exchange.rules.Unreadable: the file as a whole cannot be read.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    whole = parsed(data)
    version = whole["format"].line(limits.NAME)
    if version != VERSION:
        raise rules.FormatUnknown((VERSION,), version)
    return _Reading(whole).programme()


class _Reading:
    """One reading of a file. Keeps the ids met so far, and what was mended."""

    def __init__(self, whole: Place) -> None:
        self._whole = whole
        self._remarks: list[Remark] = []

    def programme(self) -> PlainProgramme:
        """Return the whole content."""
        languages = self._languages(self._whole["event"]["languages"])
        main = languages[0]
        themes = tuple(
            PlainTheme(
                id=place["id"].needed_id(),
                title={main: place["name"].needed_line(limits.TITLE)},
                colour=self._colour(place, number),
            )
            for number, place in enumerate(self._whole["themes"].objects(rules.MOST_THEMES))
        )
        rooms = tuple(
            PlainRoom(id=place["id"].needed_id(), name={main: place["name"].needed_line(limits.NAME)})
            for place in self._whole["rooms"].objects(rules.MOST_ROOMS)
        )
        speakers = tuple(
            PlainSpeaker(
                id=place["id"].needed_id(),
                name=place["name"].needed_line(limits.NAME),
                email=place["email"].line(limits.EMAIL),
                biography=_in(main, place["biography"].text(limits.BODY)),
            )
            for place in self._whole["speakers"].objects(rules.MOST_SPEAKERS)
        )
        known = {name: _ids(name, records) for name, records in (
            ("themes", themes), ("rooms", rooms), ("speakers", speakers)
        )}  # fmt: skip
        sessions = tuple(
            self._session(place, main, known) for place in self._whole["sessions"].objects(rules.MOST_SESSIONS)
        )
        _ids("sessions", sessions)
        return PlainProgramme(
            event=self._event(languages, sessions), themes=themes, rooms=rooms, speakers=speakers, sessions=sessions,
            remarks=tuple(self._remarks),
        )  # fmt: skip

    def _event(self, languages: tuple[str, ...], sessions: Iterable[PlainSession]) -> PlainEvent:
        event = self._whole["event"]
        zone = event["timezone"].needed_line(limits.NAME)
        if not zones.is_zone(zone):
            raise rules.Malformed(event["timezone"].path, "zone", zone)
        held = [zones.local_day(session.starts_at, zone) for session in sessions if session.starts_at]
        first_day = event["first_day"].day() or min(held, default=None) or event["first_day"].refuse_missing()
        last_day = event["last_day"].day() or max([first_day, *held])
        days = (last_day - first_day).days + 1
        if days < 1:
            raise rules.EndsBeforeStart(event["last_day"].path)
        if days > MAX_DAYS:
            raise rules.OutOfRange(event["last_day"].path, days, 1, MAX_DAYS)
        return PlainEvent(
            slug=event["slug"].line(limits.NAME) or "",
            title={languages[0]: event["name"].needed_line(limits.TITLE)},
            zone=zone,
            first_day=first_day,
            last_day=last_day,
            languages=languages,
        )

    def _languages(self, place: Place) -> tuple[str, ...]:
        """Return the event's languages that Meridian speaks; English where there is none."""
        named = [(item.path, _language(item)) for item in place.items(rules.MOST_PER_SESSION)]
        self._remarks += [
            LanguageNotSpoken(path, language) for path, language in named if language and language not in LANGUAGES
        ]
        return tuple(dict.fromkeys(language for _, language in named if language in LANGUAGES)) or ("en",)

    def _colour(self, theme: Place, number: int) -> str:
        place = theme["color"] if theme["color"].is_there else theme["colour"]
        text = place.line(limits.NAME)
        if text is None:
            return rules.COLOURS[number % len(rules.COLOURS)]
        if not limits.is_colour(text.lower()):
            raise rules.Malformed(place.path, "colour", text)
        return text.lower()

    def _session(self, place: Place, main: str, known: dict[str, set[str]]) -> PlainSession:
        language = _language(place["language"]) or main
        starts_at, minutes = self._span(place)
        room = _known_id(place["room"], known["rooms"])
        if room and starts_at is None:
            place["start"].refuse_missing()
        address = place["url"].text(limits.URL)
        if address and not limits.is_secure_address(address):
            raise rules.Malformed(place["url"].path, "address", address)
        speakers = [_known_id(item, known["speakers"]) for item in place["speakers"].items(rules.MOST_PER_SESSION)]
        return PlainSession(
            id=place["id"].needed_id(),
            title={language: place["title"].needed_line(limits.TITLE)},
            abstract=_in(language, place["abstract"].text(limits.BODY)),
            spoken=(language,),
            theme=_known_id(place["theme"], known["themes"]),
            room=room,
            starts_at=starts_at,
            minutes=minutes,
            speakers=tuple(dict.fromkeys(speaker for speaker in speakers if speaker)),
            join_url=address,
        )

    def _span(self, place: Place) -> tuple[datetime | None, int | None]:
        """Return start and length. Where start, end and length disagree, start and end count."""
        said = place["duration_min"].whole_number(limits.SHORTEST, limits.LONGEST)
        starts_at, ends_at = place["start"].instant(), place["end"].instant()
        if starts_at is None:
            if ends_at is not None:
                place["start"].refuse_missing()
            return None, said
        if ends_at is None:
            return starts_at, said or place["end"].refuse_missing()
        seconds = int((ends_at - starts_at).total_seconds())
        if seconds <= 0:
            raise rules.EndsBeforeStart(place["end"].path)
        taken, rest = divmod(seconds, 60)
        if rest:
            raise rules.Malformed(place["end"].path, "time", str(place["end"].value))
        if not limits.SHORTEST <= taken <= limits.LONGEST:
            raise rules.OutOfRange(place["end"].path, taken, limits.SHORTEST, limits.LONGEST)
        if said is not None and said != taken:
            self._remarks.append(LengthDiffers(place["duration_min"].path, said, taken))
        return starts_at, taken


def _ids(name: str, records: Iterable[PlainTheme | PlainRoom | PlainSpeaker | PlainSession]) -> set[str]:
    met: set[str] = set()
    for number, record in enumerate(records):
        if record.id in met:
            raise rules.GivenTwice(f"{name}[{number}].id", record.id)
        met.add(record.id)
    return met


def _known_id(place: Place, known: set[str]) -> str | None:
    wanted = place.id()
    if wanted is not None and wanted not in known:
        raise rules.ReferenceUnknown(place.path, wanted)
    return wanted


def _language(place: Place) -> str | None:
    text = place.line(limits.NAME)
    if text is None:
        return None
    form = _LANGUAGE.fullmatch(text.lower())
    if form is None:
        raise rules.Malformed(place.path, "language", text)
    return form[1]


def _in(language: str, text: str | None) -> dict[str, str]:
    return {language: text} if text else {}


def write(programme: PlainProgramme) -> bytes:
    """Write a programme in this format: the same programme always gives the same bytes.

    Of each text one language is written: the event's main one, of a session that which is spoken in it. What the
    format has no place for is left out.
    """
    event = programme.event
    languages = event.languages
    content: dict[str, Any] = {
        "format": VERSION,
        "event": {
            "slug": event.slug,
            "name": pick(event.title, languages[0], languages),
            "timezone": event.zone,
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
            "languages": list(languages),
        },
        "themes": [
            _without_gaps({"id": theme.id, "name": pick(theme.title, languages[0], languages), "color": theme.colour})
            for theme in programme.themes
        ],
        "rooms": [{"id": room.id, "name": pick(room.name, languages[0], languages)} for room in programme.rooms],
        "speakers": [
            _without_gaps(
                {
                    "id": speaker.id,
                    "name": speaker.name,
                    "email": speaker.email,
                    "biography": pick(speaker.biography, languages[0], languages) or None,
                }
            )
            for speaker in programme.speakers
        ],
        "sessions": [_session_content(session, event) for session in programme.sessions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _session_content(session: PlainSession, event: PlainEvent) -> dict[str, Any]:
    language = next((code for code in (*session.spoken, *event.languages, *session.title) if code in session.title), "")
    starts_at = session.starts_at
    ends_at = starts_at + timedelta(minutes=session.minutes) if starts_at and session.minutes else None
    return _without_gaps(
        {
            "id": session.id,
            "title": session.title.get(language),
            "language": language or None,
            "theme": session.theme,
            "room": session.room,
            "start": _on_the_clock(starts_at, event.zone),
            "end": _on_the_clock(ends_at, event.zone),
            "duration_min": session.minutes,
            "speakers": list(session.speakers),
            "abstract": session.abstract.get(language) or pick(session.abstract, language, event.languages) or None,
            "url": session.join_url,
        }
    )


def _on_the_clock(instant: datetime | None, zone: str) -> str | None:
    return zones.to_local(instant.astimezone(UTC), zone).isoformat(timespec="seconds") if instant else None


def _without_gaps(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value is not None}
