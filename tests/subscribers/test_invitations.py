"""Invitations by letter, as three parsers read them; libical knows by heart what RFC 5546 asks of each method."""

from datetime import timedelta

import pytest

from conference.calendars.render import Entry, Kind, entry_bytes
from conference.invitations.render import Envelope, invitation_bytes
from conference.invitations.rules import Method
from tests.factories.feeds import frame_of, released
from tests.factories.programme import CALLED_OFF, NOW, YOUTH, document
from tests.subscribers import by_libical
from tests.subscribers.reading import read_alike

NAMES = ('Städte "im" Gespräch; İzmir, Köln: 2027', "Plain", "ş" * 200, "^n \\ \t\x07 ”", "")
ALSO_IN_FEEDS = frozenset({"SEQUENCE", "DTSTAMP", "ORGANIZER", "ATTENDEE", "X-MICROSOFT-DISALLOW-COUNTER"})


def envelope(method, name="Conference of Cities", sequence=7):
    return Envelope(method, sequence, "no-reply@city.example", name, "ada+conf@example.org", NOW + timedelta(hours=1))


def frame():
    return frame_of(released())


def read(session, method, **more):
    content = invitation_bytes(
        frame(), Entry(frame().programme.by_uid[session.uid], Kind.BOOKED), envelope(method, **more)
    )
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = read_alike(content)
    (entry,) = calendar.entries.values()
    return calendar, entry


@pytest.mark.parametrize("name", NAMES)
def test_three_parsers_read_an_invitation_alike(name):
    calendar, entry = read(YOUTH, Method.REQUEST, name=name)

    assert calendar["METHOD"] == "REQUEST"
    assert entry["UID"] == str(YOUTH.uid)
    assert entry["SEQUENCE"] == "7"
    assert entry["DTSTAMP"] == "2027-06-08T08:37:00Z"
    assert entry["LAST-MODIFIED"] == "2027-06-08T07:37:00Z"
    assert entry["ORGANIZER"] == "mailto:no-reply@city.example"
    assert entry["ATTENDEE"] == "mailto:ada+conf@example.org"
    (attendee,) = (line for line in entry.properties if line.name == "ATTENDEE")
    assert {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT"}.items() <= dict(
        attendee.parameters
    ).items()
    assert not entry.parts


def test_an_invitation_says_what_the_feed_says():
    held = Entry(frame().programme.by_uid[YOUTH.uid], Kind.BOOKED)
    feed = by_libical.read(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + entry_bytes(frame(), held) + b"END:VCALENDAR\r\n"
    )
    (in_feed,) = feed.entries.values()
    _calendar, entry = read(YOUTH, Method.REQUEST)

    def shared(one):
        return [line for line in one.properties if line.name not in ALSO_IN_FEEDS]

    assert shared(entry) == shared(in_feed)


def test_a_cancelled_session_and_a_seat_given_back_are_taken_out():
    calendar, cancelled = read(CALLED_OFF, Method.CANCEL)
    _calendar, given_back = read(YOUTH, Method.CANCEL)

    assert calendar["METHOD"] == "CANCEL"
    for entry in (cancelled, given_back):
        assert (entry["STATUS"], entry["TRANSP"], entry["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", "7")
        assert "LOCATION" not in entry
        assert "CONFERENCE" not in entry
    assert cancelled["SUMMARY"] == "Abgesagt: Abgesagt"
    assert given_back["SUMMARY"] == YOUTH.title["de"]


BROKEN = {
    "nobody who invites": (b"ORGANIZER", b"X-ORGANIZER"),
    "nobody who is invited": (b"ATTENDEE", b"X-ATTENDEE"),
    "cancelled and requested": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
}


@pytest.mark.parametrize(("right", "wrong"), BROKEN.values(), ids=BROKEN)
def test_what_the_rfc_does_not_allow_would_be_noticed(right, wrong):
    held = Entry(frame().programme.by_uid[YOUTH.uid], Kind.BOOKED)
    content = invitation_bytes(frame(), held, envelope(Method.REQUEST))
    by_libical.read(content)
    assert right in content

    with pytest.raises(AssertionError):
        by_libical.read(content.replace(right, wrong))


def test_the_meetings_own_address_is_nowhere():
    programme = frame().programme
    for session in programme.by_uid.values():
        if session.slot:
            for method in Method:
                content = invitation_bytes(frame(), Entry(session, Kind.BOOKED), envelope(method))
                assert b"meet.example" not in content.replace(b"\r\n ", b"")
    assert "meet.example" in str(document())
