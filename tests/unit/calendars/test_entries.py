import dataclasses
import re
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from icalendar import Calendar

from conference.calendars.render import Entry, Kind, feed_bytes
from conference.calendars.rules import Choices
from conference.programme.document import Passport, Slot
from tests.factories.feeds import BASE, COVER, ENGLISH, GERMAN, TURKISH, frame_of, released
from tests.factories.programme import CALLED_OFF, HALF_TIME, NOW, YOUTH, at, document, session

ANY = session("ANYY22", starts_at=at(8, 10))


def rendered(session_, words=GERMAN, *, kind=Kind.PUBLIC, place=None, changed_at=None, zones=None, release=None):
    """Return the bytes of a feed of one session, and its entry as a parser reads it."""
    release = release or released(document((session_,)))
    frame = frame_of(release, words, zones=zones)
    known = frame.programme.sessions[session_.code]
    content = feed_bytes(frame, COVER, [Entry(known, kind, place, changed_at)])
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    (event,) = calendar.events
    assert not event.errors
    return content, event


def unfolded(content):
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_an_entry_has_the_facts_of_its_session():
    content, event = rendered(YOUTH)

    assert event["uid"] == str(YOUTH.uid)
    assert event["dtstart"].dt == datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2027, 6, 8, 9, 30, tzinfo=UTC)
    assert event["summary"] == "Jugendräte, die mitentscheiden"
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    assert event["class"] == "PUBLIC"
    assert event["categories"].cats == ["Jugendbeteiligung"]
    lines = unfolded(content)
    assert "DTSTART:20270608T080000Z" in lines
    assert "DTSTAMP:20270608T073700Z" in lines
    assert "LAST-MODIFIED:20270608T073700Z" in lines
    assert "CREATED:20270608T073700Z" in lines


def test_the_description_says_times_people_and_languages_in_words():
    _, event = rendered(YOUTH)

    assert str(event["description"]).split("\n") == [
        "2027-06-08, 10:00 Berlin, 11:00 Istanbul",
        "",
        "Zwei Jugendräte berichten.",
        "",
        "Es sprechen: Zeynep Yıldırım (Gençlik Meclisi)",
        "Städtepartnerschaft: Osnabrück – Çanakkale",
        "Thema: Jugendbeteiligung",
        "Raum: Porsuk",
        "Gesprochen: DE, TR",
        "",
        f"Zugang und Unterlagen: {BASE}/s/YUTH22",
    ]


def test_every_way_of_the_language_passport_has_its_line():
    passport = Passport(spoken=("tr",), interpreted=("de", "en"), captioned=("de",), signed=("de",), easy=("de",))

    _, event = rendered(msgspec.structs.replace(YOUTH, passport=passport))

    assert (
        "Gesprochen: TR\nGedolmetscht: DE, EN\nUntertitel: DE\nGebärdensprache: DE\nLeichte Sprache: DE"
        in event["description"]
    )


def test_zones_on_different_days_name_each_its_own():
    late = session("LATE22", starts_at=at(8, 23, 30))

    _, event = rendered(late, zones=("Europe/Berlin", "Europe/Istanbul", "America/New_York"))

    assert str(event["description"]).startswith(
        "2027-06-08, 23:30 Berlin, 2027-06-09, 00:30 Istanbul, 2027-06-08, 17:30 New_York"
    )


@pytest.mark.parametrize("start", ["2026-10-25T00:30", "2026-10-25T01:30", "2027-03-28T00:30", "2027-03-28T01:30"])
def test_instants_are_right_while_clocks_change(start):
    instant = datetime.fromisoformat(start).replace(tzinfo=UTC)

    _, event = rendered(msgspec.structs.replace(ANY, slot=Slot(starts_at=instant, minutes=60)))

    assert event["dtstart"].dt == instant
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_only_the_door_is_given_away():
    secret = msgspec.structs.replace(YOUTH, join_url="https://meet.example/own-secret")

    content, event = rendered(secret)

    assert b"secret" not in content.replace(b"\r\n ", b"")
    door = f"{BASE}/s/YUTH22"
    assert event["url"] == event["location"] == event["conference"] == door
    assert f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Zugang;VALUE=URI:{door}" in unfolded(content)


