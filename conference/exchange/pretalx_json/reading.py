"""Reading schedule.json, versions 1 and 2, and hand-overs of pretalx objects: lenient, telling what was mended."""

from typing import Any

from conference.exchange import rules
from conference.exchange.document import PlainProgramme
from conference.exchange.gathering import (
    Entry,
    Gathering,
    Hints,
    Link,
    Person,
    RawRoom,
    RawTheme,
    clock_time,
    day_at,
    day_in,
    instant_or_local,
    minutes_in,
    one_line,
)
from conference.exchange.json_places import parsed
from conference.exchange.pretalx_json import objects
from conference.exchange.pretalx_json.persons import answers_of, person_of, room_facts
from conference.exchange.pretalx_json.values import as_object, first_text, items, spelt_out, text, texts
from conference.exchange.timetabling import with_extras

NAME = "schedule.json"

_SETTLED = frozenset(
    {
        "guid", "code", "id", "logo", "date", "start", "end", "duration", "room", "room_id", "slug", "url", "title",
        "subtitle", "track", "type", "language", "abstract", "description", "recording_license", "do_not_record",
        "do_not_stream", "persons", "participants", "speakers", "links", "attachments", "feedback_url", "origin_url",
        "video_download_url", "state", "answers",
    }
)  # fmt: skip
_GONE = {"CANCELED": "cancelled", "CANCELLED": "cancelled", "REJECTED": "withdrawn", "WITHDRAWN": "withdrawn",
         "DELETED": "withdrawn", "DRAFT": "withdrawn", "SUBMITTED": "withdrawn"}  # fmt: skip


def recognises(data: bytes) -> bool:
    """Say whether content means to be JSON; which JSON shows when it is read."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def read(data: bytes, hints: Hints | None = None) -> PlainProgramme:
    """Read a file of this format.

    :raises conference.exchange.rules.Unreadable: the file as a whole cannot be read.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    whole = parsed(data).value
    hints = hints or Hints()
    schedule = as_object(as_object(whole).get("schedule")) or as_object(whole)
    conference = as_object(schedule.get("conference"))
    if not conference and not isinstance(schedule.get("events"), list):
        found = objects.gathered(whole, hints)
        if found is None:
            raise rules.FormatUnknown(("big-event/1", NAME), "JSON that is no programme")
        return found.programme()
    generator = as_object(as_object(whole).get("generator")) or as_object(schedule.get("generator"))
    ours = as_object(generator.get("meridian"))
    is_second = isinstance(schedule.get("events"), list)
    name = one_line(text(generator.get("name")))[:40] or ("version 2" if is_second else "version 1")
    gathered = Gathering(f"{NAME} ({name})", hints, is_ours=bool(ours))
    _take_conference(gathered, schedule, conference)
    if is_second:
        _take_second(gathered, schedule, conference)
    else:
        _take_first(gathered, conference)
    if not gathered.entries and not ours:
        raise rules.NothingInIt(NAME)
    return with_extras(gathered.programme(), ours)


def _take_conference(gathered: Gathering, schedule: dict[str, Any], conference: dict[str, Any]) -> None:
    event = gathered.event
    event.title = first_text(conference, "title", "name", "acronym")
    event.slug = text(conference.get("acronym"))
    event.zone = first_text(conference, "time_zone_name", "timezone", "time_zone")
    event.base_url = text(schedule.get("base_url")) or text(conference.get("url"))
    event.summary = text(conference.get("description"))
    for room in items(conference.get("rooms")):
        if name := one_line(text(room.get("name"))):
            gathered.rooms.append(
                RawRoom(name, id=text(room.get("guid")), names=texts(room.get("name")), facts=room_facts(room))
            )
    for track in items(conference.get("tracks")):
        if name := one_line(text(track.get("name"))):
            gathered.themes.append(
                RawTheme(
                    name, slug=text(track.get("slug")), colour=text(track.get("color")), names=texts(track["name"])
                )
            )


def _take_first(gathered: Gathering, conference: dict[str, Any]) -> None:
    for day in items(conference.get("days")):
        starts = instant_or_local(first_text(day, "day_start", "start"))
        date = day_in(text(day.get("date"))) or (starts.date() if starts else None)
        if date is not None:
            gathered.event.days.append(date)
        rooms = day.get("rooms")
        if isinstance(rooms, dict):
            pairs = [(name, items(events)) for name, events in rooms.items()]
        else:
            pairs = [(text(room.get("name")), items(room.get("events"))) for room in items(rooms)]
        for room, events in pairs:
            for found in events:
                entry = _entry(gathered, found, text(found.get("room")) or one_line(room))
                if entry.starts is None and date is not None:
                    clock = clock_time(text(found.get("start")))
                    entry.starts = None if clock is None else day_at(date, clock).replace(
                        tzinfo=starts.tzinfo if starts else None
                    )  # fmt: skip
                    entry.day = None if entry.starts else date
                gathered.add(entry)


