"""What arrives: a mail from a real server, as mail and calendar programs read it."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from conference import worker
from conference.agenda import services as agenda
from conference.app import create_app
from conference.db import db
from conference.invitations import services
from conference.letter_wishes.rules import NEVER_QUIET, USUAL, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes
from conference.mail.tables import Letter
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import NOW, at, document, publish, published_event, session

ABSTRACT = "Kağıt, **İ** ı ß 🎈; mit, Komma\n" + "ş" * 10_000
FIRST = session("AAAA22", starts_at=at(12, 10), abstract={"tr": ABSTRACT, "en": ABSTRACT})
SECOND = session("BBBB22", starts_at=at(12, 14))
LATER = NOW + timedelta(minutes=2)
READER = "ada@example.org"
TITLE = {"de": 'Städte "im" Gespräch; İzmir', "tr": 'Şehirler "konuşuyor"; İzmir', "en": 'Cities "talk"; İzmir'}


@pytest.fixture
def post(settings, now, set_clock, mailbox):
    """``post(when)`` looks, sends what is due, and gives the mails that came by it."""
    app = create_app(replace(settings, smtp_url=mailbox.url, mail_from="Meridian <no-reply@city.example>"))

    def run(when):
        came = len(mailbox.messages)
        set_clock(when)
        services.put_invitations(now=when)
        worker.deliver_letters()
        return [one for one in mailbox.messages[came:] if one["X-Meridian-Letter"] == services.ENTRIES]

    with app.app_context():
        yield run
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def event(post):
    return published_event((FIRST, SECOND), title=TITLE)


@pytest.fixture
def reader(event):
    who = registration(event.id, account(READER, language="tr", zone="Asia/Tokyo"))
    edit_wishes(who.id, Wishes(kinds=USUAL | {LetterKind.INVITATIONS}, quiet=NEVER_QUIET))
    return who


def calendar_parts(mail):
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def read(part):
    """Return the one entry of a calendar part, once it is shown to be what its headers say."""
    calendar = Calendar.from_ical(part.get_content())
    assert not calendar.errors
    assert part.get_content_charset() == "utf-8"
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_param("method") == str(calendar["METHOD"])
    assert part.get_param("component") == "VEVENT"
    assert b"\r\n" in part.get_payload(decode=True)
    assert b"\n" not in part.get_payload(decode=True).replace(b"\r\n", b"")
    (entry,) = calendar.events
    assert not entry.errors
    return str(calendar["METHOD"]), entry


def test_one_session_comes_as_an_invitation_that_is_accepted_already(post, event, reader):
    book(reader, FIRST, now=NOW)

    (mail,) = post(LATER)

    assert mail.get_content_type() == "multipart/mixed"
    letter, copy = mail.iter_parts()
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    (part,) = calendar_parts(mail)
    assert (copy.get_content_type(), copy.get_content_disposition()) == ("application/ics", "attachment")
    assert copy.get_filename() == "oturum-aaaa22.ics"
    assert copy.get_payload(decode=True) == part.get_payload(decode=True)
    assert part.get_content_disposition() is None
    assert part.get_param("name") == "oturum-aaaa22.ics"
    method, entry = read(part)
    assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("REQUEST", str(FIRST.uid), 0)
    assert entry["STATUS"] == "CONFIRMED"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (at(12, 10), at(12, 11))
    assert entry["DTSTAMP"].dt == LATER.astimezone(UTC)
    assert entry["ORGANIZER"] == "mailto:no-reply@city.example"
    assert entry["ORGANIZER"].params["CN"] == "Şehirler ”konuşuyor”; İzmir"
    assert entry["ATTENDEE"] == f"mailto:{READER}"
    assert (entry["ATTENDEE"].params["PARTSTAT"], entry["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert entry["SUMMARY"] == "Oturum AAAA22"
    assert "Tokyo" in entry["DESCRIPTION"]
    assert {entry["LOCATION"], entry["URL"], entry["CONFERENCE"]} == {"http://localhost/s/AAAA22"}
    assert "meet.example" not in mail.as_string() + str(entry)
    assert not entry.subcomponents  # no alarm
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_several_come_as_a_file_each(post, event, reader):
    book(reader, FIRST, now=NOW)
    book(reader, SECOND, now=NOW)

    (mail,) = post(LATER)

    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in next(mail.iter_parts()).iter_parts()] == ["text/plain", "text/html"]
    files = list(mail.iter_attachments())
    assert [(part.get_filename(), part.get_content_disposition()) for part in files] == [
        ("01-oturum-aaaa22.ics", "attachment"),
        ("02-oturum-bbbb22.ics", "attachment"),
    ]
    assert [str(read(part)[1]["UID"]) for part in files] == [str(FIRST.uid), str(SECOND.uid)]


def test_a_move_a_cancellation_and_a_seat_given_back(post, event, reader):
    book(reader, FIRST, now=NOW)
    post(LATER)

    def after(release, hours):
        now = NOW + timedelta(hours=hours)
        publish(event.id, document([release, SECOND], title=TITLE), now=now)
        (mail,) = post(now + timedelta(minutes=2))
        return read(*calendar_parts(mail))

    method, moved = after(session("AAAA22", starts_at=at(13, 10)), 1)
    assert (method, moved["SEQUENCE"], moved["DTSTART"].dt) == ("REQUEST", 1, at(13, 10))

    method, cancelled = after(session("AAAA22", starts_at=at(13, 10), cancelled=True), 2)
    assert (method, cancelled["SEQUENCE"], cancelled["STATUS"]) == ("CANCEL", 2, "CANCELLED")
    assert cancelled["SUMMARY"] == "İptal: Oturum AAAA22"

    method, revived = after(FIRST, 3)
    assert (method, revived["SEQUENCE"], revived["STATUS"]) == ("REQUEST", 3, "CONFIRMED")

    agenda.drop_booking(reader.id, FIRST.uid, now=NOW + timedelta(hours=4))
    (mail,) = post(NOW + timedelta(hours=4, minutes=2))
    method, dropped = read(*calendar_parts(mail))
    assert (method, dropped["SEQUENCE"], dropped["STATUS"]) == ("CANCEL", 4, "CANCELLED")
    assert dropped["SUMMARY"] == "Oturum AAAA22"
    assert not {"LOCATION", "CONFERENCE"} & set(dropped)
    assert {str(one["UID"]) for one in (moved, cancelled, revived, dropped)} == {str(FIRST.uid)}


def test_a_mail_that_is_sent_again_has_the_same_objects(post, event, reader):
    book(reader, FIRST, now=NOW)
    (mail,) = post(LATER)
    letter = db.session.scalar(select(Letter).where(Letter.name == services.ENTRIES))

    again = worker.words_of(letter.name, letter.language, letter.data, letter.event_id)

    assert again.calendars[0].content.encode() == calendar_parts(mail)[0].get_payload(decode=True)
    assert worker.words_of(letter.name, letter.language, letter.data).calendars == ()