def test_an_entry_invites_nobody_and_rings_no_bell():
    content, _ = rendered(YOUTH, kind=Kind.BOOKED)

    for name in ("METHOD", "ATTENDEE", "ORGANIZER", "BEGIN:VALARM", "RRULE", "X-WR-TIMEZONE"):
        assert not any(line.startswith(name) for line in unfolded(content))
    header = content[: content.index(b"BEGIN:VEVENT")]
    assert b"\r\nUID" not in header


@pytest.mark.parametrize(
    ("kind", "status", "transp", "busy", "secrecy"),
    [
        (Kind.PUBLIC, "CONFIRMED", "TRANSPARENT", "FREE", "PUBLIC"),
        (Kind.SINGLE, "CONFIRMED", "OPAQUE", "BUSY", "PUBLIC"),
        (Kind.BOOKED, "CONFIRMED", "OPAQUE", "BUSY", "PRIVATE"),
        (Kind.WAITING, "TENTATIVE", "OPAQUE", "TENTATIVE", "PRIVATE"),
    ],
)
def test_each_kind_fills_time_in_its_own_way(kind, status, transp, busy, secrecy):
    _, event = rendered(YOUTH, kind=kind, place=3)

    assert (event["status"], event["transp"], event["class"]) == (status, transp, secrecy)
    assert event["x-microsoft-cdo-busystatus"] == busy


def test_a_place_in_the_queue_is_named():
    _, event = rendered(YOUTH, kind=Kind.WAITING, place=3)

    assert event["summary"] == "Jugendräte, die mitentscheiden (Warteliste, Platz 3)"
    assert str(event["description"]).startswith("Sie stehen auf der Warteliste: Platz 3.\n\n2027-06-08")


def test_an_entry_has_changed_when_its_booking_has():
    _, later = rendered(YOUTH, kind=Kind.BOOKED, changed_at=NOW + timedelta(hours=2))
    _, earlier = rendered(YOUTH, kind=Kind.BOOKED, changed_at=NOW - timedelta(days=2))

    assert later["dtstamp"].dt == later["last-modified"].dt == NOW + timedelta(hours=2)
    assert earlier["dtstamp"].dt == earlier["last-modified"].dt == NOW
    assert later["created"].dt == NOW


@pytest.mark.parametrize(
    ("words", "title"),
    [(GERMAN, "Abgesagt: Abgesagt"), (TURKISH, "İptal: Abgesagt"), (ENGLISH, "Cancelled: Called off")],
)
def test_a_cancelled_session_says_so_in_its_title(words, title):
    _, event = rendered(CALLED_OFF, words)

    assert event["summary"] == title
    assert event["status"] == "CANCELLED"
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstart"].dt == CALLED_OFF.slot.starts_at
    assert "location" not in event
    assert "conference" not in event


def test_a_booked_session_that_is_cancelled_fills_no_time():
    _, event = rendered(CALLED_OFF, kind=Kind.WAITING, place=1)

    assert event["status"] == "CANCELLED"
    assert event["transp"] == "TRANSPARENT"
    assert "Warteliste" not in event["summary"] + event["description"]


def test_a_session_taken_out_of_the_timetable_is_struck_out_where_it_was():
    first = released(document((HALF_TIME,)))
    second = released(document((msgspec.structs.replace(HALF_TIME, slot=None),)), older=first)

    _, event = rendered(HALF_TIME, release=second)

    assert event["summary"] == "Abgesagt: Halbzeit"
    assert event["status"] == "CANCELLED"
    assert event["dtstart"].dt == HALF_TIME.slot.starts_at
    assert event["sequence"] == 1
    assert str(event["description"]).startswith("Diese Sitzung hat keinen Termin mehr.")


def test_a_revived_session_keeps_its_uid_and_rises_again():
    first = released(document((HALF_TIME,)))
    second = released(document((msgspec.structs.replace(HALF_TIME, slot=None),)), older=first)
    third = released(document((HALF_TIME,)), older=second)

    _, event = rendered(HALF_TIME, release=third)

    assert event["uid"] == str(HALF_TIME.uid)
    assert event["sequence"] == 2
    assert event["status"] == "CONFIRMED"


def test_a_corrected_title_moves_the_stamp_and_not_the_sequence():
    first = released(document((HALF_TIME,)))
    second = released(document((msgspec.structs.replace(HALF_TIME, title={"de": "Halbzeit!"}),)), older=first)

    _, event = rendered(HALF_TIME, release=second)

    assert event["sequence"] == 0
    assert event["dtstamp"].dt == NOW + timedelta(days=1)
    assert event["created"].dt == NOW


