"""Who is told of a release, and that nobody is told twice."""

from contextvars import Context
from datetime import time, timedelta
from threading import Barrier, Thread

import msgspec
import pytest
from sqlalchemy import func, select

from conference import worker
from conference.agenda import services as agenda
from conference.db import db
from conference.letter_wishes.rules import LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.notices import services
from conference.notices.tables import Notice
from conference.programme.document import SessionState, Slot
from conference.programme.services import add_release
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import (
    ARRIVING,
    HALF_TIME,
    NOW,
    OPENING,
    SESSIONS,
    YOUTH,
    at,
    document,
    publish,
    published_event,
    session,
)

pytestmark = pytest.mark.usefixtures("app")

LATER = NOW + timedelta(minutes=5)
LETTER = "notices/sessions_changed"


def moved(of, starts_at, **slot):
    return msgspec.structs.replace(of, slot=Slot(starts_at=starts_at, minutes=slot.get("minutes", 60), room="porsuk"))


def cancelled(of):
    return msgspec.structs.replace(of, state=SessionState.CANCELLED)


def release(event, *changed, now=LATER, of=SESSIONS, note=""):
    by_code = {one.code: one for one in changed}
    return publish(event.id, document([by_code.get(one.code, one) for one in of]), now=now, note=note)


def announce(now=LATER):
    return services.announce_releases(now=now)


@pytest.fixture
def letters(outbox):
    return lambda: [one for one in outbox() if one.name == LETTER]


def words_of(letter):
    return worker.words_of(letter.name, letter.language, letter.data)


def test_everybody_whose_session_moves_gets_one_letter_and_nobody_else(letters):
    event = published_event()
    booked, waiting, other, dropped = (account(name=name) for name in ("Ada", "Bea", "Cem", "Deniz"))
    full = [registration(event.id) for _ in range(2)]
    for who in (*full,):
        book(who, YOUTH)
    for who, what in ((booked, HALF_TIME), (waiting, YOUTH), (other, ARRIVING)):
        book(registration(event.id, who), what)
    gone = registration(event.id, dropped)
    book(gone, HALF_TIME)
    agenda.drop_booking(gone.id, HALF_TIME.uid, now=NOW)
    release(event, moved(HALF_TIME, at(9, 20)), moved(YOUTH, at(8, 16)))

    assert announce() == 4
    found = letters()
    assert {one.recipient for one in found} >= {booked.email, waiting.email}
    assert not {other.email, dropped.email} & {one.recipient for one in found}
    (of_waiting,) = [one for one in found if one.recipient == waiting.email]
    assert [(one["code"], one["is_waiting"]) for one in of_waiting.data["changes"]] == [("YUTH22", True)]

    assert announce() == 0
    assert len(letters()) == 4


def test_one_letter_tells_of_all_changes_of_a_release_what_is_lost_first(letters):
    event = published_event()
    who = registration(event.id)
    for what in (YOUTH, HALF_TIME):
        book(who, what)
    release(event, moved(YOUTH, at(8, 16)), cancelled(HALF_TIME))
    announce()

    (letter,) = letters()
    assert [(one["kind"], one["code"]) for one in letter.data["changes"]] == [
        ("cancelled", "HALF44"),
        ("moved", "YUTH22"),
    ]


def test_each_release_is_told_by_itself(letters):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    announce()
    release(event, now=LATER + timedelta(hours=1))
    announce(LATER + timedelta(hours=1))

    assert [one.data["release"] for one in letters()] == [2, 3]


def test_a_first_release_tells_nobody(letters):
    event = published_event()
    book(registration(event.id, now=NOW - timedelta(days=20)), HALF_TIME, now=NOW - timedelta(days=5))

    assert announce() == 0
    assert not letters()


def test_a_release_published_quietly_tells_nobody(letters):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    add_release(event.id, document([moved(HALF_TIME, at(9, 20))]), author_id=None, note="", now=LATER, is_told=False)
    assert announce() == 0
    assert not letters()


def test_new_texts_and_another_room_are_no_reason_to_write(letters):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    other_room = Slot(starts_at=HALF_TIME.slot.starts_at, minutes=HALF_TIME.slot.minutes, room="porsuk")
    release(event, msgspec.structs.replace(HALF_TIME, slot=other_room, title={"de": "Mitte"}))

    assert announce() == 0
    assert not letters()


