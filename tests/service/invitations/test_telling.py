"""Whose calendar is told what, once, and what of a waiting letter is still true."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from conference import worker
from conference.agenda import services as agenda
from conference.db import db
from conference.invitations import services
from conference.invitations.tables import InvitationWatch, SentInvitation
from conference.letter_wishes.rules import NEVER_QUIET, USUAL, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.registrations.services import withdraw
from tests.factories.accounts import account
from tests.factories.agenda import book, registration
from tests.factories.programme import NOW, at, document, publish, published_event, session

pytestmark = pytest.mark.usefixtures("app")

FIRST = session("AAAA22", starts_at=at(12, 10))
SECOND = session("BBBB22", starts_at=at(12, 14))
SMALL = session("CCCC22", starts_at=at(13, 10), seats=1)
SESSIONS = (FIRST, SECOND, SMALL)
LATER = NOW + timedelta(minutes=2)
WANTED = USUAL | {LetterKind.INVITATIONS}


@pytest.fixture
def event():
    return published_event(SESSIONS)


@pytest.fixture
def told(outbox):
    """``told()`` gives what each letter told: code, method and sequence number of its entries."""

    def read():
        return [
            [(one["code"], one["method"], one["sequence"]) for one in letter.data["entries"]]
            for letter in outbox()
            if letter.name == services.ENTRIES
        ]

    return read


def wanting(event, *, quiet=NEVER_QUIET, **facts):
    who = registration(event.id, account(**facts))
    edit_wishes(who.id, Wishes(kinds=WANTED, quiet=quiet))
    return who


def look(now=LATER):
    return services.put_invitations(now=now)


def released(event, *changed, now):
    by_code = {one.code: one for one in changed}
    return publish(event.id, document([by_code.get(one.code, one) for one in SESSIONS]), now=now)


def test_nobody_is_told_unasked(event, told):
    book(registration(event.id), FIRST)

    assert look() == 0
    assert told() == []


def test_what_is_booked_within_two_minutes_is_one_letter_and_no_second_look_sends_another(event, told, outbox):
    who = wanting(event, email="ada@example.org", language="tr")
    book(who, FIRST, now=NOW)
    book(who, SECOND, now=NOW + timedelta(minutes=1))

    assert look(NOW + timedelta(minutes=2, seconds=59)) == 0
    assert look(NOW + timedelta(minutes=3)) == 1
    assert look(NOW + timedelta(minutes=4)) == 0
    assert told() == [[("AAAA22", "REQUEST", 0), ("BBBB22", "REQUEST", 0)]]
    letter = outbox()[-1]
    assert (letter.recipient, letter.language, letter.event_id) == ("ada@example.org", "tr", event.id)


def test_a_place_in_a_queue_is_told_once_it_is_a_seat(event, told):
    holder, waiting = registration(event.id), wanting(event)
    book(holder, SMALL)
    book(waiting, SMALL, now=NOW)
    assert look() == 0

    agenda.drop_booking(holder.id, SMALL.uid, now=LATER)

    assert look(LATER + timedelta(minutes=2)) == 1
    assert told() == [[("CCCC22", "REQUEST", 0)]]


def test_what_one_gives_back_leaves_the_calendar_and_comes_again(event, told):
    who = wanting(event)
    now = NOW
    for change in (book, lambda who, one, now: agenda.drop_booking(who.id, one.uid, now=now), book):
        change(who, FIRST, now=now)
        now += timedelta(minutes=2)
        assert look(now) == 1

    assert told() == [[("AAAA22", "REQUEST", 0)], [("AAAA22", "CANCEL", 1)], [("AAAA22", "REQUEST", 2)]]


def test_a_release_is_one_letter_to_each_whom_it_touches(event, told):
    both, one, none = (wanting(event) for _ in range(3))
    for who, what in ((both, FIRST), (both, SECOND), (one, SECOND), (none, SMALL)):
        book(who, what, now=NOW)
    look()
    released(
        event, session("AAAA22", starts_at=at(13, 10)), session("BBBB22", starts_at=at(12, 14), cancelled=True),
        now=LATER,
    )  # fmt: skip

    assert look(LATER + timedelta(minutes=1)) == 0
    assert look(LATER + timedelta(minutes=2)) == 2
    assert look(LATER + timedelta(minutes=9)) == 0
    assert told()[-2:] == [[("BBBB22", "CANCEL", 1), ("AAAA22", "REQUEST", 1)], [("BBBB22", "CANCEL", 1)]]


def test_who_takes_part_no_longer_keeps_nothing_in_their_calendar(event, told):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    look()
    withdraw(event.id, who.id, now=LATER)
    agenda.drop_all_of_those_who_left(now=LATER)

    assert look(LATER + timedelta(minutes=2)) == 1
    assert told()[-1] == [("AAAA22", "CANCEL", 1)]


def test_an_address_that_is_not_confirmed_is_told_nothing(event, told):
    book(wanting(event, is_confirmed=False), FIRST, now=NOW)

    assert (look(), told()) == (0, [])


def test_all_of_a_night_is_one_letter_in_the_morning(event, told, outbox):
    quiet = Wishes().quiet
    night = at(9, 23)
    who = wanting(event, quiet=quiet, zone="Europe/Berlin")
    book(who, FIRST, now=night)
    assert look(night + timedelta(minutes=2)) == 0
    agenda.drop_booking(who.id, FIRST.uid, now=night + timedelta(minutes=5))
    book(who, SECOND, now=night + timedelta(minutes=5))
    assert look(night + timedelta(minutes=7)) == 0
    assert look(at(10, 6, 59)) == 0

    assert look(at(10, 7)) == 1
    assert told() == [[("BBBB22", "REQUEST", 0)]]
    assert outbox()[-1].due_at == at(10, 7)


def test_the_night_is_broken_for_what_begins_soon_even_while_other_news_wait(event, told):
    who = wanting(event, quiet=Wishes().quiet, zone="Europe/Berlin")
    book(who, FIRST, now=at(11, 23))
    assert look(at(11, 23, 2)) == 0
    released(event, session("AAAA22", starts_at=at(12, 8)), now=at(11, 23, 30))

    assert look(at(11, 23, 32)) == 1
    assert told() == [[("AAAA22", "REQUEST", 1)]]


def test_waiting_for_the_morning_costs_nothing_more(event, queries):
    who = wanting(event, quiet=Wishes().quiet, zone="Europe/Berlin")
    book(who, FIRST, now=at(9, 23))
    look(at(9, 23, 2))
    queries.clear()

    assert look(at(9, 23, 3)) == 0
    assert len(queries) == 1


def test_off_sends_nothing_and_on_again_only_what_changed_meanwhile(event, told):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    book(who, SECOND, now=NOW)
    look()
    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=False)
    agenda.drop_booking(who.id, FIRST.uid, now=LATER)
    assert look(LATER + timedelta(minutes=2)) == 0

    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=True)

    assert look(LATER + timedelta(minutes=2)) == 1
    assert told()[1:] == [[("AAAA22", "CANCEL", 1)]]


def test_a_letter_not_sent_since_it_was_not_wanted_is_made_up_for(event, told, outbox):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    look()
    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=False)
    assert worker.still_true(services.ENTRIES, outbox()[-1].data, LATER) is None

    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=True)

    assert look(LATER + timedelta(minutes=1)) == 1
    assert told()[-1] == [("AAAA22", "REQUEST", 1)]


def test_a_calendar_goes_on_holding_what_a_letter_not_sent_would_have_moved(event, told, outbox):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    book(who, SECOND, now=NOW)
    look()
    released(
        event, session("AAAA22", starts_at=at(13, 10)), session("BBBB22", starts_at=at(13, 14)), now=LATER
    )  # fmt: skip
    look(LATER + timedelta(minutes=2))
    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=False)
    assert worker.still_true(services.ENTRIES, outbox()[-1].data, LATER) is None
    agenda.drop_booking(who.id, FIRST.uid, now=LATER)

    want_letters([who.id], LetterKind.INVITATIONS, is_wanted=True)

    assert look(LATER + timedelta(minutes=4)) == 1
    assert told()[-1] == [("AAAA22", "CANCEL", 2), ("BBBB22", "REQUEST", 2)]
    assert [one["reason"] for one in outbox()[-1].data["entries"]] == ["given_back", "moved"]


def test_a_letter_held_up_leaves_out_what_a_later_one_tells_otherwise(event, outbox):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    book(who, SECOND, now=NOW)
    look()
    agenda.drop_booking(who.id, FIRST.uid, now=LATER)
    look(LATER + timedelta(minutes=2))
    early, late = (letter.data for letter in outbox() if letter.name == services.ENTRIES)

    def still(data):
        found = worker.still_true(services.ENTRIES, data, LATER)
        return [one["code"] for one in found["entries"]] if found else None

    assert (still(early), still(late)) == (["BBBB22"], ["AAAA22"])
    agenda.drop_booking(who.id, SECOND.uid, now=LATER)
    look(LATER + timedelta(minutes=5))
    assert still(early) is None


def test_a_look_that_breaks_off_leaves_neither_letter_nor_note(event, told, monkeypatch):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    book(who, SECOND, now=NOW)
    noted = services._note

    def break_off(*facts):
        noted(*facts)
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "_note", break_off)
    with pytest.raises(KeyboardInterrupt):
        look()
    monkeypatch.undo()

    assert told() == []
    assert db.session.scalar(select(func.count()).select_from(SentInvitation)) == 0
    assert look() == 1
    assert len(told()) == 1


def test_several_workers_at_once_tell_each_calendar_once(event, app, told):
    for _ in range(6):
        book(wanting(event), FIRST, now=NOW)
    start, put = Barrier(3), []

    def run():
        with app.app_context():
            start.wait()
            put.append(look())
            db.session.remove()

    workers = [Thread(target=run) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    db.session.rollback()  # what was read before is an older state

    assert sum(put) == 6
    assert told() == [[("AAAA22", "REQUEST", 0)]] * 6


def test_more_than_fit_into_one_transaction_are_all_told(event, told, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    for _ in range(5):
        book(wanting(event), FIRST, now=NOW)

    assert look() == 5
    assert len(told()) == 5


def test_nothing_to_do_is_one_small_query_and_more_readers_cost_no_more_reads(event, queries):
    def reads(people, now):
        for _ in range(people):
            book(wanting(event), FIRST, now=now - timedelta(minutes=2))
        queries.clear()
        look(now)
        return len([statement for statement in queries if statement.startswith("SELECT")])

    assert reads(0, LATER) == 1
    assert reads(1, LATER) == reads(7, LATER + timedelta(minutes=9))
    assert reads(0, LATER + timedelta(minutes=9)) == 1


def test_all_goes_with_the_registration(event):
    who = wanting(event)
    book(who, FIRST, now=NOW)
    look()
    db.session.delete(who)
    db.session.commit()

    for table in (SentInvitation, InvitationWatch):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
