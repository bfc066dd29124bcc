"""Who is reminded of which session, once, and what of a waiting reminder is still true."""

from contextvars import Context
from datetime import datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from conference import worker
from conference.agenda import services as agenda
from conference.db import db
from conference.letter_wishes.rules import NEVER_QUIET, USUAL, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.registrations.services import withdraw
from conference.reminders import services
from conference.reminders.services import before
from conference.reminders.tables import Reminder, ReminderWatch
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import NOW, at, document, publish, published_event, session

pytestmark = pytest.mark.usefixtures("app")

FIRST = session("AAAA22", starts_at=at(12, 10))
BESIDE = session("BBBB22", starts_at=at(12, 11))
SMALL = session("CCCC22", starts_at=at(13, 10), seats=1)
NIGHT = session("DDDD22", starts_at=at(14, 23))
SESSIONS = (FIRST, BESIDE, SMALL, NIGHT)
DAY_BEFORE, TEN_BEFORE = at(11, 10), at(12, 9, 50)


@pytest.fixture
def event():
    event = published_event(SESSIONS)
    assert services.put_reminders(now=NOW) == 0
    return event


@pytest.fixture
def reminders(outbox):
    return lambda: [one for one in outbox() if one.name == services.BEFORE]


def codes(letter):
    return [one["code"] for one in letter.data["sessions"]]


def released(event, *changed, now):
    by_code = {one.code: one for one in changed}
    return publish(event.id, document([by_code.get(one.code, one) for one in SESSIONS]), now=now)


def words_of(letter):
    return worker.words_of(letter.name, letter.language, letter.data)


def test_who_has_a_seat_is_reminded_once_a_day_before_and_once_ten_minutes_before(event, reminders):
    holder = registration(event.id, account("ada@example.org"))
    book(holder, FIRST)

    assert services.put_reminders(now=DAY_BEFORE - timedelta(seconds=1)) == 0
    assert services.put_reminders(now=DAY_BEFORE) == 1
    assert services.put_reminders(now=DAY_BEFORE + timedelta(minutes=1)) == 0
    assert services.put_reminders(now=TEN_BEFORE) == 1
    assert services.put_reminders(now=TEN_BEFORE + timedelta(minutes=1)) == 0

    day, ten = reminders()
    assert (day.data["kind"], ten.data["kind"]) == ("day_before", "ten_minutes")
    assert (day.recipient, day.due_at, codes(day)) == ("ada@example.org", DAY_BEFORE, ["AAAA22"])
    assert day.event_id == event.id


def test_who_waits_dropped_or_left_is_not_reminded(event, reminders):
    holder, waiting, dropped, gone = (registration(event.id) for _ in range(4))
    for who in (holder, waiting):
        book(who, SMALL)
    for who in (dropped, gone):
        book(who, FIRST)
    agenda.drop_booking(dropped.id, FIRST.uid, now=NOW)
    withdraw(event.id, gone.id, now=NOW)
    agenda.drop_all_of_those_who_left(now=NOW)

    services.put_reminders(now=DAY_BEFORE)
    services.put_reminders(now=at(12, 10))

    assert [one.data["registration"] for one in reminders()] == [holder.id]


def test_each_kind_comes_to_those_who_want_it(event, reminders):
    for kinds in (USUAL, USUAL - {LetterKind.DAY_BEFORE}, USUAL - {LetterKind.TEN_MINUTES}, frozenset()):
        who = registration(event.id)
        book(who, FIRST)
        edit_wishes(who.id, Wishes(kinds=frozenset(kinds)))

    assert services.put_reminders(now=DAY_BEFORE) == 2
    assert services.put_reminders(now=TEN_BEFORE) == 2


def test_sessions_at_about_the_same_time_are_told_in_one_letter(event, reminders):
    who = registration(event.id)
    book(who, FIRST)
    book(who, BESIDE)

    services.put_reminders(now=DAY_BEFORE)
    services.put_reminders(now=at(11, 11))

    assert [codes(one) for one in reminders()] == [["AAAA22", "BBBB22"]]