def test_who_books_after_the_release_knows_and_is_not_told(letters):
    event = published_event()
    early, late = registration(event.id), registration(event.id)
    book(early, HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    book(late, HALF_TIME, now=LATER + timedelta(seconds=1))

    assert announce(LATER + timedelta(seconds=2)) == 1


def test_what_is_over_is_told_to_nobody(letters):
    event = published_event()
    book(registration(event.id), OPENING, now=NOW - timedelta(days=8))
    release(event, moved(OPENING, at(3, 16)))

    assert announce() == 0


def test_who_wants_no_such_letters_gets_none_and_may_want_them_again(letters):
    event = published_event()
    who = registration(event.id)
    book(who, HALF_TIME)
    want_letters([who.id], LetterKind.CHANGES, is_wanted=False)
    release(event, moved(HALF_TIME, at(9, 20)))
    assert announce() == 0

    want_letters([who.id], LetterKind.CHANGES, is_wanted=True)
    release(event, moved(HALF_TIME, at(9, 21)), now=LATER + timedelta(hours=1))
    assert announce(LATER + timedelta(hours=1)) == 1
    assert [one.data["release"] for one in letters()] == [3]


def test_news_keep_the_quiet_hours_that_their_reader_chose(letters):
    event = published_event()
    who = registration(event.id, account(zone="Europe/Berlin"))
    edit_wishes(who.id, Wishes(quiet=(time(9), time(11, 30))))
    book(who, HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))

    announce()

    assert letters()[0].due_at == at(8, 11, 30)