def _take_second(gathered: Gathering, schedule: dict[str, Any], conference: dict[str, Any]) -> None:
    days = [day_in(text(day.get("date"))) for day in items(conference.get("days"))]
    gathered.event.days += [day for day in days if day]
    rooms = _names(conference.get("rooms"), ("guid", "slug", "name"))
    tracks = _names(conference.get("tracks"), ("slug", "name"))
    for found in items(schedule.get("events")):
        place, track = as_object(found.get("room")), as_object(found.get("track"))
        room = next((rooms[key] for name in ("guid", "slug", "name") if (key := text(place.get(name))) in rooms), "")
        entry = _entry(gathered, found, room or first_text(place, "name", "slug") or text(found.get("room")))
        slug = first_text(track, "slug", "name") or text(found.get("track"))
        entry.track = tracks.get(slug) or first_text(track, "name", "slug") or slug
        gathered.add(entry)


def _names(listed: Any, keys: tuple[str, ...]) -> dict[str, str]:
    """Return names by each key under which events may refer to them."""
    return {
        text(one.get(key)): one_line(text(one.get("name"))) for one in items(listed) for key in keys if one.get(key)
    }


def _entry(gathered: Gathering, found: dict[str, Any], room: str) -> Entry:
    starts = instant_or_local(text(found.get("date"))) or instant_or_local(text(found.get("start")))
    ends = instant_or_local(text(found.get("end")))
    minutes = minutes_in(found.get("duration"))
    if starts and ends and minutes is None and (starts.tzinfo is None) == (ends.tzinfo is None) and ends > starts:
        minutes = int((ends - starts).total_seconds() // 60)
    clock = clock_time(text(found.get("start")))
    if starts is None and clock is not None and (day := day_in(text(found.get("date")))):
        starts = day_at(day, clock)
    people = found.get("persons") or found.get("participants") or found.get("speakers")
    entry = Entry(
        place=f"event {first_text(found, 'id', 'guid', 'code') or len(gathered.entries) + 1}",
        title=text(found.get("title")),
        titles=texts(found.get("title")),
        ids=tuple(text(found.get(key)) for key in ("guid", "id", "code", "slug")),
        made_of="guid" if found.get("guid") else "id",
        subtitle=text(found.get("subtitle")),
        abstract=text(found.get("abstract")),
        description=text(found.get("description")),
        language=text(found.get("language")),
        starts=starts,
        minutes=minutes,
        room=room,
        track=text(found.get("track")),
        kind=_kind(text(found.get("type"))),
        persons=[person_of(person) for person in items(people)],
        is_cancelled=_GONE.get(text(found.get("state")).upper()) == "cancelled",
    )
    if isinstance(people, list):
        entry.persons += [Person(name) for name in people if isinstance(name, str)]
    _take_links(entry, found)
    _take_facts(entry, found)
    return entry


def _kind(name: str) -> str:
    """Return the kind of a session; the second version writes ``LIGHTNING_TALK``."""
    return name.replace("_", " ").lower() if name.isupper() else name


def _take_links(entry: Entry, found: dict[str, Any]) -> None:
    for name, kind in (("links", "link"), ("attachments", "attachment")):
        value = found.get(name)
        for link in items(value):
            entry.links.append(Link(kind, first_text(link, "url", "href", "link"), first_text(link, "title", "name")))
        if isinstance(value, list):
            entry.links += [Link(kind, url) for url in value if isinstance(url, str)]
    for name, kind in (("url", "page"), ("feedback_url", "feedback"), ("origin_url", "origin")):
        if url := text(found.get(name)):
            entry.links.append(Link(kind, url))
    if url := text(found.get("logo")) or text(as_object(found.get("logo")).get("url")):
        entry.links.append(Link("picture", url))
    url = text(found.get("video_download_url"))
    if url.startswith("https://"):
        entry.recording_url = url
    elif url:
        entry.links.append(Link("recording", url))


def _take_facts(entry: Entry, found: dict[str, Any]) -> None:
    if licence := text(found.get("recording_license")):
        entry.facts.append(("licence", licence))
    for name, fact in (("do_not_record", "not recorded"), ("do_not_stream", "not streamed")):
        if found.get(name) is True or text(found.get(name)).lower() in {"true", "yes", "1"}:
            entry.facts.append((fact, ""))
    entry.facts += answers_of(found)
    for name, value in found.items():
        if name not in _SETTLED and (words := spelt_out(value)):
            entry.facts.append((name, words))
