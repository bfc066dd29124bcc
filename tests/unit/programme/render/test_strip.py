"""The strip of days."""

import itertools
from datetime import date, timedelta

import pytest

from conference.programme.render.strip import UNFOLDED_DAYS, strip_of
from tests.unit.programme.render.programmes import FIRST_DAY, Stands, code_of, now_at, programme, session

NOBODY = Stands()


def test_every_day_has_a_cell_also_without_sessions():
    strip = strip_of(programme([session(1, day=2)]), NOBODY, now_at(0, 9))

    assert [cell.count for cell in strip.cells] == [0, 0, 1, *[0] * 11]


def test_today_is_looked_at_where_no_day_is_asked_for():
    strip = strip_of(programme(), NOBODY, now_at(5, 9))

    assert [cell.first_day for cell in strip.cells if cell.is_current] == [date(2027, 6, 8)]


def test_the_day_asked_for_is_looked_at_and_today_stays_marked():
    strip = strip_of(programme(), NOBODY, now_at(5, 9), date(2027, 6, 4))

    assert [cell.first_day.day for cell in strip.cells if cell.is_current] == [4]
    assert [cell.first_day.day for cell in strip.cells if cell.is_today] == [8]


def test_before_the_event_no_day_is_looked_at():
    strip = strip_of(programme(), NOBODY, now_at(-30, 9))

    assert not any(cell.is_current or cell.is_today for cell in strip.cells)


def test_today_is_that_of_the_events_zone():
    strip = strip_of(programme(), NOBODY, now_at(5, 0.5))

    assert [cell.first_day.day for cell in strip.cells if cell.is_today] == [8]


def test_up_to_three_weeks_nothing_is_folded():
    assert not any(cell.is_week for cell in strip_of(programme(days=UNFOLDED_DAYS), NOBODY, now_at(0, 9)).cells)


@pytest.mark.parametrize("days", [UNFOLDED_DAYS + 1, 45, 90])
def test_longer_events_fold_their_weeks_but_the_one_looked_at(days):
    asked = FIRST_DAY + timedelta(days=days // 2)
    strip = strip_of(programme(days=days), NOBODY, now_at(0, 9), asked)

    unfolded = [cell.first_day for cell in strip.cells if not cell.is_week]
    assert asked in unfolded
    assert len(strip.cells) <= 22
    spans = [(cell.first_day, cell.last_day) for cell in strip.cells]
    assert spans[0][0] == FIRST_DAY
    assert spans[-1][1] == FIRST_DAY + timedelta(days=days - 1)
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in itertools.pairwise(spans))


def test_a_folded_week_leads_to_its_first_day_with_sessions():
    strip = strip_of(programme([session(1, day=34)], days=60), NOBODY, now_at(0, 9))

    assert [cell.link_day for cell in strip.cells if cell.count] == [FIRST_DAY + timedelta(days=34)]


def test_a_cell_says_which_themes_and_how_many_are_yours():
    held = [session(1, themes=(2,)), session(2, themes=(4, 2)), session(3, is_cancelled=True)]
    cell = strip_of(programme(held), Stands(**{code_of(2): "booked"}), now_at(0, 9)).cells[0]

    assert (cell.count, cell.numbers, cell.mine) == (2, (2, 4), 1)


def test_a_strip_is_numbered_only_where_a_mark_stands_for_many():
    assert not strip_of(programme([session(1), session(2, day=1)]), NOBODY, now_at(0, 9)).is_numbered
    assert strip_of(programme([session(1), session(2)]), NOBODY, now_at(0, 9)).is_numbered


def test_many_lines_are_drawn_closer():
    assert not strip_of(programme(themes=6), NOBODY, now_at(0, 9)).is_crowded
    assert strip_of(programme(themes=12), NOBODY, now_at(0, 9)).is_crowded
