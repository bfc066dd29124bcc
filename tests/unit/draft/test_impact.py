from datetime import timedelta
from itertools import combinations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from conference.draft.rules.impact import impact_of
from conference.intervals import spans_overlap
from conference.programme.document import SessionState, Slot
from conference.programme.document.index import ends_at, takes_place
from tests.factories.programme import at, document, session, uid_of

ONE = session("AAAAA2", starts_at=at(8, 10), speakers=("ZEYNEP",))
TWO = session("AAAAA3", starts_at=at(8, 12), room="neckar", speakers=("ZEYNEP",))
THREE = session("AAAAA4", starts_at=at(9, 10))


def moved(of, starts_at, minutes=60, room="porsuk"):
    return msgspec.structs.replace(of, slot=Slot(starts_at=starts_at, minutes=minutes, room=room))


def agendas(**held):
    return {int(key[1:]): [one.uid for one in sessions] for key, sessions in held.items()}


def test_a_moved_session_breaks_the_agendas_that_hold_it_and_no_other():
    impact = impact_of(
        document([ONE, TWO, THREE]),
        document([moved(ONE, at(8, 15)), TWO, THREE]),
        agendas(r1=[ONE, TWO], r2=[ONE], r3=[THREE]),
    )
    assert impact.moved == {ONE.uid: {1, 2}}
    assert impact.broken == impact.told == {1, 2}
    assert not impact.clashes
    assert not impact.elsewhere


def test_a_longer_session_counts_as_moved_and_one_in_another_room_does_not():
    before = document([ONE, THREE])
    after = document([moved(ONE, at(8, 10), room="neckar"), moved(THREE, at(9, 10), minutes=90)])
    assert impact_of(before, after, agendas(r1=[ONE], r2=[THREE])).broken == {2}


def test_moving_onto_another_session_makes_clashes_for_those_who_have_both_and_takes_the_speaker_away():
    before, after = document([ONE, TWO]), document([moved(ONE, at(8, 11, 30)), TWO])
    held = agendas(r1=[ONE, TWO], r2=[ONE], r3=[TWO], r4=[ONE, TWO])
    impact = impact_of(before, after, held)

    assert [(clash.first, clash.second, clash.agendas) for clash in impact.clashes] == [("AAAAA2", "AAAAA3", {1, 4})]
    assert impact.clash_count == 2
    assert [(one.person, one.role, one.session, one.other) for one in impact.elsewhere] == [
        ("ZEYNEP", "speakers", "AAAAA2", "AAAAA3")
    ]
    back = impact_of(after, before, held)
    assert (back.solved, back.clashes, back.elsewhere) == (2, (), ())
    assert back.hurt < impact.hurt


def test_what_clashed_before_is_nothing_new():
    clashing = moved(TWO, at(8, 10, 30))
    later = moved(clashing, at(8, 10, 45))
    impact = impact_of(document([ONE, clashing]), document([ONE, later]), agendas(r1=[ONE, TWO]))
    assert (impact.clashes, impact.elsewhere, impact.broken) == ((), (), {1})


def test_a_speaker_asked_for_a_second_session_at_that_time_is_elsewhere_though_nothing_moves():
    other = session("AAAAA5", starts_at=at(8, 10), room="neckar")
    asked = msgspec.structs.replace(other, speakers=("ZEYNEP",))
    impact = impact_of(document([ONE, other]), document([ONE, asked]), agendas(r1=[ONE, other]))
    assert [(one.session, one.other) for one in impact.elsewhere] == [("AAAAA5", "AAAAA2")]
    assert not impact.told


def test_cancelling_unscheduling_and_removing_are_alike_and_reviving_is_told_too():
    before = document([ONE, TWO, THREE])
    after = document(
        [msgspec.structs.replace(ONE, state=SessionState.CANCELLED), msgspec.structs.replace(TWO, slot=None)]
    )
    held = agendas(r1=[ONE], r2=[TWO], r3=[THREE], r4=[])
    impact = impact_of(before, after, held)
    assert impact.cancelled == {ONE.uid: {1}, TWO.uid: {2}, THREE.uid: {3}}

    back = impact_of(after, before, held)
    assert set(back.revived) == {ONE.uid, TWO.uid}
    assert (back.broken, back.told) == (set(), {1, 2})


def test_a_first_release_hurts_nobody():
    impact = impact_of(None, document([ONE, TWO]), agendas(r1=[ONE]))
    assert impact.is_none


slots = st.none() | st.builds(
    lambda quarters, minutes: Slot(starts_at=at(8, 8) + timedelta(minutes=15 * quarters), minutes=minutes),
    st.integers(0, 20),
    st.sampled_from((15, 30, 60, 180)),
)
built = st.builds(
    lambda number, slot, state, speakers: msgspec.structs.replace(
        session(f"CCCC{number:02d}", speakers=speakers), slot=slot, state=state
    ),
    st.integers(1, 7),
    slots,
    st.sampled_from(SessionState),
    st.sampled_from(((), ("A",), ("B",), ("A", "B"))),
)
programmes = st.lists(built, max_size=7, unique_by=lambda one: one.code).map(document)
held_by_all = st.dictionaries(
    st.integers(1, 6), st.sets(st.integers(1, 7).map(lambda number: uid_of(f"CCCC{number:02d}")))
)


def at_once(of):
    happening = [one for one in of.sessions if takes_place(one)]
    return {
        frozenset((one.uid, other.uid)): set(one.speakers) & set(other.speakers)
        for one, other in combinations(happening, 2)
        if spans_overlap(one.slot.starts_at, ends_at(one), other.slot.starts_at, ends_at(other))
    }


@given(programmes, programmes, held_by_all)
def test_the_quick_way_finds_what_comparing_everything_with_everything_finds(before, after, held):
    impact = impact_of(before, after, held)
    old, new = at_once(before), at_once(after)
    codes = {one.uid: one.code for one in (*before.sessions, *after.sessions)}

    assert {(frozenset((clash.first, clash.second)), clash.agendas) for clash in impact.clashes} == {
        (frozenset(codes[uid] for uid in pair), frozenset(key for key, uids in held.items() if pair <= uids))
        for pair in new.keys() - old.keys()
        if any(pair <= uids for uids in held.values())
    }
    assert impact.solved == sum(pair <= uids for pair in old.keys() - new.keys() for uids in held.values())
    assert {(one.person, frozenset((one.session, one.other))) for one in impact.elsewhere} == {
        (person, frozenset(codes[uid] for uid in pair))
        for pair, people in new.items()
        for person in people - old.get(pair, set())
    }
