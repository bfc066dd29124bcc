"""What formats of others have no place for: written beside a programme as JSON, and joined with it again on reading.

A file may have been edited by another program since: what stands in the format's own fields counts, the extras add to
it. The ways in of sessions, and addresses of people, are never among them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from conference import zones
from conference.draft.rules import limits
from conference.errors import DomainError
from conference.events.rules import MAX_DAYS, SUMMARY_LENGTH
from conference.exchange import rules
from conference.exchange.document import (
    PlainEvent,
    PlainProgramme,
    PlainRoom,
    PlainSession,
    PlainSpeaker,
    PlainTheme,
)
from conference.exchange.json_places import Place, parsed
from conference.exchange.rules import guid_of
from conference.exchange.timetabling.layout import NO_ROOM, Layout
from conference.programme.document import Format
from conference.translated import LANGUAGES, Translated, language_of

SCHEMA = 1
_PEOPLE = ("moderators", "interpreters")
_WAYS = ("spoken", "interpreted", "captioned", "signed", "easy")


def extras_of(layout: Layout) -> dict[str, Any]:
    """Return what a layout does not show of its programme, fit for JSON."""
    programme, languages = layout.programme, layout.programme.event.languages
    event = programme.event
    return {
        "schema": SCHEMA,
        "event": _without_gaps(
            {
                "slug": event.slug, "title": event.title, "summary": event.summary, "zone": event.zone,
                "second_zone": event.second_zone, "languages": list(languages),
                "first_day": event.first_day.isoformat(), "last_day": event.last_day.isoformat(),
            }
        ),
        "themes": [
            _without_gaps(
                {
                    "name": name, "id": theme.id, "title": theme.title, "colour": theme.colour, "short": theme.short,
                    "summary": theme.summary,
                }
            )
            for theme, name in layout.tracks
        ],
        "rooms": [
            _without_gaps({"name": name, "id": room.id, "names": room.name, "note": room.note})
            for room, name in layout.rooms
        ],
        "speakers": {
            str(layout.speakers[speaker.id].guid): _without_gaps(
                {
                    "id": speaker.id, "name": speaker.name, "biography": speaker.biography,
                    "affiliation": speaker.affiliation,
                }
            )
            for speaker in programme.speakers
        },
        "sessions": {
            str(laid.guid): _session_extras(laid.session, *_shown_in(laid.session, layout.language, languages))
            for laid in layout.sessions
        },
        "unscheduled": [
            {"uid": str(session.uid or guid_of("session", session.id)), "speakers": list(session.speakers)}
            | _without_gaps({"theme": session.theme, "minutes": session.minutes})
            | _session_extras(session, "", "")
            for session in programme.sessions
            if session.starts_at is None and not session.is_cancelled
        ],
    }  # fmt: skip


def _shown_in(session: PlainSession, language: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return the languages in which a layout shows the title of a session and its abstract, ``""`` if it has none."""
    title_in = language_of(session.title, language, languages)
    return title_in, language_of(session.abstract, title_in, languages) if session.abstract else ""


def _session_extras(session: PlainSession, title_in: str, abstract_in: str) -> dict[str, Any]:
    return _without_gaps(
        {
            "id": session.id, "in": title_in, "room": session.room, "title": _others(session.title, title_in),
            "abstract": _others(session.abstract, abstract_in), "abstract_in": abstract_in,
            "more_themes": list(session.more_themes), "label": session.label, "seats": session.seats,
            "remains": session.remains, "recording_url": session.recording_url, "format": session.format,
            **{name: list(getattr(session, name)) for name in (*_WAYS, *_PEOPLE, "partnerships")},
        }
    )  # fmt: skip


def _others(text: Translated, language: str) -> Translated:
    return {code: words for code, words in text.items() if code != language}


def _without_gaps(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value not in (None, {}, [], "")}


def with_extras(programme: PlainProgramme, extras: str | dict[str, Any] | None) -> PlainProgramme:
    """Return a programme that was read with what stood beside it in the file; as it is where that makes no sense."""
    if not extras:
        return programme
    try:
        whole = parsed(extras.encode("utf-8", "replace")) if isinstance(extras, str) else Place(extras, "meridian")
        if whole["schema"].value != SCHEMA:
            return programme
        return _Joining(programme, whole).joined()
    except DomainError:
        # Somebody edited what only we write. The format's own fields are there all the same.
        return programme


