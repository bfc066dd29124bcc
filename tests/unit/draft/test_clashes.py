from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conference.draft.rules.clashes import (
    Circumstances,
    ClashKind,
    clashes_of,
    find_clashes,
    rooms_during,
    span,
    with_session,
)
from conference.intervals import spans_overlap
from tests.factories.programme import at, document, session, uid_of


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


def alone(of, **circumstances):
    """The clashes of a programme as (kind, sessions, subject, number), given some circumstances."""
    return [(c.kind, c.codes, c.subject, c.count) for c in find_clashes(of, Circumstances(**circumstances))]


def test_who_moderates_or_interprets_cannot_be_elsewhere_either():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10), moderators=("DENIZZ",)),
        session("AAAAA3", starts_at=at(8, 10, 30), room="neckar", speakers=("DENIZZ",), interpreters=("ZEYNEP",)),
        session("AAAAA4", starts_at=at(8, 10, 45), room=None, moderators=("ZEYNEP",)),
    ]
    found = find_clashes(document(sessions))

    assert [(clash.kind, clash.codes, clash.subject) for clash in found] == [
        (ClashKind.MODERATOR, ("AAAAA2", "AAAAA3"), "DENIZZ"),
        (ClashKind.INTERPRETER, ("AAAAA3", "AAAAA4"), "ZEYNEP"),
    ]
    assert all(clash.is_error for clash in found)


def test_who_has_several_parts_in_one_session_is_in_nobodys_way():
    both = session("AAAAA2", starts_at=at(8, 10), speakers=("DENIZZ",), moderators=("DENIZZ",))

    assert alone(document([both]), least_pause=10) == []


def test_a_pause_too_short_is_a_warning_with_its_minutes():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10), speakers=("DENIZZ",)),
        session("AAAAA3", starts_at=at(8, 11, 5), room="neckar", moderators=("DENIZZ",)),
        session("AAAAA4", starts_at=at(8, 12, 15), room="neckar", speakers=("DENIZZ",)),
    ]

    assert alone(document(sessions), least_pause=10) == [(ClashKind.NO_PAUSE, ("AAAAA2", "AAAAA3"), "DENIZZ", 5)]
    assert alone(document(sessions), least_pause=0) == []


def test_a_room_that_is_closed_is_an_error_and_a_person_who_is_away_a_warning():
    held = session("AAAAA2", starts_at=at(8, 10), speakers=("DENIZZ",))
    halves = [(at(8, 9), at(8, 10, 30)), (at(8, 10, 30), at(8, 11))]
    late = [(at(8, 10, 1), at(8, 12))]
    found = find_clashes(document([held]), Circumstances(rooms={"porsuk": late}, people={"DENIZZ": late}))

    assert [(clash.kind, clash.subject, clash.is_error) for clash in found] == [
        (ClashKind.ROOM_CLOSED, "porsuk", True),
        (ClashKind.AWAY, "DENIZZ", False),
    ]
    assert alone(document([held]), rooms={"porsuk": halves}, people={"DENIZZ": halves, "ZEYNEP": late}) == []
    assert alone(document([held]), rooms={"porsuk": []}, people={"DENIZZ": []}) == []


def booked(**names):
    return {uid_of(code): frozenset(who.split()) for code, who in names.items()}


def test_many_are_five_or_a_fifth_of_the_smaller_but_never_one_alone():
    sessions = [session("AAAAA2", starts_at=at(8, 10)), session("AAAAA3", starts_at=at(8, 10, 30), room="neckar")]
    hundred = " ".join(f"p{number}" for number in range(100))
    cases = {
        "p1 p2 p3 p4 p5": 5,
        "p1 p2 p3 p4": 4,
        "p1 p2 x3 x4 x5 x6 x7 x8 x9 x10": 2,
        "p1 p2 x3 x4 x5 x6 x7 x8 x9 x10 x11": None,
        "p1": None,
        "x1 x2": None,
    }
    for names, count in cases.items():
        of_both = booked(AAAAA2=hundred, AAAAA3=names)
        wanted = [(ClashKind.BOOKED_BOTH, ("AAAAA2", "AAAAA3"), "", count)] if count else []
        assert alone(document(sessions), booked_by=of_both) == wanted, names
    apart = [sessions[0], session("AAAAA3", starts_at=at(8, 11), room="neckar")]
    assert alone(document(apart), booked_by=booked(AAAAA2=hundred, AAAAA3=hundred)) == []


