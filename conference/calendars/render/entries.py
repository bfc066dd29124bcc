"""One session as a calendar entry (VEVENT, RFC 5545 section 3.6.1), rendered once and kept."""

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from functools import partial
from uuid import UUID, uuid5

from icalendar import Alarm, Event, vText, vUri

from conference.calendars.render.colours import colour_name
from conference.calendars.render.description import description_of, summary_of
from conference.calendars.render.folding import folded
from conference.calendars.render.frame import Entry, Frame, Kind
from conference.calendars.render.shelf import MEGABYTE, Shelf
from conference.calendars.render.text import one_line
from conference.calendars.rules import is_tombstone, latest, slot_in_calendars
from conference.programme.document import Theme

_kept: Shelf[bytes] = Shelf(32 * MEGABYTE, len)

_BEGIN = b"BEGIN:VEVENT\r\n"
_END = b"END:VEVENT\r\n"
_ALARMS = UUID("8f0c5d0e-3f0b-4a56-9a35-5c1d7c0e52b1")


def entry_bytes(frame: Frame, entry: Entry) -> bytes:
    """Return an entry as it stands in a feed, folded, with CRLF.

    All but its stamps is the same for everyone who reads it in this language, so it is rendered once; the
    stamps are set in front, and the alarms that its reader chose before its end. DTSTAMP equals LAST-MODIFIED,
    since without METHOD it means just that (RFC 5545 section 3.8.7.2).
    """
    session, programme = entry.session, frame.programme
    key = (
        frame.digest,
        session.uid,
        entry.kind,
        entry.place,
        entry.respond_by,
        entry.note,
        frame.words.digest,
        frame.zones,
        frame.base_url,
        frame.choices.is_short,
        frame.choices.fills_time,
        frame.event_name,
    )
    body = _kept.get(key, lambda: _rendered(frame, entry))
    if session.stamp:
        shown_since = latest(session.stamp.changed_at, session.stamp.redacted_at)
    else:
        shown_since = programme.document.published_at
    changed_at = latest(shown_since, entry.changed_at, frame.told_at)
    stamp = changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode()
    if frame.choices.alarms and entry.kind is Kind.BOOKED and not is_tombstone(session):
        body = b"".join((body.removesuffix(_END), *_alarms(frame, entry), _END))
    return b"%bDTSTAMP:%b\r\nLAST-MODIFIED:%b\r\n%b" % (_BEGIN, stamp, stamp, body)


def _alarms(frame: Frame, entry: Entry) -> Iterator[bytes]:
    """Yield the alarms of an entry (RFC 5545 section 3.6.6), each kept for all who chose it.

    Only a seat rings: who waits for one would be called to a room that has none. The uid is the same for every
    reader and release, so that an alarm that somebody dismissed stays dismissed (RFC 9074 section 4).
    """
    session = entry.session
    for minutes in frame.choices.alarms:
        key = ("alarm", frame.digest, session.uid, minutes, frame.words.digest, frame.event_name)
        yield _kept.get(key, partial(_alarm, frame, entry, minutes))


def _alarm(frame: Frame, entry: Entry, minutes: int) -> bytes:
    alarm = Alarm()
    alarm.add("uid", str(uuid5(_ALARMS, f"{entry.session.uid} {minutes}")))
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(summary_of(frame, entry)))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return folded(bytes(alarm.to_ical()))


def _rendered(frame: Frame, entry: Entry) -> bytes:
    """Return an entry without its first line and its stamps."""
    session, programme, words = entry.session, frame.programme, frame.words
    slot = slot_in_calendars(session)
    if slot is None:
        raise ValueError(session.code)
    gone = is_tombstone(session)
    stamp = session.stamp
    themes = programme.themes_of(session)
    door = frame.door_of(session)
    starts_at = slot.starts_at.astimezone(UTC)

    event = Event()
    event.add("uid", str(session.uid))
    event.add("created", (stamp.created_at if stamp else programme.document.published_at).astimezone(UTC))
    event.add("sequence", stamp.sequence if stamp else 0)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=max(1, slot.minutes)))
    event.add("summary", vText(summary_of(frame, entry)))
    event.add("description", vText(description_of(frame, entry, slot)))
    event.add("url", vUri(door))
    if not gone:
        event.add("location", vText(door))
        label = one_line(words.way_in).replace('"', "”")
        conference = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": label}
        event.add("conference", vUri(door), parameters=conference)  # type: ignore[arg-type]
    for categories in _categories(frame, themes):
        event.add("categories", categories)
    if themes:
        event.add("color", colour_name(themes[0].colour))
    waits = entry.kind in {Kind.WAITING, Kind.OFFERED}
    event.add("status", "CANCELLED" if gone else "TENTATIVE" if waits else "CONFIRMED")
    fills_time = frame.choices.fills_time and entry.kind not in {Kind.PUBLIC, Kind.GROUP} and not gone
    event.add("transp", "OPAQUE" if fills_time else "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE" if not fills_time else "TENTATIVE" if waits else "BUSY")
    event.add("class", "PUBLIC" if entry.kind in {Kind.PUBLIC, Kind.SINGLE} else "PRIVATE")
    return folded(bytes(event.to_ical())).removeprefix(_BEGIN)


def _categories(frame: Frame, themes: Sequence[Theme]) -> list[list[str]]:
    """Return the titles of themes by the lines in which they stand: one, as most programs like it best.

    Where a title needs an escape each has a line of its own, which RFC 5545 section 3.8.1.2 allows, too: libical
    and ical.js do not find the ends of what stands in a list then.
    """
    titles = [title for theme in themes if (title := one_line(frame.told(theme.title)))]
    if any(sign in title for title in titles for sign in "\\;,"):
        return [[title] for title in titles]
    return [titles] if titles else []
