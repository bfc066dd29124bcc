"""Figures of an event: counted right, and drawn to scale."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.dashboard.render import HEIGHT, WIDTH, column_chart_of, share_of
from conference.dashboard.rules import bookings_by_theme, by_name, fillings, registrations_over_time
from conference.programme.document import Programme
from tests.factories.programme import at, document, session

BERLIN = "Europe/Berlin"


def test_registrations_are_counted_by_local_day_and_empty_days_are_there():
    late = datetime(2027, 6, 1, 22, 30, tzinfo=UTC)  # half past midnight in Berlin
    spans = registrations_over_time([late, late + timedelta(days=2)], BERLIN, until=date(2027, 6, 5))

    assert [(span.first_day.day, span.count, span.total) for span in spans] == [
        (2, 1, 1),
        (3, 0, 1),
        (4, 1, 2),
        (5, 0, 2),
    ]


def test_over_months_they_are_counted_by_week():
    first = datetime(2027, 1, 6, 12, tzinfo=UTC)
    spans = registrations_over_time([first, first + timedelta(days=90)], BERLIN, until=date(2027, 4, 6))

    assert all(span.first_day.weekday() == 0 for span in spans)
    assert (spans[0].count, spans[-1].total) == (1, 2)


def test_without_registrations_there_is_nothing_to_draw():
    assert registrations_over_time([], BERLIN, until=date(2027, 6, 5)) == []
    assert column_chart_of([]).columns == ()


@given(counts=st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_every_registration_is_in_one_span_and_every_column_in_the_drawing(counts):
    first = datetime(2027, 6, 1, 12, tzinfo=UTC)
    instants = [first + timedelta(days=day) for day, count in enumerate(counts) for _ in range(count)]
    spans = registrations_over_time(instants, BERLIN, until=date(2027, 6, 1))
    chart = column_chart_of(spans)

    assert sum(span.count for span in spans) == sum(counts)
    assert all(
        0 <= column.y <= HEIGHT and column.x >= 0 and column.x + column.width <= WIDTH for column in chart.columns
    )
    assert not spans or chart.ticks[-1].value >= max(span.count for span in spans)
    assert len(chart.ticks) <= 6


def test_the_fullest_session_comes_first_and_those_without_a_limit_last():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10), seats=10),
        session("AAAAA3", starts_at=at(8, 12), seats=4),
        session("AAAAA4", starts_at=at(8, 14)),
        session("AAAAA5", starts_at=None),
    ]
    seats = {sessions[0].uid: (5, 0), sessions[1].uid: (4, 3), sessions[2].uid: (90, 0)}

    found = fillings(Programme(document(sessions)), seats)

    assert [(one.session.code, one.share) for one in found] == [("AAAAA3", 1.0), ("AAAAA2", 0.5), ("AAAAA4", None)]


def test_seats_are_summed_by_main_theme():
    base = document([])
    slugs = [theme.slug for theme in base.themes]
    sessions = [
        session("AAAAA2", themes=(slugs[0], slugs[1])), session("AAAAA3", themes=(slugs[0],)),
        session("AAAAA4", themes=()),
    ]  # fmt: skip
    seats = {sessions[0].uid: (5, 1), sessions[1].uid: (2, 0), sessions[2].uid: (1, 0)}

    rows = {
        row.slug: (row.sessions, row.taken, row.waiting)
        for row in bookings_by_theme(Programme(document(sessions)), seats)
    }

    assert rows[slugs[0]] == (2, 7, 1)
    assert rows[slugs[1]] == (0, 0, 0)
    assert rows[None] == (1, 1, 0)


def test_one_city_spelt_in_several_ways_is_one():
    assert by_name(["Köln", "koeln", "KÖLN", "Köln", " Çanakkale", "canakkale", "", "  "]) == [
        ("Köln", 4),
        ("Çanakkale", 2),
    ]


@pytest.mark.parametrize(("value", "most", "share"), [(0, 5, 0), (5, 5, 100), (1, 1000, 1), (9, 5, 100), (3, 0, 0)])
def test_a_bar_is_as_long_as_its_share_and_never_hidden(value, most, share):
    assert share_of(value, most) == share