def test_a_moved_session_is_reminded_of_anew(event, reminders):
    book(registration(event.id), FIRST)
    services.put_reminders(now=DAY_BEFORE)
    released(event, session("AAAA22", starts_at=at(12, 15)), now=at(11, 12))

    services.put_reminders(now=at(11, 12))
    services.put_reminders(now=at(11, 15))

    assert [one.data["sessions"][0]["starts_at"] for one in reminders()] == [
        at(12, 10).isoformat(),
        at(12, 15).isoformat(),
    ]


def test_a_release_that_moves_nothing_reminds_of_nothing_again_and_who_books_later_knows(event, reminders):
    book(registration(event.id), FIRST)
    services.put_reminders(now=DAY_BEFORE)
    late = registration(event.id)
    book(late, FIRST, now=at(11, 11))
    released(event, session("AAAA22", starts_at=at(12, 10), title={"de": "Anders"}), now=at(11, 12))

    assert services.put_reminders(now=at(11, 12)) == 0
    assert services.put_reminders(now=TEN_BEFORE) == 2


def test_a_cancelled_session_is_not_reminded_of(event):
    book(registration(event.id), FIRST)
    released(event, session("AAAA22", starts_at=at(12, 10), cancelled=True), now=at(10, 12))

    assert services.put_reminders(now=DAY_BEFORE) == 0
    assert services.put_reminders(now=TEN_BEFORE) == 0


def test_a_reminder_a_day_before_waits_for_the_morning_of_its_reader_and_ten_minutes_do_not(event, reminders):
    book(registration(event.id, account(zone="Europe/Berlin")), NIGHT)
    never_quiet = registration(event.id, account(zone="Europe/Berlin"))
    edit_wishes(never_quiet.id, Wishes(quiet=NEVER_QUIET))
    book(never_quiet, NIGHT)

    services.put_reminders(now=at(13, 23))
    services.put_reminders(now=at(14, 22, 50))

    assert [one.due_at for one in reminders()] == [at(14, 7), at(13, 23), at(14, 22, 50), at(14, 22, 50)]


def test_a_reminder_that_quiet_hours_make_too_late_is_none(event, reminders):
    who = registration(event.id, account(zone="Europe/Berlin"))
    edit_wishes(who.id, Wishes(quiet=(time(9), time(8))))
    book(who, FIRST)

    assert services.put_reminders(now=DAY_BEFORE) == 0
    assert services.put_reminders(now=DAY_BEFORE) == 0
    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 1


def test_what_the_worker_missed_is_made_up_for_while_it_helps(event, reminders):
    book(registration(event.id), FIRST)

    assert services.put_reminders(now=at(11, 20)) == 1
    assert services.put_reminders(now=at(12, 9, 59)) == 1
    assert services.put_reminders(now=at(12, 10)) == 0


def test_more_than_one_batch_is_told_and_a_crash_in_between_heals(event, reminders, monkeypatch):
    monkeypatch.setattr(before, "AT_ONCE", 2)
    for _ in range(5):
        book(registration(event.id), FIRST)
    put, calls = before.put_letter, []

    def breaks(*arguments, **facts):
        calls.append(1)
        if len(calls) == 4:
            raise RuntimeError("killed")
        return put(*arguments, **facts)

    monkeypatch.setattr(before, "put_letter", breaks)
    with pytest.raises(RuntimeError):
        services.put_reminders(now=DAY_BEFORE)
    assert len(reminders()) == 2

    services.put_reminders(now=DAY_BEFORE + timedelta(minutes=1))

    assert len(reminders()) == 5
    assert len({one.data["registration"] for one in reminders()}) == 5