HARD_TEXTS = [
    "İstanbul, ıspanak; Straße\\Gasse: \"Anführung\" 'x'",
    "👩‍👩‍👧‍👦 🇹🇷 🇩🇪 e\u0301 I\u0307",
    "שלום עולם مرحبا \u200f!",
    "{{ 7 * 7 }} <script>alert(1)</script> &amp; %(title)s %s",
    "Zeile\\nkeine Zeile",
]


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_hard_texts_arrive_as_they_were(text):
    _, event = rendered(session("HARD22", title={"de": text}, starts_at=at(8, 10)))

    assert event["summary"] == __import__("unicodedata").normalize("NFC", text)


def test_control_characters_and_line_breaks_leave_a_title_of_one_line():
    dirty = "Eins\x00\x07\x0bzwei\r\ndrei\u2028vier\ud800\ufefffünf\x85sechs\tsieben"

    content, event = rendered(session("DRTY22", title={"de": dirty}, abstract={"de": dirty}, starts_at=at(8, 10)))

    assert event["summary"] == "Eins zwei drei vierfünf sechs sieben"
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)


@pytest.mark.parametrize("unit", ["ş", "a", "👩‍👩‍👧‍👦 ", "wörter und ", ";,\\"])
def test_ten_thousand_characters_fold_into_lines_of_75_octets(unit):
    abstract = (unit * 10_000)[:10_000]

    content, event = rendered(session("LONG22", abstract={"de": "`" + abstract + "`"}, starts_at=at(8, 10)))

    assert abstract.strip() in str(event["description"]).replace("\n", " ")
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"\r\nEND:VCALENDAR\r\n")
    assert b"\r\n\r\n" not in content
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


def test_a_session_without_room_theme_speaker_or_abstract_is_complete():
    bare = session("BARE22", starts_at=at(8, 10), room=None, themes=(), passport=Passport())

    content, event = rendered(bare)

    assert "categories" not in event
    assert "CATEGORIES" not in content.decode()
    assert event["description"] == (
        f"2027-06-08, 10:00 Berlin, 11:00 Istanbul\n\nZugang und Unterlagen: {BASE}/s/BARE22"
    )


def test_categories_stand_in_one_line_unless_one_of_them_needs_an_escape():
    both = msgspec.structs.replace(ANY, themes=("youth", "arrival"))
    of = document((both,))
    comma = tuple(
        msgspec.structs.replace(theme, title={"de": "Kultur, Kunst" if theme.slug == "youth" else "Sport"})
        for theme in of.themes
    )

    plain, _ = rendered(both)
    escaped, _ = rendered(both, release=released(msgspec.structs.replace(of, themes=comma)))

    assert [line for line in unfolded(plain) if line.startswith("CATEGORIES")] == [
        "CATEGORIES:Jugendbeteiligung,Ankommen und bleiben"
    ]
    assert [line for line in unfolded(escaped) if line.startswith("CATEGORIES")] == [
        "CATEGORIES:Kultur\\, Kunst",
        "CATEGORIES:Sport",
    ]


def test_a_theme_without_a_title_is_no_category():
    of = document((ANY,))
    nameless = tuple(msgspec.structs.replace(theme, title={"de": "\x07 "}) for theme in of.themes)

    content, event = rendered(ANY, release=released(msgspec.structs.replace(of, themes=nameless)))

    assert b"CATEGORIES" not in content
    assert event["color"] == "darkslateblue"


@pytest.mark.parametrize("field", [{"zone": "Asia/Tokyo"}, {"second_zone": None}, {"languages": ("tr", "de")}])
def test_another_clock_or_language_of_the_event_moves_the_stamp_and_not_the_sequence(field):
    first = released(document((HALF_TIME,)))
    second = released(document((HALF_TIME,), **field), older=first)

    _, event = rendered(HALF_TIME, release=second)

    assert event["dtstamp"].dt == NOW + timedelta(days=1)
    assert event["sequence"] == 0


def test_another_colour_of_its_theme_moves_the_stamp():
    of = document((HALF_TIME,))
    repainted = tuple(msgspec.structs.replace(theme, colour="#ff0000") for theme in of.themes)
    first = released(of)
    second = released(msgspec.structs.replace(of, themes=repainted), older=first)

    _, event = rendered(HALF_TIME, release=second)

    assert event["color"] == "red"
    assert event["dtstamp"].dt == NOW + timedelta(days=1)


