"""The words of feeds for tests: German, as a translator would write them; and frames to render in."""

import dataclasses
from datetime import date, timedelta

from conference.calendars.render import Cover, Frame, Words
from conference.programme.document import Document, Programme, succeed
from tests.factories.programme import NOW, document

BASE = "https://conference.example"

GERMAN = Words(
    language="de",
    cancelled="Abgesagt: %(title)s",
    titled="%(title)s · %(event)s",
    all_agendas="Alle meine Sitzungen",
    waiting="%(title)s (Warteliste, Platz %(place)s)",
    waiting_note="Sie stehen auf der Warteliste: Platz %(place)s.",
    offered="%(title)s (Ihnen wird ein Platz angeboten)",
    offered_note="Für Sie ist ein Platz frei bis %(until)s.",
    called_off="Diese Sitzung ist abgesagt.",
    taken_out="Diese Sitzung hat keinen Termin mehr.",
    speakers="Es sprechen: %(names)s",
    moderators="Moderation: %(names)s",
    interpreters="Es dolmetschen: %(names)s",
    partnerships="Städtepartnerschaft: %(names)s",
    room="Raum: %(names)s",
    themes="Thema: %(names)s",
    spoken="Gesprochen: %(languages)s",
    interpreted="Gedolmetscht: %(languages)s",
    captioned="Untertitel: %(languages)s",
    signed="Gebärdensprache: %(languages)s",
    easy="Leichte Sprache: %(languages)s",
    recording="Es gibt eine Aufzeichnung.",
    door="Zugang und Unterlagen: %(url)s",
    way_in="Zugang",
    agenda="%(event)s – Meine Agenda",
    going="Aus der Delegation: %(names)s",
    queueing="Auf der Warteliste: %(names)s",
    part="%(event)s – %(name)s",
    nothing_booked="Noch nichts gebucht",
    nothing_booked_more="Im Programm buchen: %(url)s",
    day=date.isoformat,
    city=lambda zone: zone.rpartition("/")[2],
    language_name=str.upper,
)

ENGLISH = dataclasses.replace(GERMAN, language="en", cancelled="Cancelled: %(title)s")
TURKISH = dataclasses.replace(GERMAN, language="tr", cancelled="İptal: %(title)s")

COVER = Cover(
    name="Konferenz der Städte",
    summary="Zwei Wochen.",
    page=f"{BASE}/cities/programme",
    source=f"{BASE}/cities/calendar.ics",
    refresh=timedelta(hours=1),
    colour="#121d33",
)


def released(of: Document | None = None, older: Document | None = None) -> Document:
    """Return a document as the release that follows ``older``, published at ``NOW`` or a day later each time."""
    at = NOW if older is None else older.published_at + timedelta(days=1)
    return succeed(older, of or document(), published_at=at)


def frame_of(of: Document, words: Words = GERMAN, *, zones: tuple[str, ...] | None = None, base: str = BASE) -> Frame:
    """Return a frame; its digest tells documents apart as that of a release does."""
    programme = Programme(of)
    return Frame(programme, f"{id(programme)}-{hash(repr(of))}", base, words, zones or programme.zones)
