"""When sessions are reminded of."""

from datetime import timedelta

import pytest

from conference.letter_wishes.rules import LetterKind, Wishes
from conference.programme.document import Programme
from conference.reminders.rules import (
    due_sessions,
    goes_out_at,
    is_in_time,
    is_worth_sending,
    next_turn,
    told_together,
)
from tests.factories.programme import NOW, at, document, session

DAY, TEN = LetterKind.DAY_BEFORE, LetterKind.TEN_MINUTES
MORNING = session("AAAA22", starts_at=at(12, 9))
NOON = session("BBBB22", starts_at=at(12, 11, 30))
EVENING = session("CCCC22", starts_at=at(12, 19))
OFF = session("DDDD22", starts_at=at(12, 9), cancelled=True)
PROGRAMME = Programme(document((MORNING, NOON, EVENING, OFF, session("NSLT22"))))


def due(kind, now, *, told_until=NOW, before=None):
    found = due_sessions(PROGRAMME, kind, told_until=told_until, before=before, now=now)
    return [one.code for one in found.values()]


def test_a_sessions_turn_comes_a_day_before_and_ten_minutes_before_and_once():
    assert due(DAY, at(11, 8, 59)) == []
    assert due(DAY, at(11, 9)) == ["AAAA22"]
    assert due(DAY, at(11, 11, 30), told_until=at(11, 9)) == ["BBBB22"]
    assert due(TEN, at(12, 8, 49)) == []
    assert due(TEN, at(12, 8, 50)) == ["AAAA22"]
    assert due(TEN, at(12, 8, 55), told_until=at(12, 8, 50)) == []


def test_what_was_missed_is_made_up_for_while_there_is_time():
    assert due(DAY, at(12, 7), told_until=None) == ["BBBB22", "CCCC22"]  # two hours are too few
    assert due(TEN, at(12, 8, 59), told_until=None) == ["AAAA22"]
    assert due(TEN, at(12, 9), told_until=None) == []


def test_a_session_that_moved_into_the_time_is_due_again():
    before = Programme(document((session("AAAA22", starts_at=at(14, 9)), NOON)))

    assert due(DAY, at(11, 15), told_until=at(11, 14), before=before) == ["AAAA22"]
    assert due(DAY, at(11, 15), told_until=at(11, 14), before=PROGRAMME) == []


def test_the_next_turn_is_the_next_of_either_kind():
    assert next_turn(PROGRAMME, now=at(10, 9)) == at(11, 9)
    assert next_turn(PROGRAMME, now=at(11, 20)) == at(12, 8, 50)
    assert next_turn(PROGRAMME, now=at(12, 18, 50)) is None


def test_sessions_at_about_the_same_time_are_told_together():
    assert told_together([MORNING], [EVENING, NOON, MORNING, OFF], DAY) == [MORNING, NOON]
    assert told_together([MORNING], [NOON, MORNING], TEN) == [MORNING]


@pytest.mark.parametrize(
    ("zone", "now", "out"),
    [
        ("Europe/Berlin", at(11, 15), at(11, 15)),
        ("Europe/Berlin", at(11, 23), at(12, 7)),
        ("America/New_York", at(11, 9), at(11, 13)),  # three at night there
        ("Mars/Olympus", at(11, 3), at(11, 3)),
    ],
)
def test_a_day_before_keeps_quiet_hours_and_ten_minutes_before_do_not(zone, now, out):
    assert goes_out_at(DAY, zone=zone, quiet=Wishes().quiet, now=now) == out
    assert goes_out_at(TEN, zone=zone, quiet=Wishes().quiet, now=now) == now


def test_too_late_is_not_reminded():
    assert is_in_time(NOON, DAY, goes_out_at=at(12, 8, 29))
    assert not is_in_time(NOON, DAY, goes_out_at=at(12, 8, 30))
    assert is_in_time(NOON, TEN, goes_out_at=at(12, 11, 29))


def test_what_waits_is_sent_while_it_is_true():
    starts_at = at(12, 11, 30)

    def is_true(session, kind=DAY, now=NOW):
        return is_worth_sending(session, kind, starts_at=starts_at, now=now)

    assert is_true(NOON)
    assert is_true(NOON, now=starts_at - timedelta(hours=2))
    assert not is_true(NOON, now=starts_at - timedelta(hours=1))
    assert is_true(NOON, TEN, now=starts_at - timedelta(seconds=1))
    assert not is_true(NOON, TEN, now=starts_at)
    assert not is_true(None)
    assert not is_true(session("BBBB22", starts_at=at(12, 12)))
    assert not is_true(session("BBBB22", starts_at=starts_at, cancelled=True))
    assert not is_true(session("BBBB22"))
