"""Reading an iCalendar file: entries become sessions, times of all three kinds find their place."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vBroken
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from conference import zones
from conference.draft.rules import limits
from conference.exchange import rules
from conference.exchange.calendar_file.ours import PRODUCT, taken_apart
from conference.exchange.calendar_file.people import attendees, organisers, part, several, take_people
from conference.exchange.calendar_file.repeating import MOST, starts_of
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
_WAYS_IN = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)
"""Properties that lead into a meeting."""


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
    program = one_line(str(calendar.get("PRODID", "")))[:40]
    gathered = Gathering(f"{NAME} ({program})" if program else NAME, hints or Hints())
    gathered.event.title = one_line(str(calendar.get("NAME") or calendar.get("X-WR-CALNAME") or ""))
    gathered.event.zone = _zone(calendar)
    gathered.event.summary = str(calendar.get("DESCRIPTION") or calendar.get("X-WR-CALDESC") or "")
    moved = {(str(event.get("UID", "")), _start(event, "RECURRENCE-ID"))
             for event in events if event.get("RECURRENCE-ID")}  # fmt: skip
    cancelled: list[str] = []
    guests: list[str] = []
    whole_days: list[str] = []
    named = Counter(name for event in events for name in organisers(event) if name)
    organisers_speak = len(named) > 1
    if organisers_speak and not is_ours:
        gathered.remarks.append(KeptIn("ORGANIZER", "speakers", sum(named.values())))
    for event in events:
        entry = _entry(event, number=len(gathered.entries) + 1, organisers_speak=organisers_speak)
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled.append(entry.title)
            continue
        if is_ours:
            _take_ours(gathered, entry, event)
        else:
            guests += attendees(event)
        if entry.starts is None and (event.get("RRULE") is not None or event.get("RDATE") is not None):
            whole_days.append(one_line(entry.title))
        for one in _each_time(gathered, entry, event, moved):
            gathered.add(one)
    gathered.remarks += _left_out(calendar, cancelled, guests, whole_days)
    if not gathered.entries:
        raise rules.NothingInIt(NAME)
    return gathered.programme()


def _left_out(calendar: Component, cancelled: list[str], guests: list[str], whole_days: list[str]) -> list[LeftOut]:
    """Return what the calendar holds and the programme does not."""
    tasks = [one_line(str(one.get("SUMMARY", ""))) for kind in ("VTODO", "VJOURNAL") for one in calendar.walk(kind)]
    found = (("cancelled", cancelled), ("attendees", list(dict.fromkeys(guests))), ("tasks", tasks),
             ("rules", whole_days))  # fmt: skip
    return [LeftOut(why, len(names), tuple(names[:_EXAMPLES])) for why, names in found if names]


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
        if found := _iana(str(calendar.get(name, ""))):
            return found
    defined = [str(zone.get("TZID", "")) for zone in calendar.walk("VTIMEZONE")]
    used = Counter(
        str(part(event["DTSTART"], "params", {}).get("TZID", ""))
        for event in calendar.walk("VEVENT")
        if event.get("DTSTART") is not None
    )
    likely = [name for name, _ in used.most_common()] + defined
    return next((found for name in likely if (found := _iana(name))), "")


def _iana(name: str) -> str:
    """Return the IANA name of a zone, which Windows calls otherwise and some programs put a path before."""
    name = name.strip()
    known = WINDOWS_TO_OLSON.get(name, name)
    parts = known.split("/")
    ends = ("/".join(parts[-many:]) for many in range(len(parts), 1, -1))
    return next((one for one in (known, *ends) if zones.is_zone(one)), "")


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
        abstract=str(event.get("DESCRIPTION", "")).strip() or str(event.get("X-ALT-DESC", "")),
        starts=starts,
        day=day,
        minutes=_minutes(event, starts) if starts else None,
        track=next(iter(categories := _categories(event)), ""),
        facts=[("tags", ", ".join(categories[1:]))] if categories[1:] else [],
    )
    _take_place(entry, event)
    take_people(entry, event, organisers_speak=organisers_speak)
    if url := str(event.get("URL", "")).strip():
        entry.links.append(Link("page", url))
    for attached in several(event, "ATTACH"):
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
    found = part(value, "dt", None)
    if not isinstance(found, datetime):
        return found if isinstance(found, date) else None
    zone = _iana(str(part(event.get(name), "params", {}).get("TZID", "")))
    if found.tzinfo is None and zone:
        found = found.replace(tzinfo=zones.zone(zone))
    return found.replace(microsecond=0)


def _minutes(event: Component, starts: datetime) -> int | None:
    length = part(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return max(0, int(length.total_seconds() // 60))
    ends = _start(event, "DTEND")
    if isinstance(ends, datetime) and (ends.tzinfo is None) == (starts.tzinfo is None):
        return max(0, int((ends - starts).total_seconds() // 60))
    return minutes_in(str(event.get("DURATION", "")))


def _categories(event: Component) -> list[str]:
    names = []
    for found in several(event, "CATEGORIES"):
        names += [one_line(str(one)) for one in part(found, "cats", [found])]
    return list(dict.fromkeys(name for name in names if name))


def _take_place(entry: Entry, event: Component) -> None:
    """Take the place; one that is an address is the way in."""
    place = one_line(str(event.get("LOCATION", "")))
    ways = [str(one) for name in _WAYS_IN for one in several(event, name)]
    way = next((one for one in ways if one.startswith("https://")), "")
    if limits.is_secure_address(place):
        way, place = way or place, ""
    elif found := _ADDRESS.search(place):
        way = way or found[0]
    entry.room, entry.join_url = place, way


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
    further = _dates(event, "RDATE", entry.starts)
    if entry.starts is None or (event.get("RRULE") is None and not further):
        return [entry]
    excluded = {when for key, when in moved if key == uid} | set(_dates(event, "EXDATE", entry.starts))
    rule = next(iter(several(event, "RRULE")), None)
    if isinstance(rule, vBroken):
        entry.facts.append(("Rrule", str(rule)))
        times, is_cut = [entry.starts], True
    elif rule is None:
        times, is_cut = [entry.starts], False
    else:
        times, is_cut = starts_of(rule, entry.starts, excluded)
    times += [time for time in dict.fromkeys(further) if time not in times and time not in excluded]
    gathered.remarks.append(Repeated(one_line(entry.title), len(times), is_cut))
    return [_at(entry, time, f"{uid}/{time.isoformat()}" if number else uid) for number, time in enumerate(times)]


def _dates(event: Component, name: str, like: datetime | None) -> list[datetime]:
    """Return the times of a property of several, those that are of the same form as the start of its entry."""
    found = [one.dt for dates in several(event, name) for one in part(dates, "dts", [])]
    times = [one[0] if isinstance(one, tuple) else one for one in found]
    return [
        time.replace(microsecond=0)
        for time in times
        if isinstance(time, datetime) and like is not None and (time.tzinfo is None) == (like.tzinfo is None)
    ][:MOST]


def _at(entry: Entry, time: datetime, key: str) -> Entry:
    return Entry(
        place=entry.place, title=entry.title, ids=(key,), made_of=entry.made_of, abstract=entry.abstract,
        starts=time, minutes=entry.minutes, room=entry.room, track=entry.track, persons=list(entry.persons),
        links=list(entry.links), facts=list(entry.facts), join_url=entry.join_url,
    )  # fmt: skip