def test_several_workers_at_once_remind_nobody_twice(app, event, reminders):
    for _ in range(12):
        book(registration(event.id), FIRST)
    db.session.commit()
    barrier, failures = Barrier(3), []

    def work():
        with app.app_context():
            barrier.wait()
            try:
                services.put_reminders(now=DAY_BEFORE)
            except Exception as error:  # noqa: BLE001 - told below
                failures.append(error)
            finally:
                db.session.remove()

    workers = [Thread(target=Context().run, args=(work,)) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert failures == []
    services.put_reminders(now=DAY_BEFORE)
    db.session.rollback()
    assert sorted(one.data["registration"] for one in reminders()) == sorted(
        db.session.scalars(select(Reminder.registration_id))
    )
    assert len(reminders()) == 12


def test_nothing_due_costs_one_small_query_however_many_take_part(event, queries):
    def reads(people):
        for _ in range(people):
            book(registration(event.id), FIRST)
        queries.clear()
        assert services.put_reminders(now=NOW + timedelta(minutes=5)) == 0
        return len(queries)

    assert (reads(1), reads(20)) == (1, 1)


def test_the_queries_do_not_grow_with_those_who_are_reminded(event, queries):
    def reads(people, one, now):
        for _ in range(people):
            book(registration(event.id), one)
        queries.clear()
        assert services.put_reminders(now=now) >= people
        return len([statement for statement in queries if statement.startswith("SELECT")])

    assert reads(2, FIRST, DAY_BEFORE) == reads(9, NIGHT, at(13, 23))


def test_events_that_are_over_are_not_looked_at_again(event, queries):
    services.put_reminders(now=at(20, 10))

    assert db.session.get(ReminderWatch, event.id).next_at is None
    queries.clear()
    services.put_reminders(now=at(21, 10))
    assert len(queries) == 1


class TestWhatWaits:
    """A reminder in the outbox is checked when it is sent."""

    @pytest.fixture
    def who(self, event):
        who = registration(event.id, account("ada@example.org"))
        book(who, FIRST)
        book(who, BESIDE)
        return who

    @pytest.fixture
    def sent(self, who, reminders, set_clock):
        assert who

        def send(now: datetime = DAY_BEFORE):
            set_clock(now)
            worker.deliver_letters()
            db.session.expire_all()
            return [(one.state, one.subject) for one in reminders()]

        services.put_reminders(now=DAY_BEFORE)
        return send

    def test_it_is_sent_as_it_is(self, sent):
        ((state, subject),) = sent()
        assert (state, subject) == ("sent", "2 sessions of yours from Sat 12 Jun, 10:00")

    def test_what_was_dropped_is_left_out(self, who, sent):
        agenda.drop_booking(who.id, FIRST.uid, now=DAY_BEFORE)
        ((state, subject),) = sent()
        assert (state, subject) == ("sent", "Sat 12 Jun, 11:00: “Session BBBB22”")

    def test_nothing_left_to_say_is_not_sent(self, who, sent):
        for one in (FIRST, BESIDE):
            agenda.drop_booking(who.id, one.uid, now=DAY_BEFORE)
        assert sent() == []

    def test_what_moved_or_was_cancelled_is_left_out(self, event, sent):
        changed = session("AAAA22", starts_at=at(15, 10)), session("BBBB22", starts_at=at(12, 11), cancelled=True)
        released(event, *changed, now=DAY_BEFORE)
        assert sent() == []

    def test_who_stopped_them_gets_none(self, who, sent):
        want_letters([who.id], LetterKind.DAY_BEFORE, is_wanted=False)
        assert sent() == []

    def test_who_takes_part_no_longer_gets_none(self, who, sent):
        withdraw(who.event_id, who.id, now=DAY_BEFORE)
        assert sent() == []

    def test_what_the_mail_server_held_up_too_long_is_not_sent(self, sent):
        assert sent(at(12, 10)) == []


@pytest.mark.parametrize("language", ["de", "tr", "en"])
@pytest.mark.parametrize("now", [DAY_BEFORE, TEN_BEFORE])
@pytest.mark.parametrize("booked", [[FIRST], [FIRST, session("EEEE22", starts_at=at(12, 10, 5))]])
def test_the_letter_has_the_start_by_its_readers_clocks_the_door_and_the_way_to_stop_it(
    reminders, language, now, booked
):
    event = published_event((*SESSIONS, session("EEEE22", starts_at=at(12, 10, 5))))
    who = registration(event.id, account(language=language, zone="Asia/Tokyo"))
    for one in booked:
        book(who, one)
    services.put_reminders(now=now)

    (letter,) = reminders()
    words = words_of(letter)

    assert "17:00 Tok" in words.text
    assert "17:00 Tok" in words.html
    assert "17:00" in words.subject
    assert "10:00 Berlin | 11:00 " in words.text
    assert "http://localhost/s/AAAA22" in words.text
    assert 'href="http://localhost/s/AAAA22"' in words.html
    assert words.unsubscribe.removesuffix("/at-once") in words.text
    assert words.unsubscribe.removesuffix("/at-once") in words.html
