"""A day by room."""

import itertools
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.programme.render.day_graph import day_graph_of
from tests.unit.programme.render.programmes import FIRST_DAY, Stands, code_of, now_at, programme, session

NOBODY = Stands()
ZONES = ("Europe/Berlin", "Europe/Istanbul")


def draw(held, *, standing=NOBODY, now=None, zones=ZONES, day=FIRST_DAY):
    return day_graph_of(programme(held), day, standing, now or now_at(-5, 9), zones)


def by_code(graph):
    return {one.session.code: one for one in graph.segments}


def test_a_day_without_sessions_has_no_graph():
    assert draw([]) is None


def test_a_session_begins_in_its_quarter_and_lasts_its_length():
    graph = draw([session(1, hour=9.5, minutes=90)])

    one = by_code(graph)[code_of(1)]
    assert (one.column, one.span, graph.hours) == (3, 6, 2)


def test_the_hours_of_both_zones_stand_above_and_below():
    graph = draw([session(1, hour=9.5)])

    assert [mark.words for mark in graph.above.marks] == ["09", "10"]
    assert [mark.words for mark in graph.below[0].marks] == ["10", "11"]
    assert [mark.column for mark in graph.above.marks] == [1, 5]


def test_a_zone_of_half_hours_shows_its_minutes():
    graph = draw([session(1, hour=9)], zones=("Europe/Berlin", "Asia/Kolkata"))

    assert [mark.words for mark in graph.below[0].marks] == ["12:30", "13:30"]


def test_sessions_at_once_in_one_room_get_lanes_of_their_own():
    graph = draw([session(1, hour=9), session(2, hour=9.5), session(3, hour=11), session(4, hour=9, room="two")])

    rows = {code: one.row for code, one in by_code(graph).items()}
    assert rows[code_of(1)] != rows[code_of(2)]
    assert rows[code_of(3)] == rows[code_of(1)]
    assert [(row.room.key, row.row, row.lanes) for row in graph.rooms] == [("one", 2, 2), ("two", 4, 1)]
    assert graph.end_row == 5


def test_sessions_without_a_room_come_last():
    graph = draw([session(1, room=None), session(2)])

    assert [row.room.key if row.room else None for row in graph.rooms] == ["one", None]


def test_two_booked_sessions_that_overlap_are_marked_in_both_rows():
    held = [session(1, hour=10, minutes=90), session(2, hour=10.5, minutes=90, room="two")]
    graph = draw(held, standing=Stands(**{code_of(1): "booked", code_of(2): "booked"}))

    (overlap,) = graph.overlaps
    assert (overlap.column, overlap.span, overlap.first_row, overlap.end_row) == (3, 4, 2, 4)
    assert by_code(graph)[code_of(1)].clashes == (held[1],)
    assert by_code(graph)[code_of(2)].clashes == (held[0],)


def test_sessions_that_touch_do_not_clash():
    graph = draw(
        [session(1, hour=10), session(2, hour=11)], standing=Stands(**{code_of(1): "booked", code_of(2): "booked"})
    )

    assert graph.overlaps == ()


def test_a_session_waited_for_is_no_clash_in_the_drawing():
    graph = draw(
        [session(1, hour=10), session(2, hour=10, room="two")],
        standing=Stands(**{code_of(1): "booked", code_of(2): "waiting"}),
    )

    assert graph.overlaps == ()
    assert by_code(graph)[code_of(2)].state == "wait"


def test_now_is_drawn_within_the_hours_only():
    held = [session(1, hour=9, minutes=120)]

    assert draw(held, now=now_at(0, 9.6)).now_column == 3
    assert draw(held, now=now_at(0, 8.9)).now_column is None
    assert draw(held, now=now_at(0, 11)).now_column is None


def test_words_of_a_short_session_may_use_what_is_free():
    graph = draw([session(1, hour=9, minutes=30), session(2, hour=9.75, minutes=30), session(3, hour=12)])

    words = {code: one.words_span for code, one in by_code(graph).items()}
    assert (words[code_of(1)], words[code_of(2)]) == (3, 6)


def test_a_cancelled_session_is_drawn_as_such():
    assert by_code(draw([session(1, is_cancelled=True)]))[code_of(1)].is_cancelled


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 91), st.integers(5, 300), st.sampled_from(["one", "two", None])),
        min_size=1,
        max_size=30,
    )
)
def test_nothing_overlaps_within_a_lane_and_all_lies_within_the_grid(rows):
    held = [
        session(number, hour=quarters / 4, minutes=minutes, room=room)
        for number, (quarters, minutes, room) in enumerate(rows)
    ]
    graph = draw(held)

    for row in {one.row for one in graph.segments}:
        lane = sorted(
            (one.session.slot.starts_at, one.session.slot.minutes) for one in graph.segments if one.row == row
        )
        for (start, minutes), (following, _) in itertools.pairwise(lane):
            assert start + timedelta(minutes=minutes) <= following
    for one in graph.segments:
        assert one.column >= 1
        assert one.column + max(one.span, one.words_span) - 1 <= max(graph.hours * 4, one.column + one.span - 1)
        assert one.column + one.span - 1 <= graph.hours * 4
        assert 2 <= one.row < graph.end_row


def test_where_another_day_begins_in_a_zone_its_first_hour_says_so():
    held = [session(1, hour=20, minutes=180)]
    graph = draw(held, zones=["Europe/Berlin", "Europe/Istanbul", "Pacific/Auckland"])
    tomorrow = FIRST_DAY + timedelta(days=1)

    assert [mark.new_day for mark in graph.above.marks] == [None, None, None]
    assert [mark.new_day for mark in graph.below[0].marks] == [None, None, None]
    assert [(mark.words, mark.new_day) for mark in graph.below[1].marks] == [
        ("06", tomorrow),
        ("07", None),
        ("08", None),
    ]
