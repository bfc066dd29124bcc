"""Partnerships by longitude."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.programme.document import Municipality
from conference.programme.render.longitudes import distance_km, longitudes_of
from tests.unit.programme.render.programmes import programme

OSNABRUECK = Municipality(key="o", name="Osnabrück", country="DE", latitude=52.2726, longitude=8.0498)
CANAKKALE = Municipality(key="c", name="Çanakkale", country="TR", latitude=40.1553, longitude=26.4142)


def test_the_distance_is_that_of_the_great_circle():
    assert distance_km(OSNABRUECK, CANAKKALE) == pytest.approx(1940, abs=10)
    assert distance_km(CANAKKALE, OSNABRUECK) == distance_km(OSNABRUECK, CANAKKALE)


def test_a_quarter_of_the_equator_is_ten_thousand_kilometres():
    one, other = (Municipality(key="a", name="a", country="XX", latitude=0.0, longitude=x) for x in (0.0, 90.0))

    assert distance_km(one, other) == pytest.approx(10_007.5, abs=1)


def test_without_coordinates_there_is_no_distance():
    assert distance_km(OSNABRUECK, Municipality(key="x", name="X", country="DE")) is None


def test_the_western_end_is_drawn_at_the_left_whichever_is_named_first():
    (tie,) = longitudes_of(programme(ties=[(30.0, 8.0)])).ties

    assert (tie.west.name, tie.east.name) == ("Town b0", "Town a0")
    assert tie.x1 < tie.x2


def test_ties_are_sorted_from_west_to_east():
    ruler = longitudes_of(programme(ties=[(13.0, 30.0), (8.0, 37.0), (8.0, 26.0)]))

    assert [tie.partnership.slug for tie in ruler.ties] == ["tie-2", "tie-1", "tie-0"]


def test_places_are_true_to_scale():
    ruler = longitudes_of(programme(ties=[(10.0, 20.0), (15.0, 35.0)]))
    first, second = ruler.ties

    assert second.x2 - second.x1 == pytest.approx(2 * (first.x2 - first.x1), abs=0.5)
    assert next(tick.x for tick in ruler.ticks if tick.degrees == 15) == second.x1


def test_some_or_none_can_be_asked_for():
    event = programme(ties=[(8.0, 26.0), (9.0, 30.0)])

    assert len(longitudes_of(event, [event.partnerships["tie-1"]]).ties) == 1
    assert longitudes_of(event, []).height == 0


@given(
    st.lists(st.tuples(st.floats(-170, 170), st.floats(-170, 170)), min_size=1, max_size=80),
    st.sampled_from([1216, 760, 358]),
)
def test_any_ties_lie_within_the_frame_one_below_the_other(ties, width):
    ruler = longitudes_of(programme(ties=ties), width=width)

    heights = [tie.y for tie in ruler.ties]
    assert heights == sorted(set(heights))
    assert heights[-1] < ruler.height
    for tie in ruler.ties:
        assert 0 <= tie.x1 <= tie.x2 <= width
    assert 0 < sum(tick.is_major for tick in ruler.ticks) <= 16
