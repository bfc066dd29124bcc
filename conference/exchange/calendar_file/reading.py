"""Reading an iCalendar file: entries become sessions, times of all three kinds find their place."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vBroken

from conference import zones
from conference.draft.rules import limits
from conference.exchange import rules
from conference.exchange.calendar_file.ours import PRODUCT, taken_apart
from conference.exchange.calendar_file.repeating import starts_of
from conference.exchange.document import KeptIn, LeftOut, PlainProgramme, Repeated
from conference.exchange.gathering import (
    Entry,
    Gathering,
    Hints,
    Link,
    Person,
    day_in,
    instant_or_local,
    minutes_in,
    one_line,
)

NAME = "iCalendar"
_MOST_LINES = 400_000
_EXAMPLES = 3
_ADDRESS = re.compile(r"https://[^\s<>\"\\]+")
_SETTLED = frozenset(
    {
        "UID", "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "DURATION", "LOCATION", "CATEGORIES", "URL", "ATTACH",
        "ORGANIZER", "ATTENDEE", "STATUS", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "DTSTAMP", "CREATED",
        "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY", "CONFERENCE", "COLOR", "GEO", "CONTACT",
    }
)  # fmt: skip
"""Properties that have a place, or concern calendar programs alone."""


def recognises(data: bytes) -> bool:
    """Say whether content means to be a calendar."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read(data: bytes, hints: Hints | None = None) -> PlainProgramme:
    """Read a calendar.

    :raises conference.exchange.rules.Unreadable: the file as a whole cannot be read.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    calendar = _parsed(data)
    events = calendar.walk("VEVENT")
    if not events:
        raise rules.NothingInIt(NAME)
    is_ours = str(calendar.get("PRODID", "")).startswith(PRODUCT)
    gathered = Gathering(f"{NAME} ({one_line(str(calendar.get('PRODID', '')))[:40] or 'of no known program'})",
                         hints or Hints())  # fmt: skip
    gathered.event.title = one_line(str(calendar.get("NAME") or calendar.get("X-WR-CALNAME") or ""))
    gathered.event.zone = _zone(calendar)
    gathered.event.summary = str(calendar.get("DESCRIPTION") or calendar.get("X-WR-CALDESC") or "")
    moved = {(str(event.get("UID", "")), _start(event, "RECURRENCE-ID"))
             for event in events if event.get("RECURRENCE-ID")}  # fmt: skip
    cancelled: list[str] = []
    organisers = Counter(name for event in events for name in _organisers(event) if name)
    organisers_speak = len(organisers) > 1
    if organisers_speak and not is_ours:
        gathered.remarks.append(KeptIn("ORGANIZER", "speakers", sum(organisers.values())))
    for event in events:
        entry = _entry(event, number=len(gathered.entries) + 1, organisers_speak=organisers_speak)
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled.append(entry.title)
            continue
        if is_ours:
            _take_ours(gathered, entry, event)
        for one in _each_time(gathered, entry, event, moved):
            gathered.add(one)
    if cancelled:
        gathered.remarks.append(LeftOut("cancelled", len(cancelled), tuple(cancelled[:_EXAMPLES])))
    if not gathered.entries:
        raise rules.NothingInIt(NAME)
    return gathered.programme()


def _parsed(data: bytes) -> Component:
    if data.count(b"\n") > _MOST_LINES:
        raise rules.TooMany("the file", _MOST_LINES)
    if len(re.findall(rb"(?im)^BEGIN:VEVENT", data)) > rules.MOST_SESSIONS:
        raise rules.TooMany("the calendar", rules.MOST_SESSIONS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise rules.NotUtf8(error.start) from None
    # Some write an empty line between all lines, or none at the end.
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    try:
        found = Calendar.from_ical("\r\n".join(lines) + "\r\n", multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise rules.NotCalendar(one_line(str(error))[:200]) from None
    except RecursionError:
        raise rules.NestedTooDeep from None
    calendars: list[Component] = [one for one in found if one.name == "VCALENDAR"]
    if not calendars:
        raise rules.NotCalendar("it has no VCALENDAR")
    for more in calendars[1:]:
        for event in more.walk("VEVENT"):
            calendars[0].add_component(event)
    return calendars[0]


def _zone(calendar: Component) -> str:
    """Return the zone that a calendar names, in whichever way."""
    for name in ("X-WR-TIMEZONE", "TIMEZONE-ID", "VTIMEZONE", "TZID"):
        if zones.is_zone(found := str(calendar.get(name, "")).strip()):
            return found
    defined = [str(zone.get("TZID", "")).strip() for zone in calendar.walk("VTIMEZONE")]
    used = Counter(
        str(_part(event["DTSTART"], "params", {}).get("TZID", "")).strip()
        for event in calendar.walk("VEVENT")
        if event.get("DTSTART") is not None
    )
    likely = [name for name, _ in used.most_common()] + defined
    return next((name for name in likely if zones.is_zone(name)), "")


def _entry(event: Component, *, number: int, organisers_speak: bool) -> Entry:
    starts, day = _start(event, "DTSTART"), None
    if not isinstance(starts, datetime):
        starts, day = None, starts
    uid = str(event.get("UID", "")).strip()
    entry = Entry(
        place=f"entry {number}",
        title=str(event.get("SUMMARY", "")),
        ids=(uid,),
        made_of="UID",
        abstract=str(event.get("DESCRIPTION", "")),
        starts=starts,
        day=day,
        minutes=_minutes(event, starts) if starts else None,
        track=_category(event),
    )
    _take_place(entry, event)
    _take_people(entry, event, organisers_speak=organisers_speak)
    if url := str(event.get("URL", "")).strip():
        entry.links.append(Link("page", url))
    for attached in _several(event, "ATTACH"):
        if (url := str(attached)).startswith(("http://", "https://")):
            entry.links.append(Link("attachment", url))
    for name, value in event.items():
        if name.upper() not in _SETTLED and not name.upper().startswith("X-") and str(value).strip():
            entry.facts.append((name.capitalize(), str(value)))
    return entry


def _start(event: Component, name: str) -> datetime | date | None:
    """Return a time: an instant, a local time of no zone, or a day."""
    value = event.get(name)
    if isinstance(value, vBroken):
        return instant_or_local(str(value)) or day_in(str(value))
    found = _part(value, "dt", None)
    if not isinstance(found, datetime):
        return found if isinstance(found, date) else None
    zone = str(_part(event.get(name), "params", {}).get("TZID", "")).strip()
    if found.tzinfo is None and zones.is_zone(zone):
        found = found.replace(tzinfo=zones.zone(zone))
    return found.replace(microsecond=0)


def _minutes(event: Component, starts: datetime) -> int | None:
    length = _part(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return max(0, int(length.total_seconds() // 60))
    ends = _start(event, "DTEND")
    if isinstance(ends, datetime) and (ends.tzinfo is None) == (starts.tzinfo is None):
        return max(0, int((ends - starts).total_seconds() // 60))
    return minutes_in(str(event.get("DURATION", "")))


def _part(value: Any, name: str, otherwise: Any) -> Any:
    """Return a part of a property's value; what is malformed has none."""
    return otherwise if isinstance(value, vBroken) else getattr(value, name, otherwise)


