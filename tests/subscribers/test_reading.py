"""The readers themselves: what each of them would notice."""

import pytest

from conference.calendars.render import Entry, Kind, feed_bytes
from conference.calendars.rules import sessions_in_feed
from tests.factories.feeds import COVER, frame_of, released
from tests.factories.programme import SESSIONS, YOUTH
from tests.subscribers.promises import kept_promises
from tests.subscribers.reading import PARSERS, read_alike


def feed():
    frame = frame_of(released())
    shown = sessions_in_feed(list(frame.programme.sessions.values()), keeps_tombstones=True)
    return feed_bytes(frame, COVER, [Entry(session, Kind.BOOKED) for session in shown])


def test_three_parsers_read_a_feed_alike():
    calendar = read_alike(feed())

    assert calendar.name == "VCALENDAR"
    assert calendar["X-WR-CALNAME"] == COVER.name
    assert calendar.entries.keys() == {str(session.uid) for session in SESSIONS if session.slot}
    entry = calendar.entries[str(YOUTH.uid)]
    assert entry["SUMMARY"] == YOUTH.title["de"]
    assert entry["DTSTART"] == "2027-06-08T08:00:00Z"
    assert entry["CONFERENCE"].endswith("/s/YUTH22")


BROKEN = {
    "an invitation without anyone who invites": ("libical", b"CALSCALE:GREGORIAN", b"METHOD:PUBLISH"),
    "an end and a length": ("libical", b"DTEND:", b"DURATION:PT1H\r\nDTEND:"),
    "no version": ("libical", b"VERSION:2.0\r\n", b""),
    "a number that is none": ("icalendar", b"SEQUENCE:0", b"SEQUENCE:none"),
    "clocks of no zone": ("icalendar", b"DTSTART:20270608T080000Z", b"DTSTART:20270608T080000"),
    "clocks of no zone, seen by ical.js": ("ical.js", b"DTSTART:20270608T080000Z", b"DTSTART:20270608T080000"),
    "clocks of no zone, seen by libical": ("libical", b"DTSTART:20270608T080000Z", b"DTSTART:20270608T080000"),
    "no such day": ("icalendar", b"DTSTART:20270608T", b"DTSTART:20270649T"),
    "a line without a name": ("ical.js", b"CALSCALE:GREGORIAN", b"CALSCALE GREGORIAN"),
    "an entry without an end": ("ical.js", b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR"),
}


@pytest.mark.parametrize(("parser", "right", "wrong"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_refused(parser, right, wrong):
    content = feed()
    assert right in content

    with pytest.raises(Exception, match=r".") as refused:
        PARSERS[parser](content.replace(right, wrong))

    assert refused.type in {AssertionError, ValueError}


def test_two_entries_of_one_uid_are_noticed():
    content = feed()
    first, second = (content.index(b"UID:", place) for place in (0, content.index(b"UID:") + 1))
    twice = content[:second] + content[first : first + 40] + content[second + 40 :]

    with pytest.raises(AssertionError, match="same uid"):
        _ = read_alike(twice).entries


def test_what_parsers_read_differently_is_told():
    unescaped = feed().replace(b"SUMMARY:Halbzeit", b"SUMMARY:Halb\\:zeit")

    with pytest.raises(AssertionError, match=r"reads something else than icalendar"):
        read_alike(unescaped)


UNKEPT = {
    "no uid": (b"UID:", b"X-UID:"),
    "no stamp": (b"DTSTAMP:", b"X-DTSTAMP:"),
    "a stamp of the request": (b"DTSTAMP:20270608", b"DTSTAMP:20270609"),
    "made after it changed": (b"CREATED:2027", b"CREATED:2028"),
    "an end before the start": (b"DTEND:20270608", b"DTEND:20270508"),
    "a state that is not spelled so": (b"STATUS:CANCELLED", b"STATUS:CANCELED"),
    "cancelled and filling time": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "a uid of the whole calendar": (b"CALSCALE:", b"UID:1\r\nCALSCALE:"),
    "an invitation": (b"CALSCALE:GREGORIAN", b"METHOD:REQUEST"),
    "people who are asked to answer": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nATTENDEE:mailto:a@example.org"),
    "a line too long": (b"SUMMARY:", b"SUMMARY:" + b"x" * 70),
    "a line that ends as on Unix": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\n"),
    "an empty line": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\n\r\n"),
    "a control character": (b"SUMMARY:", b"SUMMARY:\x07"),
    "a byte order mark": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    "no value": (b"CATEGORIES:Jugendbeteiligung", b"CATEGORIES:"),
    "two names": (b"\r\nNAME:", b"\r\nNAME:Another "),
    "colours by number": (b"\r\nCOLOR:", b"\r\nCOLOR:#"),
}


@pytest.mark.parametrize(("right", "wrong"), UNKEPT.values(), ids=UNKEPT)
def test_what_parsers_let_pass_and_we_do_not_is_noticed(right, wrong):
    content = feed()
    assert right in content
    kept_promises(content)

    with pytest.raises((AssertionError, ValueError)):
        kept_promises(content.replace(right, wrong))