def test_what_remains_and_the_recording_appear():
    after = msgspec.structs.replace(
        ANY, recording_url="https://video.example/x", remains={"de": "[Folien](https://f.example/a)"}
    )

    content, event = rendered(after)

    assert "Es gibt eine Aufzeichnung.\n\nFolien (https://f.example/a)" in event["description"]
    assert b"video.example" not in content


def test_a_title_missing_in_the_language_is_taken_from_another():
    _, event = rendered(session("ONLY22", title={"tr": "Yalnız Türkçe"}, starts_at=at(8, 10)), ENGLISH)

    assert event["summary"] == "Yalnız Türkçe"


def chosen(session_, choices, kind=Kind.BOOKED, words=GERMAN, **facts):
    """Return the entry of a session in a feed whose owner chose something, and its bytes."""
    release = released(document((session_,)))
    frame = dataclasses.replace(frame_of(release, words), choices=choices)
    known = frame.programme.sessions[session_.code]
    content = feed_bytes(frame, COVER, [Entry(known, kind, **facts)])
    (event,) = Calendar.from_ical(content).events
    assert not event.errors
    return event, content


def test_chosen_alarms_ring_before_the_start():
    event, content = chosen(YOUTH, Choices(alarms=(10, 60, 1440)))

    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [
        timedelta(minutes=-10),
        timedelta(hours=-1),
        timedelta(days=-1),
    ]
    for alarm in event.walk("VALARM"):
        assert alarm["action"] == "DISPLAY"
        assert alarm["description"] == event["summary"]
    assert b"TRIGGER:-PT10M\r\n" in content
    assert content.count(b"BEGIN:VALARM") == content.count(b"END:VALARM\r\n") == 3
    assert content.endswith(b"END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_alarm_has_one_uid_whoever_reads_it():
    def uids(*alarms, words=GERMAN):
        return [str(one["uid"]) for one in chosen(YOUTH, Choices(alarms=alarms), words=words)[0].walk("VALARM")]

    assert len(set(uids(10, 60))) == 2
    assert uids(10) == uids(10, 60)[:1] == uids(10, words=TURKISH)
    other = [str(one["uid"]) for one in chosen(HALF_TIME, Choices(alarms=(10,)))[0].walk("VALARM")]
    assert other != uids(10)


@pytest.mark.parametrize(
    ("session_", "kind"), [(CALLED_OFF, Kind.BOOKED), (YOUTH, Kind.OFFERED), (YOUTH, Kind.GROUP), (YOUTH, Kind.PUBLIC)]
)
def test_only_a_seat_rings(session_, kind):
    event, _ = chosen(session_, Choices(alarms=(10,)), kind)

    assert event.walk("VALARM") == []


def test_what_rings_is_otherwise_what_does_not():
    _, quiet = chosen(YOUTH, Choices())
    _, ringing = chosen(YOUTH, Choices(alarms=(10, 60)))

    assert re.sub(rb"BEGIN:VALARM.*?END:VALARM\r\n", b"", ringing, flags=re.DOTALL) == quiet


def test_a_short_entry_tells_title_times_and_door_alone():
    event, _ = chosen(YOUTH, Choices(is_short=True))

    assert event["summary"] == "Jugendräte, die mitentscheiden"
    assert str(event["description"]).split("\n") == [
        "2027-06-08, 10:00 Berlin, 11:00 Istanbul",
        "",
        f"Zugang und Unterlagen: {BASE}/s/YUTH22",
    ]
    assert event["location"] == f"{BASE}/s/YUTH22"


def test_an_entry_may_leave_its_reader_free():
    event, _ = chosen(YOUTH, Choices(fills_time=False))

    assert (event["transp"], event["x-microsoft-cdo-busystatus"]) == ("TRANSPARENT", "FREE")
    assert chosen(YOUTH, Choices())[0]["transp"] == "OPAQUE"


def test_where_several_events_are_together_each_title_names_its_own():
    release = released(document((YOUTH,)))
    frame = dataclasses.replace(frame_of(release), event_name="Städte", choices=Choices(alarms=(10,)))

    (event,) = Calendar.from_ical(feed_bytes(frame, COVER, [Entry(YOUTH, Kind.BOOKED)])).events

    assert event["summary"] == "Jugendräte, die mitentscheiden · Städte"
    assert event.walk("VALARM")[0]["description"] == event["summary"]