def _several(event: Component, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _category(event: Component) -> str:
    names = []
    for found in _several(event, "CATEGORIES"):
        names += [str(one) for one in _part(found, "cats", [found])]
    return one_line(names[0]) if names else ""


def _take_place(entry: Entry, event: Component) -> None:
    """Take the place; one that is an address is the way in."""
    place = one_line(str(event.get("LOCATION", "")))
    way = next((str(one) for one in _several(event, "CONFERENCE") if str(one).startswith("https://")), "")
    if limits.is_secure_address(place):
        way, place = way or place, ""
    elif found := _ADDRESS.search(place):
        way = way or found[0]
    entry.room, entry.join_url = place, way


def _organisers(event: Component) -> list[str]:
    names = [str(_part(one, "params", {}).get("CN", "")) for one in _several(event, "ORGANIZER")]
    return [one_line(name.replace("\\n", " ").strip('"')) for name in names]


def _take_people(entry: Entry, event: Component, *, organisers_speak: bool) -> None:
    """Take whom the entry names as giving it.

    :param organisers_speak: whether ORGANIZER differs from entry to entry, as in programmes that name speakers there.
    """
    for name in _organisers(event):
        if organisers_speak:
            entry.persons += [Person(part) for part in re.split(r"\s*[,;]\s+", name) if part]
        elif name:
            entry.facts.append(("Organizer", name))
    for person in _several(event, "ATTENDEE"):
        params = _part(person, "params", {})
        if str(params.get("ROLE", "")).upper() == "CHAIR" and (name := one_line(str(params.get("CN", "")))):
            entry.persons.append(Person(name))
    if contact := one_line(str(event.get("CONTACT", ""))):
        entry.facts.append(("Contact", contact))
    if (geo := event.get("GEO")) is not None and (where := _part(geo, "latitude", None)) is not None:
        entry.facts.append(("Geo", f"{where}, {geo.longitude}"))


def _take_ours(gathered: Gathering, entry: Entry, event: Component) -> None:
    """Take an entry of our own feeds apart: its text was composed for those who read calendars."""
    parts = taken_apart(str(event.get("DESCRIPTION", "")).replace("\r\n", "\n"))
    entry.abstract, entry.room = parts.abstract, parts.room
    entry.track = parts.theme or entry.track
    entry.persons = [Person(name) for name in parts.speakers]
    entry.links, entry.join_url, entry.facts = [], "", []
    gathered.event.language = gathered.event.language or parts.language
    gathered.event.city = gathered.event.city or parts.city


def _each_time(gathered: Gathering, entry: Entry, event: Component, moved: set[tuple[str, Any]]) -> list[Entry]:
    """Return an entry for each time that its rule names, itself where there is none."""
    uid = entry.ids[0]
    recurrence = _start(event, "RECURRENCE-ID")
    if recurrence is not None:
        entry.ids = (f"{uid}/{recurrence.isoformat()}",)
        return [entry]
    if event.get("RRULE") is None or entry.starts is None:
        return [entry]
    excluded = {when for key, when in moved if key == uid}
    for dates in _several(event, "EXDATE"):
        excluded |= {found.dt for found in _part(dates, "dts", [])}
    rule = _several(event, "RRULE")[0]
    if isinstance(rule, vBroken):
        entry.facts.append(("Rrule", str(rule)))
        times, is_cut = [entry.starts], True
    else:
        times, is_cut = starts_of(rule, entry.starts, excluded)
    gathered.remarks.append(Repeated(one_line(entry.title), len(times), is_cut))
    return [_at(entry, time, f"{uid}/{time.isoformat()}" if number else uid) for number, time in enumerate(times)]


def _at(entry: Entry, time: datetime, key: str) -> Entry:
    return Entry(
        place=entry.place, title=entry.title, ids=(key,), made_of=entry.made_of, abstract=entry.abstract,
        starts=time, minutes=entry.minutes, room=entry.room, track=entry.track, persons=list(entry.persons),
        links=list(entry.links), facts=list(entry.facts), join_url=entry.join_url,
    )  # fmt: skip
