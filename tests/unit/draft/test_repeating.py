"""When a repeated session takes place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conference.draft.rules.repeating import MOST_REPEATS, TooManyRepeats, moved_by_days, repeats_of

BERLIN = "Europe/Berlin"
MONDAY = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, in winter


def test_a_weekly_meeting_keeps_its_hour_when_the_clocks_change():
    repeats = repeats_of(MONDAY, BERLIN, weekdays={0}, every_weeks=1, until=date(2027, 4, 5))

    assert [repeat.day for repeat in repeats] == [date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 5)]
    assert [repeat.starts_at.hour for repeat in repeats] == [9, 8, 8]


def test_every_other_week_is_counted_from_the_week_of_the_first():
    repeats = repeats_of(MONDAY, BERLIN, weekdays={0, 3}, every_weeks=2, until=date(2027, 4, 2))

    assert [repeat.day for repeat in repeats] == [date(2027, 3, 18), date(2027, 3, 29), date(2027, 4, 1)]


def test_an_hour_that_a_day_does_not_have_is_named():
    night = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)  # 02:30 in Berlin

    (repeat,) = repeats_of(night, BERLIN, weekdays={6}, every_weeks=1, until=date(2027, 3, 28))

    assert (repeat.day, repeat.starts_at) == (date(2027, 3, 28), None)


def test_nothing_is_repeated_before_the_first_or_after_the_last_day():
    assert repeats_of(MONDAY, BERLIN, weekdays={0}, every_weeks=1, until=date(2027, 3, 21)) == []
    assert repeats_of(MONDAY, BERLIN, weekdays=set(), every_weeks=1, until=date(2027, 6, 1)) == []


def test_more_than_anybody_means_is_refused():
    last = MONDAY.date() + timedelta(days=MOST_REPEATS)
    every_day = set(range(7))

    assert len(repeats_of(MONDAY, BERLIN, weekdays=every_day, every_weeks=1, until=last)) == MOST_REPEATS
    with pytest.raises(TooManyRepeats):
        repeats_of(MONDAY, BERLIN, weekdays=every_day, every_weeks=1, until=last + timedelta(days=1))


def test_a_move_by_days_keeps_the_hour():
    assert moved_by_days(MONDAY, BERLIN, 14) == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
    assert moved_by_days(MONDAY, BERLIN, -7) == datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


def test_a_move_to_an_hour_that_is_jumped_over_lands_after_the_jump():
    night = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)

    assert moved_by_days(night, BERLIN, 7) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 03:00, summer