def test_how_many_booked_both_comes_back_only_once_it_has_grown_a_lot():
    sessions = [session("AAAAA2", starts_at=at(8, 10)), session("AAAAA3", starts_at=at(8, 10, 30), room="neckar")]

    def fingerprint(number):
        names = " ".join(f"p{one}" for one in range(number))
        (clash,) = find_clashes(document(sessions), Circumstances(booked_by=booked(AAAAA2=names, AAAAA3=names)))
        return clash.fingerprint

    assert fingerprint(5) == fingerprint(6) == fingerprint(7) != fingerprint(8)


PLACES = (("DE", "Europe/Berlin"), ("TR", "Europe/Istanbul"))


def test_it_is_night_where_the_clocks_of_one_of_the_places_say_so():
    night = (time(22), time(7))
    sessions = [
        session("AAAAA2", starts_at=at(8, 20), minutes=60),  # until 21:00 in Berlin, 22:00 in Istanbul
        session("AAAAA3", starts_at=at(9, 20), minutes=65),
        session("AAAAA4", starts_at=at(10, 6, 30), minutes=60),  # Istanbul is an hour ahead
        session("AAAAA5", starts_at=at(11, 7), minutes=60),
    ]

    assert alone(document(sessions), night=night, places=PLACES) == [
        (ClashKind.NIGHT, ("AAAAA3",), "Europe/Istanbul", None),
        (ClashKind.NIGHT, ("AAAAA4",), "Europe/Berlin", None),
    ]
    vienna = (*PLACES, ("AT", "Europe/Vienna"))
    assert alone(document(sessions), night=night, places=vienna) == alone(
        document(sessions), night=night, places=PLACES
    )


def test_a_holiday_counts_by_the_clocks_of_its_country():
    late = session("AAAAA2", starts_at=at(8, 23, 30))
    name = {"tr": "Bayram"}
    found = find_clashes(document([late]), Circumstances(places=PLACES, holidays={(date(2027, 6, 9), "TR"): name}))

    assert [(clash.kind, clash.subject, clash.name, clash.is_error) for clash in found] == [
        (ClashKind.HOLIDAY, "TR", name, False)
    ]
    assert alone(document([late]), places=PLACES, holidays={(date(2027, 6, 9), "DE"): name}) == []
    assert alone(document([late]), places=PLACES, holidays={(date(2027, 6, 8), "TR"): name}) == []


def test_an_accepted_warning_stays_away_until_one_of_its_sessions_moves():
    first = session("AAAAA2", starts_at=at(8, 10), speakers=("DENIZZ",))
    second = session("AAAAA3", starts_at=at(8, 11), room="neckar", speakers=("DENIZZ",))
    (warning,) = find_clashes(document([first, second]), Circumstances(least_pause=10))
    accepted = frozenset({warning.fingerprint})

    assert alone(document([first, second]), least_pause=10, accepted=accepted) == []
    moved = session("AAAAA3", starts_at=at(8, 11, 5), room="neckar", speakers=("DENIZZ",))
    assert len(alone(document([first, moved]), least_pause=10, accepted=accepted)) == 1
    renamed = session("AAAAA3", title={"de": "Anders"}, starts_at=at(8, 11), room=None, speakers=("DENIZZ",))
    assert alone(document([first, renamed]), least_pause=10, accepted=accepted) == []


def test_an_error_cannot_be_accepted():
    sessions = [session("AAAAA2", starts_at=at(8, 10)), session("AAAAA3", starts_at=at(8, 10))]
    (error,) = find_clashes(document(sessions))

    assert alone(document(sessions), accepted=frozenset({error.fingerprint})) == [
        (ClashKind.ROOM, ("AAAAA2", "AAAAA3"), "porsuk", None)
    ]


def test_who_booked_three_in_a_knot_is_counted_only_for_those_that_overlap():
    sessions = [
        session("AAAAA2", starts_at=at(8, 10), minutes=60),
        session("AAAAA3", starts_at=at(8, 10), minutes=120, room="neckar"),
        session("AAAAA4", starts_at=at(8, 11), minutes=60),
    ]
    names = "p1 p2 p3 p4 p5"

    assert alone(document(sessions), booked_by=booked(AAAAA2=names, AAAAA3=names, AAAAA4=names)) == [
        (ClashKind.BOOKED_BOTH, ("AAAAA2", "AAAAA3"), "", 5),
        (ClashKind.BOOKED_BOTH, ("AAAAA3", "AAAAA4"), "", 5),
    ]
