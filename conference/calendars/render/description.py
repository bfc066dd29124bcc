"""An entry in words: what a person reads who sees it in a calendar, and who opens it."""

from collections.abc import Iterator
from datetime import datetime

from conference import zones
from conference.calendars.render.frame import Entry, Frame, Kind
from conference.calendars.render.text import cleaned, one_line, plain_text
from conference.calendars.render.words import Words
from conference.calendars.rules import is_tombstone
from conference.programme.document import Passport, Session, Slot


def summary_of(frame: Frame, entry: Entry) -> str:
    """Return the title of an entry: that of its session, and how it stands, or how its reader stands to it."""
    title = one_line(frame.told(entry.session.title)) or entry.session.code
    if frame.event_name:
        title = frame.words.titled % {"title": title, "event": frame.event_name}
    if is_tombstone(entry.session):
        return frame.words.cancelled % {"title": title}
    if entry.kind is Kind.WAITING:
        return frame.words.waiting % {"title": title, "place": entry.place}
    if entry.kind is Kind.OFFERED:
        return frame.words.offered % {"title": title}
    return title


def description_of(frame: Frame, entry: Entry, slot: Slot) -> str:
    """Return what a person reads who opens the entry: paragraphs apart by an empty line."""
    session, words = entry.session, frame.words
    paragraphs: list[str] = []
    if is_tombstone(session):
        paragraphs.append(words.called_off if session.slot else words.taken_out)
    elif entry.kind is Kind.WAITING:
        paragraphs.append(words.waiting_note % {"place": entry.place})
    elif entry.respond_by is not None:
        paragraphs.append(words.offered_note % {"until": _clocks(frame, entry.respond_by)})
    paragraphs += [entry.note, _clocks(frame, slot.starts_at)]
    if not frame.choices.is_short:
        paragraphs += _contents(frame, session)
    paragraphs.append(words.door % {"url": frame.door_of(session)})
    return cleaned("\n\n".join(paragraph for paragraph in paragraphs if paragraph)).strip()


def _contents(frame: Frame, session: Session) -> Iterator[str]:
    """Yield what a session is about, who is on stage, in which languages, and what is left of it."""
    words, programme = frame.words, frame.programme
    yield plain_text(frame.told(session.abstract))
    room = programme.room_of(session)
    facts = [
        *_people(frame, session),
        _partnerships(frame, session),
        words.themes % {"names": ", ".join(one_line(frame.told(t.title)) for t in programme.themes_of(session))}
        if session.themes
        else "",
        words.room % {"names": one_line(frame.told(room.name))} if room else "",
        *_passport(words, session.passport),
    ]
    yield "\n".join(fact for fact in facts if fact)
    if session.recording_url:
        yield words.recording
    yield plain_text(frame.told(session.remains))


def _clocks(frame: Frame, instant: datetime) -> str:
    """Return an instant by the clocks of each zone: ``Tuesday 8 June 2027, 10:00 Berlin, 11:00 İstanbul``.

    Where the zones stand on different days, each names its own.
    """
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
            affiliation = one_line(frame.told(person.affiliation))
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
