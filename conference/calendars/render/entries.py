"""One session as a calendar entry (VEVENT, RFC 5545 section 3.6.1), rendered once and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID, uuid5

from icalendar import Alarm, Event, vText, vUri

from conference import zones
from conference.calendars.render.colours import colour_name
from conference.calendars.render.folding import folded
from conference.calendars.render.shelf import Shelf
from conference.calendars.render.text import cleaned, one_line, plain_text
from conference.calendars.render.words import Words
from conference.calendars.rules import Choices, is_tombstone, slot_in_calendars
from conference.programme.document import Passport, Programme, Session, Slot, Theme
from conference.translated import pick

MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    """For whom an entry is rendered: it decides whether it fills time, and how sure it is."""

    PUBLIC = "public"
    """In the feed of an event, theme or speaker: fills no time, since nobody goes to all of it."""
    SINGLE = "single"
    """Downloaded by itself: someone means to go."""
    GROUP = "group"
    """In the feed of a delegation: some of it are there, which does not fill the time of whoever reads it."""
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Frame:
    """What all entries of a feed share.

    :ivar programme: of the newest release.
    :ivar digest: of the release: with the same digest everything in the programme is the same.
    :ivar base_url: of this installation, without a slash at its end.
    :ivar words: of the feed's language.
    :ivar zones: in which times are told in words, the event's first; IANA names without repetition.
    :ivar choices: what the owner of a private feed lets its entries carry.
    :ivar event_name: of the event, in front of each title, where a feed holds several events.
    """

    programme: Programme
    digest: str
    base_url: str
    words: Words
    zones: tuple[str, ...]
    choices: Choices = field(default_factory=Choices)
    event_name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a feed.

    :ivar place: in the queue, from 1, where it is waited for.
    :ivar respond_by: until when an offered seat is held, UTC.
    :ivar note: a paragraph above all else, such as who goes.
    :ivar changed_at: of the booking, UTC: an entry has changed when its session or its booking has.
    """

    session: Session
    kind: Kind = Kind.PUBLIC
    place: int | None = None
    changed_at: datetime | None = None
    respond_by: datetime | None = None
    note: str = ""


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
    changed_at = session.stamp.changed_at if session.stamp else programme.document.published_at
    if entry.changed_at is not None and entry.changed_at > changed_at:
        changed_at = entry.changed_at
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
    alarm.add("description", vText(_summary(frame, entry)))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return folded(bytes(alarm.to_ical()))


def door_of(base_url: str, session: Session) -> str:
    """Return the one address that calendars carry of a session; where it leads may change, it does not."""
    return f"{base_url}/s/{session.code}"


def _rendered(frame: Frame, entry: Entry) -> bytes:
    """Return an entry without its first line and its stamps."""
    session, programme, words = entry.session, frame.programme, frame.words
    slot = slot_in_calendars(session)
    if slot is None:
        raise ValueError(session.code)
    gone = is_tombstone(session)
    stamp = session.stamp
    themes = programme.themes_of(session)
    door = door_of(frame.base_url, session)
    starts_at = slot.starts_at.astimezone(UTC)

    event = Event()
    event.add("uid", str(session.uid))
    event.add("created", (stamp.created_at if stamp else programme.document.published_at).astimezone(UTC))
    event.add("sequence", stamp.sequence if stamp else 0)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=max(1, slot.minutes)))
    event.add("summary", vText(_summary(frame, entry)))
    event.add("description", vText(_description(frame, entry, slot)))
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


def _text(frame: Frame, text: dict[str, str]) -> str:
    return pick(text, frame.words.language, frame.programme.event.languages)


def _categories(frame: Frame, themes: Sequence[Theme]) -> list[list[str]]:
    """Return the titles of themes by the lines in which they stand: one, as most programs like it best.

    Where a title needs an escape each has a line of its own, which RFC 5545 section 3.8.1.2 allows, too: libical
    and ical.js do not find the ends of what stands in a list then.
    """
    titles = [title for theme in themes if (title := one_line(_text(frame, theme.title)))]
    if any(sign in title for title in titles for sign in "\\;,"):
        return [[title] for title in titles]
    return [titles] if titles else []


