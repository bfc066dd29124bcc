from datetime import UTC, datetime, time, timedelta

import pytest

from conference.mail.rules import MOST_ATTEMPTS, due_after, lot_of, pause_after


def test_pauses_grow_threefold_up_to_six_hours():
    minutes = [pause_after(attempts) / timedelta(minutes=1) for attempts in range(1, MOST_ATTEMPTS)]

    assert minutes == [1, 3, 9, 27, 81, 243, 360]


def test_a_letter_is_given_up_after_the_eighth_attempt():
    assert pause_after(MOST_ATTEMPTS) is None
    assert pause_after(MOST_ATTEMPTS, lot=0.5) is None


def test_a_lot_makes_a_pause_up_to_a_quarter_longer():
    assert pause_after(2, lot=0.5) == timedelta(minutes=3 * 1.125)


def test_letters_that_failed_together_come_back_apart():
    lots = {lot_of(f"letter{number}", 1) for number in range(200)}

    assert len(lots) == 200
    assert all(0 <= lot < 1 for lot in lots)
    assert min(lots) < 0.1
    assert max(lots) > 0.9
    assert lot_of("letter1", 1) == lot_of("letter1", 1) != lot_of("letter1", 2)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Europe/Berlin", "2027-06-08T12:00", "2027-06-08T12:00"),
        ("Europe/Berlin", "2027-06-08T19:59", "2027-06-08T19:59"),
        ("Europe/Berlin", "2027-06-08T20:00", "2027-06-09T05:00"),
        ("Europe/Berlin", "2027-06-09T04:59", "2027-06-09T05:00"),
        ("Europe/Berlin", "2027-06-09T05:00", "2027-06-09T05:00"),
        ("Europe/Istanbul", "2027-06-08T19:00", "2027-06-09T04:00"),
        ("America/New_York", "2027-06-08T20:00", "2027-06-08T20:00"),
        ("Asia/Kathmandu", "2027-06-08T20:00", "2027-06-09T01:15"),
        # the nights in which the clocks of Berlin change: 7 o'clock is an hour nearer, or farther
        ("Europe/Berlin", "2027-03-27T21:30", "2027-03-28T05:00"),
        ("Europe/Berlin", "2027-10-30T20:30", "2027-10-31T06:00"),
        ("No/Where", "2027-06-08T23:00", "2027-06-08T23:00"),
    ],
)
def test_what_can_wait_waits_for_its_readers_morning(zone, now, due):
    assert due_after(at(now), zone) == at(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2027-03-28T00:30", "2027-03-28T01:00"),  # 2:30 does not exist: the clocks go from 2 to 3
        ("2027-10-31T00:10", "2027-10-31T00:30"),  # 2:10 for the first time: until 2:30 for the first time
        ("2027-10-31T00:40", "2027-10-31T00:40"),  # 2:40 for the first time: over
        ("2027-10-31T01:10", "2027-10-31T01:30"),  # 2:10 for the second time
    ],
)
def test_quiet_hours_may_end_while_the_clocks_change(now, due):
    assert due_after(at(now), "Europe/Berlin", (time(22), time(2, 30))) == at(due)


def test_quiet_hours_may_lie_within_a_day_or_be_none():
    assert due_after(at("2027-06-08T11:00"), "UTC", (time(10), time(12))) == at("2027-06-08T12:00")
    assert due_after(at("2027-06-08T12:00"), "UTC", (time(10), time(12))) == at("2027-06-08T12:00")
    assert due_after(at("2027-06-08T23:00"), "UTC", (time(0), time(0))) == at("2027-06-08T23:00")
