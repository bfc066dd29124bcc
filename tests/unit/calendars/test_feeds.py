import dataclasses
import sys
from datetime import date, timedelta
from pathlib import Path

from icalendar import Calendar

from conference.calendars.render import Entry, Kind, feed_bytes
from conference.calendars.render.feeds import Placeholder
from tests.factories.feeds import BASE, COVER, GERMAN, frame_of, released
from tests.factories.programme import NOW

SNAPSHOT = Path(__file__).parents[2] / "snapshots" / "event_feed.ics"


def whole(frame, kind=Kind.PUBLIC):
    return [Entry(session, kind) for session in frame.programme.scheduled]


def test_the_header_says_what_clients_need_and_no_more():
    content = feed_bytes(frame_of(released()), COVER, [])

    header = content[: content.index(b"BEGIN:VTIMEZONE")].decode().split("\r\n")
    assert header == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Meridian//Meridian 1//EN",
        "CALSCALE:GREGORIAN",
        "DESCRIPTION:Zwei Wochen.",
        "X-WR-CALDESC:Zwei Wochen.",
        "NAME:Konferenz der Städte",
        "X-WR-CALNAME:Konferenz der Städte",
        "COLOR:midnightblue",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        f"SOURCE;VALUE=URI:{BASE}/cities/calendar.ics",
        f"URL:{BASE}/cities/programme",
        "X-APPLE-CALENDAR-COLOR:#121D33",
        "X-PUBLISHED-TTL:PT1H",
        "",
    ]


def test_a_name_with_commas_and_breaks_is_escaped_on_one_line():
    content = feed_bytes(frame_of(released()), dataclasses.replace(COVER, name="Köln, Bonn;\nDüren"), [])

    assert "\r\nNAME:Köln\\, Bonn\\; Düren\r\n".encode() in content


def test_a_private_feed_names_no_source():
    content = feed_bytes(frame_of(released()), dataclasses.replace(COVER, source=None), [])

    assert b"SOURCE" not in content


def test_an_empty_public_feed_is_valid_and_shows_nothing():
    calendar = Calendar.from_ical(feed_bytes(frame_of(released()), COVER, []))

    assert calendar.events == []
    assert [part["tzid"] for part in calendar.timezones] == ["Etc/UTC"]


def test_an_empty_agenda_shows_a_day_long_entry_that_fills_no_time():
    empty = Placeholder(
        key="agenda 7", day=date(2027, 6, 3), title="Noch nichts", text="Buchen", page=BASE, changed_at=NOW
    )

    first = feed_bytes(frame_of(released()), COVER, [], empty)
    again = feed_bytes(frame_of(released()), COVER, [], empty)

    (event,) = Calendar.from_ical(first).events
    assert first == again
    assert event["dtstart"].dt == date(2027, 6, 3)
    assert event["dtend"].dt == date(2027, 6, 4)
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt == NOW


def test_the_same_release_gives_the_same_bytes_in_any_process():
    release = released()

    first = feed_bytes(frame_of(release), COVER, whole(frame_of(release)))
    second = feed_bytes(frame_of(release), COVER, whole(frame_of(release)))

    assert first == second


def test_a_session_has_the_same_uid_and_sequence_in_every_feed():
    frame = frame_of(released())

    ids = [
        [
            (event["uid"], event["sequence"])
            for event in Calendar.from_ical(feed_bytes(frame, COVER, whole(frame, k))).events
        ]
        for k in Kind
        if k is not Kind.WAITING
    ]

    assert ids[0] == ids[1] == ids[2]
    assert len(ids[0]) == len(set(ids[0])) == 5


def test_an_entry_is_rendered_once_for_all_who_read_it(monkeypatch):
    frame = frame_of(released())
    feed_bytes(frame, COVER, whole(frame))
    # Only a second rendering could notice that the renderer is gone.
    monkeypatch.setattr(sys.modules["conference.calendars.render.entries"], "_rendered", None)

    again = feed_bytes(frame, COVER, [Entry(s, changed_at=NOW + timedelta(hours=1)) for s in frame.programme.scheduled])

    assert again.count(b"LAST-MODIFIED:20270608T083700Z") == 5


def test_the_feed_of_the_event_is_as_reviewed():
    frame = frame_of(released(), GERMAN)

    content = feed_bytes(frame, COVER, whole(frame))

    assert content == SNAPSHOT.read_bytes()
