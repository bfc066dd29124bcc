"""The map of an event."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.programme.render.network import LABEL_LINE, LABEL_SIZE, network_of
from conference.programme.render.words import text_width
from tests.unit.programme.render.programmes import Stands, code_of, now_at, programme, session

NOBODY = Stands()
MEETINGS = [
    session(1, day=0, themes=(), label="Eröffnung"),
    session(2, day=6, themes=(), label="Halbzeit"),
    session(3, day=13, themes=(), label="Abschluss"),
]


def draw(held, *, days=14, themes=4, is_upright=False, standing=NOBODY, second_language=None):
    return network_of(
        programme(held, days=days, themes=themes), standing, now_at(5, 9), language="de",
        second_language=second_language, is_upright=is_upright,
    )  # fmt: skip


def numbers_in(path):
    return [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_a_column_is_a_day():
    drawn = draw(MEETINGS)

    assert (drawn.unit, len(drawn.columns), len(drawn.tracks)) == ("day", 14, 4)


@pytest.mark.parametrize(
    ("days", "unit"), [(1, "hour"), (2, "hour"), (3, "day"), (21, "day"), (22, "week"), (90, "week")]
)
def test_a_column_is_what_the_length_of_the_event_asks_for(days, unit):
    assert draw([session(1), session(2, day=days - 1)], days=days).unit == unit


def test_an_event_without_sessions_is_drawn_by_its_days():
    drawn = draw([], days=1)

    assert (drawn.unit, drawn.stops, len(drawn.tracks)) == ("day", (), 4)


def test_lines_meet_at_the_first_the_middle_and_the_last_session_for_everybody():
    drawn = draw([*MEETINGS, session(4, day=3, themes=())])

    heights = {stop.column.first_day.day: stop.shapes[0].height for stop in drawn.stops}
    assert heights[3] == heights[9] == heights[16]
    assert heights[6] > 2 * heights[3]


def test_a_meeting_is_one_mark_for_its_whole_day():
    drawn = draw([*MEETINGS, session(4, day=0, hour=15), session(5, day=0, hour=16, themes=(4,))])

    assert [stop.mark.count for stop in drawn.stops if stop.column.at < 50] == [3]
    assert next(stop for stop in drawn.stops if stop.column.at < 50).mark.sessions[0].code == code_of(1)


def test_lines_of_one_theme_run_straight():
    drawn = draw([session(1), session(2, day=13)], themes=1)

    assert len(set(numbers_in(drawn.tracks[0].path)[1::2])) == 1


def test_labels_carry_the_second_language_below():
    drawn = draw(MEETINGS, second_language="tr")

    assert [[line.text for line in label.lines] for label in drawn.labels] == [
        ["Eröffnung", "Eröffnung tr"],
        ["Halbzeit", "Halbzeit tr"],
        ["Abschluss", "Abschluss tr"],
    ]


def test_all_three_meetings_are_named():
    assert {label.session.code for label in draw(MEETINGS).labels if label.is_strong} == {code_of(n) for n in (1, 2, 3)}


def test_your_stops_are_marked():
    drawn = draw([*MEETINGS, session(4, day=1)], standing=Stands(**{code_of(4): "booked"}))

    assert [stop.mark.state for stop in drawn.stops] == ["", "me", "", ""]


def test_the_number_of_a_theme_stands_where_no_stop_is():
    drawn = draw([*MEETINGS, session(4, day=1), session(5, day=3)])

    assert {disc.x for disc in drawn.discs} == {drawn.columns[2].at}


HELD = st.lists(
    st.builds(
        lambda number, day, hour, themes, label: (number, day, hour, themes, label),
        st.integers(1, 10_000),
        st.integers(0, 89),
        st.integers(8, 19),
        st.sets(st.integers(1, 12), max_size=4),
        st.sampled_from(["", "", "Jugendtag", "Offene Daten", "Ein langes Etikett"]),
    ),
    max_size=40,
    unique_by=lambda row: row[0],
)


@settings(max_examples=25, deadline=None)
@given(HELD, st.integers(1, 90), st.integers(0, 12), st.booleans())
def test_any_programme_is_drawn_within_its_frame_and_no_label_covers_another(rows, days, themes, is_upright):
    held = [
        session(number, day=day % days, hour=hour, themes={one for one in on if one <= themes}, label=label)
        for number, day, hour, on, label in rows
    ]
    drawn = draw(held, days=days, themes=themes, is_upright=is_upright, second_language="tr")

    slack = 1.0
    for stop in drawn.stops:
        for shape in stop.shapes:
            assert -slack <= shape.x
            assert shape.x + shape.width <= drawn.width + slack
            assert -slack <= shape.y
            assert shape.y + shape.height <= drawn.height + slack
    for track in drawn.tracks:
        values = numbers_in(track.path)
        assert all(-slack <= x <= drawn.width + slack for x in values[::2])
        assert all(-slack <= y <= drawn.height + slack for y in values[1::2])
    assert sum(stop.mark.count for stop in drawn.stops) == len(held)
    for one, other in combinations([box(label) for label in drawn.labels], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def box(label):
    wide = max(text_width(line.text, LABEL_SIZE, is_narrow=True) for line in label.lines)
    left = label.x - (wide / 2 if label.anchor == "middle" else 0)
    return left, label.y - LABEL_LINE * 0.8, left + wide, label.y + LABEL_LINE * (len(label.lines) - 0.8)
