from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conference.draft.rules.clashes import ClashKind, clashes_of, find_clashes, rooms_during, span, with_session
from conference.intervals import spans_overlap
from tests.factories.programme import at, document, session


def kinds(of):
    return [(clash.kind, clash.first, clash.second, clash.subject) for clash in find_clashes(of)]


def test_two_sessions_at_once_in_a_room_clash_and_those_that_touch_do_not():
    first = session("AAAAA2", starts_at=at(8, 10), room="porsuk")
    touching = session("AAAAA3", starts_at=at(8, 11), room="porsuk")
    within = session("AAAAA4", starts_at=at(8, 10, 30), minutes=15, room="porsuk")

    assert kinds(document([first, touching])) == []
    assert kinds(document([first, touching, within])) == [(ClashKind.ROOM, "AAAAA2", "AAAAA4", "porsuk")]


def test_a_speaker_in_two_rooms_at_once_is_an_error():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10), room="porsuk", speakers=("ZEYNEP",)),
        session("AAAAA3", starts_at=at(8, 10, 59), room="neckar", speakers=("ZEYNEP",)),
    ]
    (clash,) = find_clashes(document(sessions))

    assert (clash.kind, clash.subject, clash.is_error) == (ClashKind.SPEAKER, "ZEYNEP", True)
    assert clash.starts_at == at(8, 10, 59)


def test_cancelled_and_unscheduled_sessions_are_in_nobodys_way():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10)),
        session("AAAAA3", starts_at=at(8, 10), cancelled=True),
        session("AAAAA4"),
    ]
    assert kinds(document(sessions)) == []


def test_a_session_outside_the_events_days_is_a_warning():
    sessions = [
        session("AAAAA2", starts_at=at(2, 23, 59)),
        session("AAAAA3", starts_at=at(3, 0), room="neckar"),
        session("AAAAA4", starts_at=at(16, 23)),
        session("AAAAA5", starts_at=at(16, 23), minutes=61, room="neckar"),
    ]
    found = find_clashes(document(sessions))

    assert [(clash.kind, clash.first, clash.is_error) for clash in found] == [
        (ClashKind.OUTSIDE_EVENT, "AAAAA2", False),
        (ClashKind.OUTSIDE_EVENT, "AAAAA5", False),
    ]
    assert clashes_of(found, "AAAAA5") == [found[1]]


slots = st.tuples(
    st.integers(0, 600), st.integers(5, 120), st.sampled_from(["porsuk", "neckar", None]),
    st.sets(st.sampled_from(["ZEYNEP", "DENIZZ"])), st.booleans(),
)  # fmt: skip


@given(st.lists(slots, max_size=12))
def test_the_clashes_are_just_those_that_comparing_every_pair_finds(drawn):
    sessions = [
        session(f"AAAA{number + 22}", starts_at=at(8, 0) + timedelta(minutes=start), minutes=minutes, room=room,
                speakers=tuple(sorted(speakers)), cancelled=cancelled)
        for number, (start, minutes, room, speakers, cancelled) in enumerate(drawn)
    ]  # fmt: skip
    expected = set()
    for place, one in enumerate(sessions):
        for other in sessions[place + 1 :]:
            both = {one.code, other.code}
            if "cancelled" in {one.state, other.state} or not spans_overlap(*span(one), *span(other)):
                continue
            if one.slot.room and one.slot.room == other.slot.room:
                expected.add((ClashKind.ROOM, frozenset(both), one.slot.room))
            expected |= {(ClashKind.SPEAKER, frozenset(both), s) for s in set(one.speakers) & set(other.speakers)}

    found = find_clashes(document(sessions))

    assert {(c.kind, frozenset({c.first, c.second}), c.subject) for c in found} == expected
    assert len(found) == len(expected)


def test_a_room_is_free_while_nobody_takes_place_in_it():
    asked = session("AAAAA2", starts_at=at(8, 10), room="porsuk")
    meanwhile = session("AAAAA3", starts_at=at(8, 10, 30), room="porsuk")
    touching = session("AAAAA4", starts_at=at(8, 11), room="neckar")
    cancelled = session("AAAAA5", starts_at=at(8, 10), room="neckar", cancelled=True)

    found = rooms_during(document([asked, meanwhile, touching, cancelled]), asked)

    assert found.keys() >= {"porsuk", "neckar"}
    assert [other.code for other in found["porsuk"]] == ["AAAAA3"]
    assert found["neckar"] == []


def test_a_session_is_tried_in_place_of_itself_or_beside_the_others():
    first = session("AAAAA2", starts_at=at(8, 10), room="porsuk")
    moved = session("AAAAA3", starts_at=at(8, 10, 30), room="porsuk")
    of = document([first, session("AAAAA3", starts_at=at(9, 10), room="porsuk")])

    assert kinds(of) == []
    assert kinds(with_session(of, moved)) == [(ClashKind.ROOM, "AAAAA2", "AAAAA3", "porsuk")]
    assert len(with_session(of, session("", starts_at=at(9, 10))).sessions) == 3
