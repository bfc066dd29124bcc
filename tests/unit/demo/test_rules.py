"""When the example takes place, and who sits where."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conference.demo import rules
from conference.intervals import overlapping_pairs
from conference.programme.document import Format
from conference.programme.document.index import ends_at
from tests.factories.programme import at, session


@pytest.mark.parametrize(
    ("today", "first_day"),
    [
        (date(2026, 11, 22), date(2027, 6, 3)),
        (date(2027, 1, 1), date(2027, 6, 3)),
        (date(2027, 6, 2), date(2027, 6, 3)),
        (date(2027, 6, 3), date(2027, 6, 3)),
        (date(2027, 6, 16), date(2027, 6, 3)),
        (date(2027, 6, 17), date(2028, 6, 3)),
        (date(2027, 12, 31), date(2028, 6, 3)),
    ],
)
def test_the_example_begins_on_the_next_third_of_june_unless_it_is_on(today, first_day):
    assert rules.coming_first_day("06-03", 14, today) == first_day


@pytest.mark.parametrize("first_day", [date(1999, 12, 31), date(2199, 1, 1), date.max, date.min])
def test_a_start_beyond_the_years_of_meridian_is_refused(first_day):
    with pytest.raises(rules.StartOutOfRange):
        rules.check_first_day(first_day)


def test_moving_keeps_the_time_on_the_clocks_over_a_change():
    before = datetime(2027, 3, 27, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, in winter

    after, decision = rules.shifted_start(before, 1, "Europe/Berlin")

    assert after == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)  # 10:00 in summer
    assert decision is None


def test_a_time_that_the_clocks_jump_over_becomes_the_next_one_there_is():
    instant, decision = rules.start_at(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")

    assert instant == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert decision == rules.Resolved(datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 3, 0), is_doubled=False)


def test_of_a_time_shown_twice_the_first_is_taken_and_said():
    instant, decision = rules.start_at(datetime(2027, 10, 31, 2, 30), "Europe/Berlin")

    assert instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert decision is not None
    assert decision.is_doubled


@pytest.fixture
def sessions():
    return [
        session(f"{kind[:3]}{day}{hour}{seats}", starts_at=at(day, hour), minutes=90, seats=seats, format=kind)
        for day in (3, 4, 5)
        for hour, seats, kind in (
            (9, None, Format.PLENARY), (10, 12, Format.WORKSHOP), (10, 100, Format.TALK), (14, 4, Format.WORKSHOP),
        )
    ]  # fmt: skip


def test_one_session_is_full_with_its_queue_behind_and_no_other(sessions):
    full = sessions[1]

    seats = rules.seats_taken(20, sessions, full=full, waiting=2)

    taken = {one.code: sum(one in agenda for agenda in seats.values()) for one in sessions}
    assert [person for person, agenda in seats.items() if agenda and agenda[0] is full] == list(range(14))
    assert taken[full.code] == 14
    for one in sessions:
        assert one is full or one.seats is None or taken[one.code] <= one.seats - 2


def test_nobody_invented_has_a_clash_and_the_same_people_sit_there_each_time(sessions):
    seats = rules.seats_taken(20, sessions, full=sessions[1], waiting=2)

    for agenda in seats.values():
        assert not list(overlapping_pairs(agenda, lambda one: (one.slot.starts_at, ends_at(one))))
    assert seats == rules.seats_taken(20, sessions, full=sessions[1], waiting=2)
    assert sum(map(len, seats.values())) > 40


def test_minutes_are_whole_days_apart_after_a_move_within_summer():
    before = datetime(2027, 6, 3, 8, 0, tzinfo=UTC)

    assert rules.shifted_start(before, 7, "Europe/Berlin")[0] - before == timedelta(days=7)
