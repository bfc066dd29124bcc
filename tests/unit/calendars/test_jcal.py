import json
from datetime import timedelta

import pytest

from conference.calendars.render import Cover, Entry, Kind, feed_bytes
from conference.calendars.render.feeds import Placeholder
from conference.calendars.render.jcal import jcal_bytes
from tests.factories.feeds import COVER, frame_of, released
from tests.factories.programme import CALLED_OFF, FIRST_DAY, NOW, SESSIONS, YOUTH, at, document, session
from tests.subscribers import by_ical_js

STRANGE = session(
    "STRNG2",
    title={"de": 'Zitat “a; b, c\\n" <b>&amp;</b> 🎉 İıß \u202eabc:\nBEGIN:VEVENT'},
    abstract={"de": "Zeile\r\nBEGIN:VEVENT\r\nSUMMARY:nein\n\n" + "ğ🎉é, " * 400},
    starts_at=at(9, 9),
)


def feed_of(sessions, kind=Kind.PUBLIC, cover=COVER, placeholder=None):
    frame = frame_of(released(document(sessions)))
    entries = [Entry(one, kind, place=2 if kind is Kind.WAITING else None) for one in sessions if one.slot]
    return feed_bytes(frame, cover, entries, placeholder)


@pytest.mark.parametrize("kind", [Kind.PUBLIC, Kind.SINGLE, Kind.GROUP, Kind.BOOKED, Kind.WAITING])
def test_both_forms_of_a_feed_mean_the_same(kind):
    feed = feed_of((*SESSIONS, STRANGE), kind)

    assert by_ical_js.read_jcal(jcal_bytes(feed)) == by_ical_js.read(feed)


def test_so_do_those_of_a_feed_with_a_day_in_the_place_of_sessions():
    cover = Cover("Köln; Bonn, \\", "", "https://x.example/?a=1&b=2", None, timedelta(minutes=15), "#ffcb05")
    day = Placeholder("key", FIRST_DAY, "Noch nichts", "Text, mit; Zeichen\\n", "https://x.example/", NOW)

    feed = feed_of((), cover=cover, placeholder=day)

    assert by_ical_js.read_jcal(jcal_bytes(feed)) == by_ical_js.read(feed)


def test_an_empty_public_feed_defines_utc_and_nothing_else():
    _name, _properties, (zone,) = json.loads(jcal_bytes(feed_of(())))

    assert zone[:2] == ["vtimezone", [["tzid", {}, "text", "Etc/UTC"]]]
    assert ["dtstart", {}, "date-time", "1970-01-01T00:00:00"] in zone[2][0][1]


def test_names_types_and_values_are_those_of_the_standard():
    name, properties, components = json.loads(jcal_bytes(feed_of((YOUTH, CALLED_OFF))))

    assert name == "vcalendar"
    assert properties[0] == ["version", {}, "text", "2.0"]
    assert ["refresh-interval", {}, "duration", "PT1H"] in properties
    assert [component[0] for component in components] == ["vevent", "vevent"]
    entry = {line[0]: line[1:] for line in components[0][1]}
    assert entry["dtstart"] == [{}, "date-time", "2027-06-08T08:00:00Z"]
    assert entry["sequence"] == [{}, "integer", 0]
    assert entry["conference"][0] == {"feature": ["AUDIO", "VIDEO"], "label": "Zugang"}
    assert entry["conference"][1] == "uri"
    assert components[0][2] == []


def test_names_and_colours_are_texts_without_the_escapes_of_lines():
    cover = Cover("Köln, Bonn; a\\nb, \\", "", "https://x.example/", None, timedelta(minutes=15), "#ffcb05")

    _name, properties, (entry, *_) = json.loads(jcal_bytes(feed_of((YOUTH,), cover=cover)))

    assert ["name", {}, "text", "Köln, Bonn; a\\nb, \\"] in properties
    assert [line[2] for line in (*properties, *entry[1]) if line[0] == "color"] == ["text", "text"]
    unknown = {line[0] for line in (*properties, *entry[1]) if line[2] == "unknown"}
    assert {name for name in unknown if not name.startswith("x-")} == set()


def test_the_same_feed_gives_the_same_bytes_and_moving_stamps_do_not_mix():
    feed = feed_of((YOUTH,))
    later = feed.replace(b"DTSTAMP:2027", b"DTSTAMP:2028")

    assert jcal_bytes(feed) == jcal_bytes(feed)
    assert jcal_bytes(later) != jcal_bytes(feed)
    assert by_ical_js.read_jcal(jcal_bytes(later)) == by_ical_js.read(later)