def test_who_stops_these_letters_at_night_gets_none_in_the_morning(letters, set_clock):
    event = published_event()
    stays, stops = registration(event.id), registration(event.id)
    for who in (stays, stops):
        book(who, HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    announce()
    set_clock(LATER)
    want_letters([stops.id], LetterKind.CHANGES, is_wanted=False)

    worker.deliver_letters()

    db.session.expire_all()
    assert [(one.data["registration"], one.state) for one in letters()] == [(stays.id, "sent")]


def test_the_link_that_stops_a_letter_is_kept_nowhere(letters, set_clock):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    announce()
    (token,) = words_of(letters()[0]).secrets
    set_clock(LATER)

    worker.deliver_letters()

    (letter,) = letters()
    assert letter.state == "sent"
    assert "/account/notices/[…]" in letter.text
    assert token not in letter.text


def test_a_session_that_takes_place_again_is_told_and_one_without_a_time_too(letters):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    release(event, msgspec.structs.replace(HALF_TIME, slot=None))
    announce()
    release(event, moved(HALF_TIME, at(10, 9)), now=LATER + timedelta(hours=1))
    announce(LATER + timedelta(hours=1))

    first, second = letters()
    assert "no time at present" in words_of(first).subject
    assert "takes place after all" in words_of(second).subject


def test_in_place_of_a_cancelled_session_free_ones_are_named_that_clash_with_nothing(letters):
    at_that_time = session("FREE22", starts_at=at(9, 18), title={"en": "At the same time"})
    booked_then = session("OWNN22", starts_at=at(10, 9), title={"en": "Already mine"})
    clashes = session("CLSH22", starts_at=at(10, 9), title={"en": "Clashes with mine"})
    akin = session("AKIN22", starts_at=at(10, 15), title={"en": "Of the same theme"})
    full = session("FULL22", starts_at=at(9, 18), seats=1, title={"en": "Full"})
    of = (HALF_TIME, at_that_time, booked_then, clashes, akin, full)
    event = published_event(of)
    book(registration(event.id), full)
    who = registration(event.id)
    for what in (HALF_TIME, booked_then):
        book(who, what)
    release(event, cancelled(HALF_TIME), of=of)
    announce()

    (letter,) = letters()
    (change,) = letter.data["changes"]
    assert [one["code"] for one in change["instead"]] == ["FREE22", "AKIN22"]


def test_a_move_onto_another_session_of_theirs_is_said(letters):
    event = published_event()
    who = registration(event.id)
    for what in (HALF_TIME, ARRIVING):
        book(who, what)
    release(event, moved(HALF_TIME, at(8, 11)))
    announce()

    (letter,) = letters()
    assert [one["code"] for one in letter.data["changes"][0]["clashes"]] == ["ARRV33"]
    assert "Arriving in Kilis" in words_of(letter).text


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_letter_tells_old_and_new_time_in_every_zone_in_the_readers_language(letters, language):
    event = published_event()
    who = account(name="Şeyma <Gökçe>", language=language, zone="America/New_York")
    book(registration(event.id, who), HALF_TIME)
    release(event, moved(HALF_TIME, at(10, 20)), note="Wegen <der> Wahl")
    announce()

    (letter,) = letters()
    assert letter.language == language
    words = words_of(letter)
    assert {"de": "Halbzeit", "tr": "Devre arası", "en": "Half-time"}[language] in words.subject
    for text in (words.text, words.html):
        for clock in ("12:00", "18:00", "19:00", "14:00", "20:00", "21:00"):
            assert clock in text
        assert "http://localhost/s/HALF44" in text
        assert "http://localhost/cities/agenda" in text
        assert "http://localhost/cities/releases/2" in text
        assert "http://localhost/account/notices/" in text
    assert "Wegen <der> Wahl" in words.text
    assert "Wegen &lt;der&gt; Wahl" in words.html


def test_a_crash_between_two_batches_loses_nobody_and_tells_nobody_twice(letters, monkeypatch):
    event = published_event()
    for _ in range(5):
        book(registration(event.id), HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    monkeypatch.setattr(services, "AT_ONCE", 2)
    put = services.put_letter

    def fail(*args, **kwargs):
        if len(letters()) >= 3:
            raise RuntimeError("the power is gone")
        return put(*args, **kwargs)

    monkeypatch.setattr(services, "put_letter", fail)
    with pytest.raises(RuntimeError):
        announce()
    assert len(letters()) == 2, "the second batch is undone as a whole"

    monkeypatch.setattr(services, "put_letter", put)
    assert announce() == 3
    assert len({one.recipient for one in letters()}) == len(letters()) == 5


def test_several_workers_at_once_tell_each_once(app, letters, monkeypatch):
    event = published_event()
    for _ in range(12):
        book(registration(event.id), HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    monkeypatch.setattr(services, "AT_ONCE", 2)
    db.session.remove()
    start, told = Barrier(4), []

    def work():
        with app.app_context():
            start.wait(30)
            told.append(announce())
            db.session.remove()

    workers = [Thread(target=Context().run, args=(work,)) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sum(told) == 12
    assert len({one.recipient for one in letters()}) == len(letters()) == 12
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 12


def test_an_idle_look_costs_one_query(queries):
    event = published_event()
    book(registration(event.id), HALF_TIME)
    release(event, moved(HALF_TIME, at(9, 20)))
    announce()
    queries.clear()
    announce()

    assert len(queries) == 1


def test_many_are_told_in_as_few_reads_as_few(queries):
    event = published_event()

    def reads(people, hour):
        for _ in range(people):
            book(registration(event.id), HALF_TIME)
        release(event, moved(HALF_TIME, at(9, hour)), now=LATER + timedelta(hours=hour))
        queries.clear()
        announce(LATER + timedelta(hours=hour))
        return len([one for one in queries if one.startswith("SELECT")])

    assert reads(2, 11) == reads(6, 12)


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        (HALF_TIME.slot.starts_at + timedelta(days=1), "05:00"),
        # it begins an hour after the end of the quiet hours: those who would still sleep are told in time
        (HALF_TIME.slot.starts_at.replace(hour=6, minute=0), "21:00"),
    ],
)
def test_news_keep_the_quiet_hours_of_their_reader_unless_a_session_begins_soon(letters, starts_at, due_at):
    event = published_event(now=NOW - timedelta(days=30))
    book(registration(event.id, account(zone="Europe/Berlin")), HALF_TIME, now=NOW - timedelta(days=20))
    night = (HALF_TIME.slot.starts_at - timedelta(days=1)).replace(hour=21, minute=0)
    release(event, moved(HALF_TIME, starts_at), now=night)

    announce(night)

    (letter,) = letters()
    assert f"{letter.due_at:%H:%M}" == due_at
    assert letter.event_id == event.id
    assert words_of(letter).unsubscribe.endswith("/at-once")
