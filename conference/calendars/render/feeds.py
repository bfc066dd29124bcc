"""A feed: a header, the ready entries, and an end (VCALENDAR, RFC 5545 section 3.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText, vUri

from conference.calendars.render.colours import colour_name
from conference.calendars.render.entries import entry_bytes
from conference.calendars.render.folding import folded
from conference.calendars.render.frame import Entry, Frame
from conference.calendars.render.text import cleaned, one_line

PRODUCT = "-//Meridian//Meridian 1//EN"
"""Names the software and its line of versions; the same in every feed, so that it never changes one."""

FORM = "4"
"""Of entries and feeds as this package writes them; raised with every change of it, since tags rest on it."""

_END = b"END:VCALENDAR\r\n"
_PLACEHOLDERS = UUID("2f6d7c1e-0a57-4b0c-9d0e-6a1d6c0b7f35")


@dataclass(frozen=True, slots=True)
class Cover:
    """What a feed says of itself.

    :ivar name: shown in the list of calendars.
    :ivar summary: a sentence or two.
    :ivar page: the address of the page for people.
    :ivar source: the feed's own address; None for a private one, which must not be in what people export.
    :ivar refresh: how often programs should look, as a hint (RFC 7986 section 5.7).
    :ivar colour: ``#rrggbb``.
    """

    name: str
    summary: str
    page: str
    source: str | None
    refresh: timedelta
    colour: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What an empty personal feed shows: a day-long entry that fills no time.

    :ivar key: makes its uid; the same for the same feed.
    """

    key: str
    day: date
    title: str
    text: str
    page: str
    changed_at: datetime


def feed_bytes(frame: Frame, cover: Cover, entries: Iterable[Entry], placeholder: Placeholder | None = None) -> bytes:
    """Return a whole feed, with CRLF after each line, the last too.

    The header has neither METHOD (it would make an invitation of it: RFC 5546 section 3.2.1) nor a uid (some
    programs then take all entries for one). A calendar needs a component (RFC 5545 section 3.6): an empty feed
    shows ``placeholder``, or else holds the definition of UTC, which shows nothing.
    """
    parts = [entry_bytes(frame, entry) for entry in entries]
    if not parts:
        parts = [_day_long(placeholder) if placeholder else _UTC]
    return b"".join((_header(cover), *parts, _END))


def joined_feed(cover: Cover, entries: Iterable[bytes]) -> bytes:
    """Return a calendar of ready entries, which may be of several events; without any it shows nothing."""
    return b"".join((_header(cover), *(list(entries) or [_UTC]), _END))


@lru_cache(maxsize=512)
def _header(cover: Cover) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    for text, names in (
        (one_line(cover.name), ("name", "x-wr-calname")),
        (cleaned(cover.summary).strip(), ("description", "x-wr-caldesc")),
    ):
        if text:  # libical takes a property without a value for an error
            for name in names:
                calendar.add(name, vText(text))
    calendar.add("refresh-interval", cover.refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(cover.refresh))
    calendar.add("color", colour_name(cover.colour))
    calendar.add("x-apple-calendar-color", cover.colour.upper())
    if cover.source:
        calendar.add("source", vUri(cover.source), parameters={"VALUE": "URI"})
    calendar.add("url", vUri(cover.page))
    return folded(bytes(calendar.to_ical())).removesuffix(_END)


def _day_long(placeholder: Placeholder) -> bytes:
    event = Event()
    event.add("uid", str(uuid5(_PLACEHOLDERS, placeholder.key)))
    event.add("dtstamp", placeholder.changed_at.astimezone(UTC))
    event.add("last-modified", placeholder.changed_at.astimezone(UTC))
    event.add("dtstart", placeholder.day)
    event.add("dtend", placeholder.day + timedelta(days=1))
    event.add("summary", vText(one_line(placeholder.title)))
    event.add("description", vText(cleaned(placeholder.text)))
    event.add("url", vUri(placeholder.page))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("class", "PRIVATE")
    return folded(bytes(event.to_ical()))


def _utc_definition() -> bytes:
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    standard.add("tzname", "UTC")
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return bytes(zone.to_ical())


_UTC = _utc_definition()
