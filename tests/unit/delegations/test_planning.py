"""Who covers what, and what nobody does, told by small stories; the laws are in tests/property/test_splits.py."""

from datetime import timedelta

from conference.delegations.rules.days import days_of
from conference.delegations.rules.gaps import gaps_of
from conference.delegations.rules.planning import Companion, propose_split
from conference.programme.document import Passport
from tests.factories.programme import ARRIVING, CALLED_OFF, HALF_TIME, NOW, OPENING, SESSIONS, YOUTH, at, session

WISHES = frozenset({YOUTH.uid, ARRIVING.uid})


def companion(number, *seats, **more):
    return Companion(id=number, states={one.uid: "booked" for one in seats}, **more)


def test_two_sessions_at_once_go_to_two_people():
    people = [companion(1, wishes=WISHES), companion(2)]

    assert propose_split(people, SESSIONS, now=NOW) == {YOUTH.uid: 1, ARRIVING.uid: 2}


def test_whoever_has_chosen_something_at_the_time_is_not_asked():
    people = [companion(1, YOUTH, wishes=WISHES), companion(2)]

    assert propose_split(people, SESSIONS, now=NOW) == {ARRIVING.uid: 2}


def test_whoever_only_waits_to_take_part_is_not_asked_and_is_not_missed():
    people = [companion(1, wishes=WISHES, may_book=False), companion(2, YOUTH), companion(3, YOUTH)]

    assert propose_split(people[:1], SESSIONS, now=NOW) == {}
    assert [one.others for one in gaps_of(people, SESSIONS, now=NOW).bunched] == [(ARRIVING,)]


def test_who_waits_for_a_session_is_not_asked_to_go_and_does_not_cover_it():
    people = [Companion(id=1, states={YOUTH.uid: "waiting"}, wishes=frozenset({YOUTH.uid})), companion(2)]

    assert propose_split(people, SESSIONS, now=NOW) == {YOUTH.uid: 2}


def test_nobody_is_asked_for_what_they_declined_or_do_not_follow():
    talk = session("LANG22", starts_at=at(9, 10), passport=Passport(spoken=("tr",)))
    wishes = frozenset({talk.uid})
    people = [
        companion(1, wishes=wishes, declined=wishes),
        companion(2, understands=frozenset({"de"})),
        companion(3, understands=frozenset({"tr", "en"})),
    ]

    assert propose_split(people, [talk], now=NOW) == {talk.uid: 3}
    assert propose_split(people[:2], [talk], now=NOW) == {}


def test_whoever_sleeps_then_is_asked_last():
    early = session("NGHT22", starts_at=at(9, 10))
    people = [companion(1, zone="America/Los_Angeles", wishes=frozenset({early.uid})), companion(2)]

    assert propose_split(people, [early], now=NOW) == {early.uid: 2}


def test_a_proposal_moves_to_make_room_for_one_that_only_its_holder_can_take():
    """The first is free for both, the second for the first member alone."""
    first, second = (session(code, starts_at=at(9, 10)) for code in ("MVVE22", "MVVE33"))
    one, other = sorted((first, second), key=lambda each: str(each.uid))
    people = [
        companion(1, wishes=frozenset({first.uid, second.uid})),
        companion(2, declined=frozenset({other.uid})),
    ]

    assert propose_split(people, [first, second], now=NOW) == {one.uid: 2, other.uid: 1}


def test_what_is_over_or_cancelled_is_not_shared_out():
    people = [companion(1, wishes=frozenset({OPENING.uid, CALLED_OFF.uid}))]

    assert propose_split(people, SESSIONS, now=NOW) == {}
    assert gaps_of(people, SESSIONS, now=NOW).uncovered == ()


def test_wished_sessions_without_anybody_are_gaps():
    people = [companion(1, YOUTH, wishes=WISHES), companion(2)]

    assert gaps_of(people, SESSIONS, now=NOW).uncovered == (ARRIVING,)


def test_times_without_anybody_are_gaps():
    people = [companion(1, YOUTH), companion(2)]

    idle = gaps_of(people, SESSIONS, now=NOW).idle

    assert [(one.starts_at, one.ends_at, one.sessions) for one in idle] == [
        (at(8, 11, 30), at(8, 12), (ARRIVING,)),
        (at(9, 18), at(9, 19), (HALF_TIME,)),
    ]


def test_a_time_that_is_night_for_all_is_no_gap():
    people = [companion(1, zone="Asia/Tokyo"), companion(2, zone="Asia/Seoul")]

    assert [one.sessions for one in gaps_of(people, [HALF_TIME], now=NOW).idle] == []
    assert len(gaps_of([*people, companion(3, zone="Europe/Berlin")], [HALF_TIME], now=NOW).idle) == 1


def test_a_time_that_has_begun_counts_from_now():
    later = at(8, 10) + timedelta(minutes=20)

    assert gaps_of([companion(1)], [YOUTH], now=later).idle[0].starts_at == later


def test_all_in_the_same_session_is_a_gap_while_another_is_wished():
    people = [companion(1, YOUTH, wishes=WISHES), companion(2, YOUTH)]

    (bunch,) = gaps_of(people, SESSIONS, now=NOW).bunched

    assert (bunch.session, bunch.others) == (YOUTH, (ARRIVING,))
    assert gaps_of(people[:1], SESSIONS, now=NOW).bunched == ()
    assert gaps_of([*people, companion(3)], SESSIONS, now=NOW).bunched == ()


def test_a_delegation_of_nobody_misses_nothing():
    assert gaps_of([], SESSIONS, now=NOW).count == 0


def test_days_show_who_goes_who_is_asked_and_who_wishes():
    people = [companion(1, YOUTH, wishes=WISHES), companion(2, zone="America/Los_Angeles")]

    days = days_of(people, SESSIONS, proposed={2: frozenset({ARRIVING.uid})}, zone="Europe/Berlin", now=NOW)

    (day,) = days
    assert [(row.session.code, dict(row.states), set(row.wished_by), row.is_covered) for row in day.rows] == [
        ("YUTH22", {1: "booked"}, {1}, True), ("ARRV33", {2: "proposed"}, {1}, False),
    ]  # fmt: skip
    assert set(day.rows[1].at_night) == {2}