class _Joining:
    """Joins one programme with its extras."""

    def __init__(self, programme: PlainProgramme, whole: Place) -> None:
        self._programme = programme
        self._whole = whole
        self._themes = self._renamed(programme.themes, "themes", lambda theme: theme.title, self._theme)
        self._rooms = self._renamed(programme.rooms, "rooms", lambda room: room.name, self._room)
        self._sessions = _ids(whole["sessions"], [session.id for session in programme.sessions])
        self._there: set[str] = set()
        """Ids of all speakers, once they are settled."""
        self._speakers = _ids(whole["speakers"], [speaker.id for speaker in programme.speakers])

    def joined(self) -> PlainProgramme:
        """Return the whole."""
        programme = self._programme
        themes = {theme.id: theme for theme in self._themes.values()}
        rooms = {room.id: room for room in self._rooms.values()}
        speakers = [self._speaker(speaker) for speaker in programme.speakers]
        there = self._there
        there |= {speaker.id for speaker in speakers}
        for key in self._whole["speakers"].value or {}:
            place = self._whole["speakers"][key]
            if (own := place["id"].needed_id()) not in there and len(speakers) < rules.MOST_SPEAKERS:
                there.add(own)
                speakers.append(self._speaker(PlainSpeaker(id=key, name=place["name"].needed_line(limits.NAME))))
        order = {key: number for number, key in enumerate(self._whole["speakers"].value or {})}
        own_order = {self._speakers.get(key, key): number for key, number in order.items()}
        speakers.sort(key=lambda speaker: own_order.get(speaker.id, order.get(speaker.id, len(order))))
        return replace(
            programme, event=self._event(), themes=tuple(themes.values()), rooms=tuple(rooms.values()),
            speakers=tuple(speakers),
            sessions=(
                *(self._session(session, themes, rooms) for session in programme.sessions),
                *self._unscheduled(themes),
            ),
        )  # fmt: skip

    def _unscheduled(self, themes: dict[str, Any]) -> Iterable[PlainSession]:
        """Yield the sessions without a slot, for which the formats of apps have no place."""
        met = {*self._sessions.values(), *(session.id for session in self._programme.sessions)}
        for place in self._whole["unscheduled"].objects(rules.MOST_SESSIONS - len(self._programme.sessions)):
            key, theme = place["id"].needed_id(), place["theme"].id()
            if key in met:
                continue
            met.add(key)
            bare = PlainSession(
                id=key, uid=rules.uuid_in(place["uid"].line(limits.NAME)), title={"": "-"},
                theme=theme if theme in themes else None,
                speakers=tuple(one for one in _keys(place["speakers"]) if one in self._there),
                minutes=place["minutes"].whole_number(limits.SHORTEST, limits.LONGEST),
            )  # fmt: skip
            full = self._with(bare, place, themes)
            title = {code: words for code, words in full.title.items() if code}
            yield replace(full, id=key, title=title or place["title"].refuse_missing())

    def _event(self) -> PlainEvent:
        event, place = self._programme.event, self._whole["event"]
        languages = tuple(
            code for item in place["languages"].items(len(LANGUAGES)) if (code := item.line(3)) in LANGUAGES and code
        )
        zone, second = place["zone"].line(limits.NAME), place["second_zone"].line(limits.NAME)
        first_day = min(place["first_day"].day() or event.first_day, event.first_day)
        last_day = max(place["last_day"].day() or event.last_day, event.last_day)
        if last_day - first_day >= timedelta(days=MAX_DAYS):
            first_day, last_day = event.first_day, event.last_day
        return replace(
            event, slug=place["slug"].line(limits.NAME) or event.slug,
            title=_texts(place["title"], limits.TITLE) or event.title,
            summary=_texts(place["summary"], SUMMARY_LENGTH), languages=languages or event.languages,
            zone=zone if zone and zones.is_zone(zone) else event.zone,
            second_zone=second if second and zones.is_zone(second) else None, first_day=first_day, last_day=last_day,
        )  # fmt: skip

    def _renamed(self, found: Iterable[Any], name: str, texts: Callable[[Any], Translated],
                 make: Callable[[Any, Place], Any]) -> dict[str, Any]:  # fmt: skip
        """Return themes or rooms by the id under which they were read, first those that the extras list, in order."""
        by_name = {next(iter(texts(one).values()), ""): one for one in found}
        made: dict[str, Any] = {}
        for place in self._whole[name].objects(rules.MOST_ROOMS):
            shown = place["name"].needed_line(limits.TITLE)
            one = by_name.pop(shown, None)
            own = place["id"].needed_id()
            made[one.id if one else f"\x00{own}"] = make(own, place)
        taken = {one.id for one in made.values()}
        for one in by_name.values():
            name_of = next(iter(texts(one).values()), "")
            if one.id not in taken and not (name == "rooms" and name_of == NO_ROOM):
                made[one.id] = one
        return made

    def _theme(self, key: str, place: Place) -> PlainTheme:
        colour = (place["colour"].line(limits.NAME) or "").lower()
        return PlainTheme(
            id=key, title=_texts(place["title"], limits.TITLE), colour=colour if limits.is_colour(colour) else None,
            short=_texts(place["short"], limits.SHORT), summary=_texts(place["summary"], limits.SUMMARY),
        )  # fmt: skip

    def _room(self, key: str, place: Place) -> PlainRoom:
        return PlainRoom(id=key, name=_texts(place["names"], limits.NAME), note=_texts(place["note"], limits.NOTE))

    def _speaker(self, speaker: PlainSpeaker) -> PlainSpeaker:
        place = self._whole["speakers"][speaker.id]
        if not place.is_there:
            return speaker
        return replace(
            speaker, id=self._speakers.get(speaker.id, speaker.id),
            biography=_texts(place["biography"], limits.BODY) or speaker.biography,
            affiliation=_texts(place["affiliation"], limits.NAME),
        )  # fmt: skip

    def _session(self, session: PlainSession, themes: dict[str, Any], rooms: dict[str, Any]) -> PlainSession:
        main = self._themes[session.theme].id if session.theme else None
        room = self._rooms[session.room].id if session.room in self._rooms else None
        speakers = tuple(self._speakers.get(key, key) for key in session.speakers)
        place = self._whole["sessions"][session.id]
        read = replace(session, theme=main, room=room if room in rooms else None, speakers=speakers)
        return self._with(read, place, themes) if place.is_there else read

    def _with(self, read: PlainSession, place: Place, themes: dict[str, Any]) -> PlainSession:
        """Return a session with its extras; its theme, room and speakers are settled."""
        session = read
        language = place["in"].line(3) or next(iter(session.title))
        title, abstract = (next(iter(text.values()), "") for text in (session.title, session.abstract))
        abstracts = _texts(place["abstract"], limits.BODY)
        if abstract and place["abstract_in"].is_there:
            abstracts[place["abstract_in"].line(3) or language] = abstract
        elif abstract and abstract not in abstracts.values():  # written before that was said
            abstracts[language] = abstract
        passport = {way: tuple(code for item in place[way].items(99) if (code := item.line(3))) for way in _WAYS}
        people: dict[str, Any] = {
            name: tuple(key for key in _keys(place[name]) if key in self._there) for name in _PEOPLE
        }
        ways: dict[str, Any] = passport if set(session.spoken) <= set(passport["spoken"]) else {}
        kind = place["format"].line(limits.NAME)
        seats = place["seats"].whole_number(1, limits.MOST_SEATS)
        recording = place["recording_url"].text(limits.URL)
        return replace(
            read, id=self._sessions.get(session.id, session.id),
            title=_texts(place["title"], limits.TITLE) | {language: title}, abstract=abstracts,
            more_themes=tuple(
                key for item in place["more_themes"].items(rules.MOST_THEMES) if (key := item.id()) in themes and key
            ),
            label=_texts(place["label"], limits.LABEL), seats=seats, remains=_texts(place["remains"], limits.BODY),
            format=kind if kind in set(Format) else read.format,
            recording_url=recording if recording and limits.is_secure_address(recording) else read.recording_url,
            partnerships=_keys(place["partnerships"]),
            **ways,
            **people,
        )  # fmt: skip


def _keys(place: Place) -> tuple[str, ...]:
    return tuple(key for item in place.items(rules.MOST_PER_SESSION) if (key := item.id()))


def _ids(place: Place, read: list[str]) -> dict[str, str]:
    """Return the ids of the event the file was written from, by those in the file, where nobody else has them."""
    own = {key: place[key]["id"].needed_id() for key in place.value or {} if place[key]["id"].is_there}
    named = Counter(own.values()) + Counter(key for key in read if key not in own)
    return {key: value for key, value in own.items() if named[value] == 1}


def _texts(place: Place, at_most: int) -> Translated:
    """Return a text in several languages."""
    if not place.is_there:
        return {}
    if not isinstance(place.value, dict):
        place.refuse_type("object")
    found = {code: place[code].text(at_most) for code in place.value if code.isascii() and code.islower()}
    return {code: text for code, text in found.items() if text and len(code) <= 3}  # noqa: PLR2004 - ISO 639
