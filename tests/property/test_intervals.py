"""The sweep finds the same overlaps as comparing everything with everything."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conference.intervals import overlapping_pairs, spans_overlap

START = datetime(2027, 6, 3, tzinfo=UTC)

spans = st.tuples(st.integers(0, 200), st.integers(0, 30)).map(
    lambda pair: (START + timedelta(minutes=pair[0]), START + timedelta(minutes=sum(pair)))
)


@given(st.lists(spans, max_size=40))
def test_the_sweep_agrees_with_comparing_all_pairs(all_spans):
    named = list(enumerate(all_spans))

    swept = {frozenset((one[0], other[0])) for one, other in overlapping_pairs(named, lambda item: item[1])}

    assert swept == {
        frozenset((one[0], other[0])) for one, other in combinations(named, 2) if spans_overlap(*one[1], *other[1])
    }


@given(spans, spans)
def test_overlap_is_mutual(one, other):
    assert spans_overlap(*one, *other) == spans_overlap(*other, *one)


def test_spans_that_touch_do_not_overlap():
    noon = START + timedelta(hours=12)

    assert not spans_overlap(START, noon, noon, noon + timedelta(hours=1))
