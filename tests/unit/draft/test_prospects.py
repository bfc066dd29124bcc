"""Where else a session could be: the best slots first, and each of them true beside the whole programme."""

from datetime import UTC, date, datetime, time

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from conference.draft.rules.clashes import Circumstances, clashes_of, find_clashes, with_session
from conference.draft.rules.impact import impact_of
from conference.draft.rules.prospects import prospects_of, starts_between
from tests.factories.programme import at, document, session

BERLIN = "Europe/Berlin"
QUIET = Circumstances()


def starts(*hours):
    return [at(8, hour) for hour in hours]


def test_starts_lie_between_the_hours_and_end_by_the_last():
    found = list(starts_between([date(2027, 6, 8)], BERLIN, minutes=90, first=time(9), last=time(11), step=30))

    assert found == [at(8, 9), at(8, 9, 30)]


def test_an_hour_that_a_day_does_not_have_is_left_out():
    found = list(starts_between([date(2027, 3, 28)], BERLIN, minutes=30, first=time(1, 30), last=time(3, 30), step=30))

    assert found == [datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)]


def test_the_slot_that_hurts_least_comes_first():
    one = session("AAAAA2", starts_at=at(8, 10), speakers=("ZEYNEP",), room="porsuk")
    two = session("AAAAA3", starts_at=at(8, 12), speakers=("ZEYNEP",), room="neckar")
    three = session("AAAAA4", starts_at=at(8, 14), room="neckar")
    held = {1: [one.uid, three.uid], 2: [one.uid]}

    found = prospects_of(document([one, two, three]), one, QUIET, held, starts=starts(12, 14, 16), minutes=60)

    assert [prospect.slot.starts_at for prospect in found] == starts(16, 14, 12)
    assert found[0].hurt == (0, 0, 0, 0)
    assert found[1].impact.clash_count == 1
    assert [clash.kind for clash in found[2].clashes] == ["speaker"]


def test_it_stays_in_its_room_where_that_is_free_and_else_goes_to_one_that_is():
    one = session("AAAAA2", starts_at=at(8, 10), room="porsuk")
    two = session("AAAAA3", starts_at=at(8, 12), room="porsuk")

    found = prospects_of(document([one, two]), one, QUIET, {}, starts=starts(14, 12), minutes=60)

    by_start = {prospect.slot.starts_at: prospect for prospect in found}
    assert by_start[at(8, 14)].slot.room == "porsuk"
    assert by_start[at(8, 12)].slot.room != "porsuk"
    assert "porsuk" not in by_start[at(8, 12)].free_rooms


def test_a_start_at_which_every_room_is_taken_is_no_prospect():
    one = session("AAAAA2", starts_at=at(8, 10), room="porsuk")
    whole = document([one])
    full = [session(f"BBBBB{place}", starts_at=at(8, 12), room=room.key) for place, room in enumerate(whole.rooms, 2)]

    assert prospects_of(document([one, *full]), one, QUIET, {}, starts=starts(12), minutes=60) == []


def test_its_own_slot_is_no_prospect_and_of_equals_the_nearest_comes_first():
    one = session("AAAAA2", starts_at=at(8, 10), room="porsuk")

    found = prospects_of(document([one]), one, QUIET, {}, starts=[at(9, 10), *starts(8, 10, 11)], minutes=60)

    assert [prospect.slot.starts_at for prospect in found] == [*starts(11, 8), at(9, 10)]


_HOURS = st.integers(8, 14)


@given(
    places=st.lists(
        st.tuples(_HOURS, st.sampled_from(["porsuk", "neckar"]), st.sampled_from(["A", "B"])), min_size=2, max_size=7
    ),
    tried=st.lists(_HOURS, min_size=1, max_size=4, unique=True),
    held=st.lists(st.sets(st.integers(0, 6)), max_size=4),
    pause=st.sampled_from([0, 10, 45]),
)
def test_what_is_said_of_a_slot_is_true_beside_the_whole_programme(places, tried, held, pause):
    sessions = [
        session(f"AAAAA{number}", starts_at=at(8, hour), room=room, speakers=(who,))
        for number, (hour, room, who) in enumerate(places, 2)
    ]
    whole, one = document(sessions), sessions[0]
    agendas = {
        key: [sessions[place].uid for place in places if place < len(sessions)] for key, places in enumerate(held)
    }
    circumstances = Circumstances(least_pause=pause)

    for found in prospects_of(whole, one, circumstances, agendas, starts=starts(*tried), minutes=75):
        after = with_session(whole, msgspec.structs.replace(one, slot=found.slot))
        assert set(found.clashes) == set(clashes_of(find_clashes(after, circumstances), one.code))
        impact = impact_of(whole, after, agendas)
        assert (impact.hurt, impact.broken) == (found.impact.hurt, found.impact.broken)
