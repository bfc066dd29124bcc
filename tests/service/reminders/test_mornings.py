"""The agenda of the day: when it comes, once, and what it says."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from conference import worker
from conference.accounts.services import edit_preferences
from conference.agenda import services as agenda
from conference.db import db
from conference.letter_wishes.rules import USUAL, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.letter_wishes.tables import LetterWishes
from conference.reminders import services
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import NOW, at, published_event, session

pytestmark = pytest.mark.usefixtures("app")

EARLY = session("AAAA22", starts_at=at(12, 9))
TIGHT = session("BBBB22", starts_at=at(12, 10, 5))
CLASH = session("CCCC22", starts_at=at(12, 10, 30))
EVENING = session("DDDD22", starts_at=at(14, 23, 30), minutes=30)
SESSIONS = (EARLY, TIGHT, CLASH, EVENING)
WANTED = USUAL | {LetterKind.DAILY_AGENDA}


@pytest.fixture
def event():
    return published_event(SESSIONS)


@pytest.fixture
def letters(outbox):
    return lambda: [one for one in outbox() if one.name == services.DAY]


def wanting(event, *, at_hour=time(7), zone="Europe/Berlin", now=NOW, **facts):
    who = registration(event.id, account(zone=zone, **facts))
    edit_wishes(who.id, Wishes(kinds=WANTED, agenda_at=at_hour))
    services.put_day_agendas(now=now)
    return who


def days(letters):
    return [(one.data["day"], [line["code"] for line in one.data["sessions"]]) for one in letters()]


def run(first, last, *, step=timedelta(minutes=30)):
    while first <= last:
        services.put_day_agendas(now=first)
        first += step


def test_it_comes_once_on_each_day_with_sessions_at_the_time_that_its_reader_chose(event, letters):
    who = wanting(event, at_hour=time(8, 15))
    for one in (EARLY, TIGHT, EVENING):
        book(who, one)

    run(NOW, at(17, 12), step=timedelta(minutes=15))

    assert days(letters) == [("2027-06-12", ["AAAA22", "BBBB22"]), ("2027-06-14", ["DDDD22"])]
    assert at(12, 8, 15) <= letters()[0].due_at < at(12, 8, 30)


def test_it_does_not_come_unasked_nor_to_those_who_only_wait(event, letters):
    small = published_event((session("EEEE22", starts_at=at(12, 9), seats=0),), slug="small")
    book(registration(event.id), EARLY)
    waiting = wanting(small)
    agenda.book_session(waiting.id, session("EEEE22").uid, now=NOW)

    run(NOW, at(13, 12))

    assert letters() == []


def test_the_day_is_that_of_its_readers_clocks(event, letters):
    book(wanting(event, at_hour=time(6), zone="Asia/Tokyo"), EVENING)

    run(NOW, at(17, 12))

    assert days(letters) == [("2027-06-15", ["DDDD22"])]


def test_what_begins_before_the_hour_of_the_letter_is_told_the_morning_before(event, letters):
    book(wanting(event, zone="Asia/Tokyo"), EVENING)  # half past six in the morning

    run(NOW, at(17, 12))

    assert days(letters) == [("2027-06-14", ["DDDD22"])]
    (letter,) = letters()
    assert "* Tue 15 Jun, 06:30 Session" in worker.words_of(letter.name, "en", letter.data).text


def test_no_session_falls_between_two_mornings(event, letters):
    who = wanting(event, at_hour=time(9, 30))
    for one in (EARLY, CLASH):
        book(who, one)

    run(NOW, at(13, 12))

    assert days(letters) == [("2027-06-11", ["AAAA22"]), ("2027-06-12", ["CCCC22"])]


def test_several_workers_and_a_repeated_morning_send_one(event, letters):
    who = wanting(event)
    book(who, EARLY)
    run(NOW, at(12, 7, 30))
    assert len(letters()) == 1

    want_letters([who.id], LetterKind.DAILY_AGENDA, is_wanted=False)
    want_letters([who.id], LetterKind.DAILY_AGENDA, is_wanted=True)
    db.session.get(LetterWishes, who.id).agenda_next_at = at(12, 7)
    db.session.commit()
    run(at(12, 7, 30), at(12, 8, 30))

    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        # 28 March 2027: from 2:00 to 3:00, so that 2:30 is never shown; 31 October: from 3:00 back to 2:00
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 3, 28), time(7), datetime(2027, 3, 28, 5, tzinfo=UTC)),
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (date(2027, 10, 31), time(7), datetime(2027, 10, 31, 6, tzinfo=UTC)),
    ],
)
def test_it_comes_once_on_days_on_which_the_clocks_change(letters, day, clock, expected):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    of_day = session("AAAA22", starts_at=noon)
    event = published_event((of_day,), first_day=day - timedelta(days=3), last_day=day + timedelta(days=3))
    begins = noon - timedelta(days=2)
    book(wanting(event, at_hour=clock, now=begins), of_day, now=begins)

    run(begins, noon + timedelta(days=2))

    assert [one.put_at for one in letters()] == [expected]


def test_another_zone_and_another_hour_count_at_once(event, letters):
    who = wanting(event)
    book(who, EARLY)
    holder = account(zone="UTC")
    moved = registration(event.id, holder)
    edit_wishes(moved.id, Wishes(kinds=WANTED))
    services.put_day_agendas(now=NOW)
    book(moved, CLASH)
    edit_preferences(holder, name="Ada", language="en", zone="Europe/Istanbul", now=NOW)
    edit_wishes(who.id, Wishes(kinds=WANTED, agenda_at=time(8)))

    run(NOW, at(13, 12))

    by_reader = {one.data["registration"]: one.put_at for one in letters()}
    assert at(12, 8) <= by_reader[who.id] < at(12, 8, 31)
    # The first look is still that of the old zone, and late by these clocks, not early.
    assert at(12, 6) <= by_reader[moved.id] < at(12, 9, 31)


def test_the_letter_names_clashes_and_tight_changes(event, letters):
    who = wanting(event)
    for one in (EARLY, TIGHT, CLASH):
        book(who, one)
    run(NOW, at(12, 8))

    (letter,) = letters()
    words = worker.words_of(letter.name, "en", letter.data)

    assert words.subject == "Saturday 12 June: 3 sessions in your agenda"
    assert "Only 5 minutes after “Session AAAA22”." in words.text
    assert "At the same time: “Session CCCC22”." in words.text
    assert "At the same time: “Session BBBB22”." in words.html
    agenda.keep_both(who.id, TIGHT.uid, CLASH.uid)
    again = services.still_of_the_day(letter.data, now=at(12, 8))
    assert "At the same time" not in worker.words_of(letter.name, "en", again).text


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_letter_has_its_readers_times_the_doors_and_the_way_to_stop_it(event, letters, language):
    book(wanting(event, language=language, zone="Europe/Istanbul"), EARLY)
    run(NOW, at(12, 8))

    (letter,) = letters()
    words = worker.words_of(letter.name, letter.language, letter.data)

    assert "* 10:00 " in words.text
    assert "09:00 Berlin" in words.text
    assert "http://localhost/s/AAAA22" in words.text
    assert 'href="http://localhost/s/AAAA22"' in words.html
    assert words.unsubscribe.removesuffix("/at-once") in words.text
    assert words.unsubscribe.removesuffix("/at-once") in words.html


def test_what_waits_is_checked_when_it_is_sent(event, letters):
    who = wanting(event)
    for one in (EARLY, TIGHT):
        book(who, one)
    run(NOW, at(12, 7, 30))
    (letter,) = letters()

    def still(now=None):
        found = services.still_of_the_day(letter.data, now=now or at(12, 7, 7))
        return [one["code"] for one in found["sessions"]] if found else None

    assert still() == ["AAAA22", "BBBB22"]
    assert still(at(12, 9)) == ["BBBB22"]
    assert still(at(12, 12)) is None
    agenda.drop_booking(who.id, EARLY.uid, now=NOW)
    assert still() == ["BBBB22"]
    want_letters([who.id], LetterKind.DAILY_AGENDA, is_wanted=False)
    assert still() is None


def test_none_due_costs_one_small_query_and_the_others_do_not_grow(event, queries):
    def reads(people, now):
        for _ in range(people):
            book(wanting(event), EARLY)
        queries.clear()
        services.put_day_agendas(now=now)
        return len([statement for statement in queries if statement.startswith("SELECT")])

    assert (reads(1, NOW), reads(9, NOW)) == (1, 1)
    assert reads(0, at(11, 7)) == reads(5, at(12, 7))


def test_an_event_that_is_over_is_left_alone(event, letters):
    who = wanting(event)
    run(at(25, 7), at(25, 8))

    assert db.session.get(LetterWishes, who.id).agenda_next_at > at(25, 7) + timedelta(days=20)
    assert letters() == []