def _summary(frame: Frame, entry: Entry) -> str:
    title = one_line(_text(frame, entry.session.title)) or entry.session.code
    if frame.event_name:
        title = frame.words.titled % {"title": title, "event": frame.event_name}
    if is_tombstone(entry.session):
        return frame.words.cancelled % {"title": title}
    if entry.kind is Kind.WAITING:
        return frame.words.waiting % {"title": title, "place": entry.place}
    if entry.kind is Kind.OFFERED:
        return frame.words.offered % {"title": title}
    return title


def _description(frame: Frame, entry: Entry, slot: Slot) -> str:
    """Return what a person reads who opens the entry: paragraphs apart by an empty line."""
    session, words = entry.session, frame.words
    paragraphs: list[str] = []
    if is_tombstone(session):
        paragraphs.append(words.called_off if session.slot else words.taken_out)
    elif entry.kind is Kind.WAITING:
        paragraphs.append(words.waiting_note % {"place": entry.place})
    elif entry.respond_by is not None:
        paragraphs.append(words.offered_note % {"until": _clocks(frame, entry.respond_by)})
    paragraphs += [entry.note, _times(frame, slot)]
    if not frame.choices.is_short:
        paragraphs += _contents(frame, session)
    paragraphs.append(words.door % {"url": door_of(frame.base_url, session)})
    return cleaned("\n\n".join(paragraph for paragraph in paragraphs if paragraph)).strip()


def _contents(frame: Frame, session: Session) -> Iterator[str]:
    """Yield what a session is about, who is on stage, in which languages, and what is left of it."""
    words, programme = frame.words, frame.programme
    yield plain_text(_text(frame, session.abstract))
    room = programme.room_of(session)
    facts = [
        *_people(frame, session),
        _partnerships(frame, session),
        words.themes % {"names": ", ".join(one_line(_text(frame, t.title)) for t in programme.themes_of(session))}
        if session.themes
        else "",
        words.room % {"names": one_line(_text(frame, room.name))} if room else "",
        *_passport(words, session.passport),
    ]
    yield "\n".join(fact for fact in facts if fact)
    if session.recording_url:
        yield words.recording
    yield plain_text(_text(frame, session.remains))


def _times(frame: Frame, slot: Slot) -> str:
    """Return the start by the clocks of each zone: ``Tuesday 8 June 2027, 10:00 Berlin, 11:00 İstanbul``.

    Where the zones stand on different days, each names its own.
    """
    return _clocks(frame, slot.starts_at)


def _clocks(frame: Frame, instant: datetime) -> str:
    shown = []
    day = None
    for zone in frame.zones:
        local = zones.to_local(instant, zone)
        if local.date() != day:
            day = local.date()
            shown.append(frame.words.day(day))
        shown.append(f"{local:%H:%M} {frame.words.city(zone)}")
    return ", ".join(shown)


def _people(frame: Frame, session: Session) -> Iterator[str]:
    """Yield a line for each part that people have in a session."""
    words, programme = frame.words, frame.programme
    for line, people in (
        (words.speakers, programme.speakers_of(session)),
        (words.moderators, programme.moderators_of(session)),
        (words.interpreters, programme.interpreters_of(session)),
    ):
        names = []
        for person in people:
            affiliation = one_line(_text(frame, person.affiliation))
            name = one_line(person.name)
            names.append(f"{name} ({affiliation})" if affiliation else name)
        if names:
            yield line % {"names": ", ".join(names)}


def _partnerships(frame: Frame, session: Session) -> str:
    names = [
        " – ".join(one_line(town.name) for town in frame.programme.municipalities_of(tie))
        for tie in frame.programme.partnerships_of(session)
    ]
    return frame.words.partnerships % {"names": ", ".join(names)} if names else ""


def _passport(words: Words, passport: Passport) -> list[str]:
    lines = (
        (words.spoken, passport.spoken),
        (words.interpreted, passport.interpreted),
        (words.captioned, passport.captioned),
        (words.signed, passport.signed),
        (words.easy, passport.easy),
    )
    return [
        text % {"languages": ", ".join(words.language_name(code) for code in codes)} for text, codes in lines if codes
    ]
