"""Sessions on their lines: rails beside a list, marks on a day."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from conference.programme.render.lines import (
    Rail,
    Run,
    is_for_everybody,
    line_numbers,
    marks_of,
    rails_of,
    rows_of,
    runs_of,
)
from tests.unit.programme.render.programmes import Stands, code_of, programme, session

NOBODY = Stands()


def test_an_event_without_themes_has_one_line_of_ink():
    assert line_numbers(programme(themes=0)) == (0,)


def test_a_session_stands_on_the_lines_of_its_themes_in_their_order():
    assert rows_of(programme(), session(1, themes=(3, 1))) == (0, 2)


def test_a_session_without_a_theme_is_for_everybody():
    event = programme()

    assert rows_of(event, session(1, themes=())) == (0, 1, 2, 3)
    assert is_for_everybody(event, session(1, themes=()))


def test_nothing_is_for_everybody_where_there_is_one_theme():
    assert not is_for_everybody(programme(themes=1), session(1, themes=(1,)))


def test_rails_of_neighbouring_themes_share_one_mark():
    assert rails_of(programme(), session(1, themes=(2, 3))) == (Rail(1), Rail(2, width=2), Rail(3), Rail(4))


def test_rails_of_distant_themes_are_tied():
    assert rails_of(programme(), session(1, themes=(1, 3))) == (
        Rail(1, width=1, tie=3),
        Rail(2),
        Rail(3, width=1),
        Rail(4),
    )


def test_rails_without_a_session_are_bare():
    assert rails_of(programme(themes=2)) == (Rail(1), Rail(2))


@given(st.sets(st.integers(0, 11), min_size=1))
def test_runs_cover_exactly_their_rows(rows):
    runs = runs_of(rows)

    assert [row for run in runs for row in range(run.row, run.row + run.span)] == sorted(rows)
    assert all(one.row + one.span < other.row for one, other in itertools.pairwise(runs))


def test_sessions_of_one_theme_share_a_mark_that_counts_them():
    marks = marks_of(programme(), [session(1), session(2, hour=12), session(3, themes=(2,))], NOBODY)

    assert [(mark.runs, mark.count) for mark in marks] == [((Run(0, 1),), 2), ((Run(1, 1),), 1)]


def test_a_cancelled_session_has_no_mark():
    assert marks_of(programme(), [session(1, is_cancelled=True)], NOBODY) == ()


def test_interchanges_that_would_cover_each_other_become_one():
    (mark,) = marks_of(programme(), [session(1, themes=(1, 3)), session(2, themes=(2, 4))], NOBODY)

    assert (mark.runs, mark.count, mark.is_tied) == ((Run(0, 4),), 2, False)


def test_an_interchange_stands_before_the_later_mark_of_a_line_it_covers():
    marks = marks_of(programme(), [session(1, themes=(1, 2), hour=9), session(2, themes=(2,), hour=14)], NOBODY)

    assert [(mark.span, mark.side) for mark in marks] == [(2, "before"), (1, "after")]


def test_an_interchange_stands_after_the_earlier_mark_of_a_line_it_covers():
    marks = marks_of(programme(), [session(1, themes=(1, 2), hour=18), session(2, themes=(2,), hour=9)], NOBODY)

    assert [(mark.span, mark.side) for mark in marks] == [(2, "after"), (1, "before")]


def test_a_mark_is_yours_when_one_of_its_sessions_is_booked():
    stands = Stands(**{code_of(1): "waiting", code_of(2): "booked", code_of(3): "waiting"})
    marks = marks_of(programme(), [session(1), session(2), session(3, themes=(2,)), session(4, themes=(3,))], stands)

    assert [mark.state for mark in marks] == ["me", "wait", ""]
