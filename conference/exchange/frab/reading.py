"""Reading schedule.xml in all its dialects: events under rooms or days, with dates and ids or without."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element

from conference.exchange import rules
from conference.exchange.document import EncodingTaken, PlainProgramme
from conference.exchange.frab.elements import encoding_of, text_at, text_of, tree_of
from conference.exchange.gathering import (
    Entry,
    Gathering,
    Hints,
    Link,
    Person,
    RawTheme,
    clock_time,
    day_at,
    day_in,
    instant_or_local,
    minutes_in,
    one_line,
)
from conference.exchange.timetabling import with_extras

NAME = "schedule.xml"

_SETTLED = frozenset(
    {
        "date", "start", "end", "duration", "room", "slug", "title", "subtitle", "track", "type", "language",
        "abstract", "description", "persons", "links", "attachments", "recording", "logo", "url",
        "feedback_url", "origin_url", "video", "video_download_url", "person", "day", "answers", "conference_acronym",
    }
)  # fmt: skip
"""Children of an event that have a place; whatever else one has is kept as well."""
_NAMES = ("name", "public_name", "full_public_name")
_ABOUT = ("biography", "bio", "abstract", "description")
_SETTLED_OF_PERSONS = frozenset(
    {
        *_NAMES,
        *_ABOUT,
        "email",
        "avatar",
        "avatar_url",
        "image",
        "links",
        "url",
        "answers",
        "id",
        "guid",
        "code",
        "slug",
    }
)
_MODERATES = frozenset({"moderator", "moderation", "host", "chair"})
_YES = frozenset({"true", "1", "yes"})


def read(data: bytes, hints: Hints | None = None) -> PlainProgramme:
    """Read a file of this format.

    :raises conference.exchange.rules.Unreadable: the file as a whole cannot be read.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    root, notes = tree_of(data)
    if root.tag != "schedule" or not (root.findall(".//day//event") or root.find("conference") is not None):
        _refuse(root)
    gathered = Gathering(_dialect(root), hints or Hints(), is_ours=bool(notes))
    if encoding := encoding_of(data):
        gathered.remarks.append(EncodingTaken(encoding, is_declared=True))
    conference = root.find("conference")
    if conference is not None:
        _take_conference(gathered, conference)
    days = root.findall(".//day")
    if sum(1 for _ in root.iter("event")) > rules.MOST_SESSIONS:
        raise rules.TooMany("the programme", rules.MOST_SESSIONS)
    _take_days(gathered, days)
    if not gathered.entries and not notes:
        raise rules.NothingInIt(NAME)
    return with_extras(gathered.programme(), notes[-1] if notes else None)


def _refuse(root: Element) -> None:
    """Say what an XML file is that is no schedule.xml."""
    entries = root.findall(".//day//entry") or root.findall(".//entry") or root.findall(".//event")
    if root.tag == "schedule" or (entries and root.find(".//day") is not None):
        raise rules.HomeMade(f"XML with <{root.tag}>, <day> and <entry>" if entries else f"XML with <{root.tag}>",
                             len(entries))  # fmt: skip
    raise rules.FormatUnknown((NAME,), f"XML whose outermost element is <{root.tag}>")


def _dialect(root: Element) -> str:
    generator = root.find("generator")
    if generator is not None and generator.get("name"):
        return f"{NAME} ({one_line(generator.get('name', ''))[:40]})"
    return f"{NAME} ({'frab' if root.find('.//day/room') is not None else 'Pentabarf'})"


def _take_conference(gathered: Gathering, conference: Element) -> None:
    event = gathered.event
    event.title = text_at(conference, "title", "name", "acronym")
    event.slug = text_at(conference, "acronym")
    event.zone = text_at(conference, "time_zone_name", "timezone", "time_zone")
    event.city = text_at(conference, "city")
    event.base_url = text_at(conference, "base_url", "baseurl")
    event.summary = " · ".join(
        text for name in ("subtitle", "venue", "city") if (text := one_line(text_at(conference, name)))
    )
    for track in (*conference.findall("track"), *conference.findall("tracks/track")):
        name = one_line(track.get("name") or text_of(track))
        if name:
            gathered.themes.append(RawTheme(name, slug=track.get("slug", ""), colour=track.get("color", "")))


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the programme: where the clock times of its events lie.

    :ivar start: and ``end``: aware or local, where the file names them.
    :ivar change: the clock time until which a night still belongs to this day.
    """

    day: date | None
    start: datetime | None
    end: datetime | None
    change: timedelta

    def at(self, clock: timedelta) -> datetime | None:
        """Return when a clock time of this programme's day is."""
        if self.day is None:
            return None
        when = day_at(self.day, clock)
        if self.start is not None:
            when = when.replace(tzinfo=self.start.tzinfo)
            later = when + timedelta(days=1)
            has_same_form = self.end is not None and (self.end.tzinfo is None) == (later.tzinfo is None)
            return later if when < self.start and has_same_form and self.end and later < self.end else when
        return when + timedelta(days=1) if clock < self.change else when


def _take_days(gathered: Gathering, days: list[Element]) -> None:
    change = timedelta()
    for element in days:
        parent_change = clock_time(element.get("change", "")) or change
        start, end = instant_or_local(element.get("start", "")), instant_or_local(element.get("end", ""))
        day = day_in(element.get("date", "")) or (start.date() if start else None)
        if day is not None:
            gathered.event.days.append(day)
        where = _Day(day, start, end, parent_change)
        for room in element.findall("room"):
            for event in room.iter("event"):
                _take_event(gathered, event, where, one_line(room.get("name", "")))
        for event in element.findall("event"):
            _take_event(gathered, event, where, "")


def _take_event(gathered: Gathering, event: Element, day: _Day, room: str) -> None:
    starts = _start(event, day)
    entry = Entry(
        place=f"event {event.get('id') or len(gathered.entries) + 1}",
        title=text_at(event, "title"),
        ids=(event.get("guid", ""), event.get("id", ""), event.get("code", ""), text_at(event, "slug")),
        made_of="guid" if event.get("guid") else "id",
        subtitle=text_at(event, "subtitle"),
        abstract=text_at(event, "abstract"),
        description=text_at(event, "description"),
        language=text_at(event, "language"),
        starts=starts,
        day=None if starts else day.day,
        minutes=_minutes(event, starts),
        room=text_at(event, "room") or room,
        track=text_at(event, "track"),
        kind=text_at(event, "type"),
        persons=[_person(person) for person in (*event.findall("persons/person"), *event.findall("person"))],
    )
    _take_links(entry, event)
    _take_recording(entry, event)
    for child in event:
        if child.tag not in _SETTLED and (text := text_of(child)):
            entry.facts.append((child.tag, text))
    entry.facts += _answers(event)
    gathered.add(entry)


def _answers(element: Element) -> list[tuple[str, str]]:
    """Return what was asked beside the programme and answered: questions by their words, else by their number."""
    found = []
    for answer in element.findall("answers/*"):
        asked = text_at(answer, "question") or answer.get("question") or answer.get("name") or "answers"
        if text := text_at(answer, "answer") or text_of(answer):
            found.append((one_line(asked), text))
    return found


def _start(event: Element, day: _Day) -> datetime | None:
    """Return when an event starts: by its date, else by its clock time on the day under which it stands."""
    dated, start = text_at(event, "date"), text_at(event, "start")
    found = instant_or_local(dated) or instant_or_local(start)
    if found is not None:
        return found
    clock = clock_time(start)
    if clock is None:
        return None
    own_day = day_in(dated)
    return day_at(own_day, clock) if own_day else day.at(clock)


def _minutes(event: Element, starts: datetime | None) -> int | None:
    minutes = minutes_in(text_at(event, "duration"))
    if minutes is not None or starts is None:
        return minutes
    text = text_at(event, "end")
    ends, clock = instant_or_local(text), clock_time(text)
    if ends is None and clock is not None:
        ends = day_at(starts.date(), clock).replace(tzinfo=starts.tzinfo)
        ends += timedelta(days=1) if ends <= starts else timedelta()
    if ends is None or (ends.tzinfo is None) != (starts.tzinfo is None) or ends <= starts:
        return None
    return int((ends - starts).total_seconds() // 60)


def _person(person: Element) -> Person:
    name = text_at(person, *_NAMES) or person.get("name", "") or text_of(person)
    picture = text_at(person, "avatar", "avatar_url", "image") or person.get("avatar", "")
    links = [Link("picture", picture)] if picture else []
    links += [
        Link("link", link.get("href") or link.get("url") or text_of(link), text_of(link) or link.get("title", ""))
        for link in person.findall("links/link")
    ]
    links += [Link("link", url) for child in person.findall("url") if (url := text_of(child))]
    return Person(
        name, (person.get("guid", ""), person.get("code", ""), person.get("id", "")),
        biography=text_at(person, *_ABOUT), email=text_at(person, "email"), links=links,
        facts=[
            *_answers(person),
            *((one.tag, text) for one in person if one.tag not in _SETTLED_OF_PERSONS and (text := text_of(one))),
        ],
        is_moderator=(person.get("role") or person.get("event_role") or "").lower() in _MODERATES,
    )  # fmt: skip


def _take_links(entry: Entry, event: Element) -> None:
    for path, kind in (("links/link", "link"), ("attachments/attachment", "attachment")):
        for link in event.findall(path):
            url = link.get("href") or link.get("url") or ""
            entry.links.append(Link(kind, url or text_of(link), text_of(link) or link.get("title", "")))
    for names, kind in (
        (("url",), "page"), (("logo",), "picture"), (("feedback_url",), "feedback"), (("origin_url",), "origin"),
    ):  # fmt: skip
        if url := text_at(event, *names):
            entry.links.append(Link(kind, url))


def _take_recording(entry: Entry, event: Element) -> None:
    recording = event.find("recording")
    addresses = [text_at(event, "video_download_url"), text_at(event, "video")]
    if recording is not None:
        _take_terms(entry, recording)
        addresses.insert(0, text_at(recording, "url", "link"))
    for url in filter(None, dict.fromkeys(addresses)):
        if url.startswith("https://") and not entry.recording_url:
            entry.recording_url = url
        else:
            entry.links.append(Link("recording", url))


def _take_terms(entry: Entry, recording: Element) -> None:
    if licence := text_at(recording, "license", "licence"):
        entry.facts.append(("licence", licence))
    if text_at(recording, "optout").lower() in _YES:
        entry.facts.append(("not recorded", ""))
