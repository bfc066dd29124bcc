from datetime import timedelta

import pytest

from conference.agenda.rules import Standing
from conference.live.rules import (
    Phase,
    Way,
    alternatives,
    closes_at,
    following,
    is_running,
    may_join,
    opens_at,
    phase_of,
    rooms_now,
    way_in,
)
from conference.programme.document import Programme
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    NOW,
    OPENING,
    SESSIONS,
    UNSCHEDULED,
    YOUTH,
    at,
    document,
    session,
)

SECOND = timedelta(seconds=1)


@pytest.fixture
def programme():
    return Programme(document())


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(8, 9, 50) - SECOND, Phase.BEFORE),
        (at(8, 9, 50), Phase.OPEN),
        (at(8, 10), Phase.OPEN),
        (at(8, 11, 30), Phase.OPEN),
        (at(8, 11, 45) - SECOND, Phase.OPEN),
        (at(8, 11, 45), Phase.AFTER),
    ],
)
def test_the_door_opens_ten_minutes_before_and_closes_a_quarter_of_an_hour_after(now, phase):
    assert phase_of(YOUTH, now) is phase


def test_a_session_that_was_called_off_or_has_no_time_is_that_whenever_one_asks():
    for now in (at(1, 0), at(10, 10), at(30, 0)):
        assert phase_of(CALLED_OFF, now) is Phase.CANCELLED
        assert phase_of(UNSCHEDULED, now) is Phase.UNSCHEDULED
    assert phase_of(session("GNEN22", cancelled=True), NOW) is Phase.CANCELLED


def test_only_a_scheduled_session_has_hours_of_its_door():
    assert (opens_at(YOUTH), closes_at(YOUTH)) == (at(8, 9, 50), at(8, 11, 45))
    assert (opens_at(UNSCHEDULED), closes_at(UNSCHEDULED)) == (None, None)


@pytest.mark.parametrize(
    ("of", "is_signed_in", "is_registered", "state", "way"),
    [
        (YOUTH, False, False, None, Way.SIGN_IN),
        (YOUTH, True, False, None, Way.REGISTER),
        (YOUTH, True, True, None, Way.BOOK),
        (YOUTH, True, True, "waiting", Way.WAIT),
        (YOUTH, True, True, "booked", Way.CLEAR),
        (HALF_TIME, False, False, None, Way.SIGN_IN),
        (HALF_TIME, True, False, None, Way.REGISTER),
        (HALF_TIME, True, True, None, Way.CLEAR),
        (HALF_TIME, True, True, "booked", Way.CLEAR),
    ],
)
def test_the_way_in_is_clear_for_those_registered_and_where_seats_are_limited_for_those_with_one(
    programme, of, is_signed_in, is_registered, state, way
):
    standing = Standing(programme, is_registered=is_registered, states={of.uid: state} if state else {})

    assert way_in(of, standing, is_signed_in=is_signed_in) is way


def test_nobody_joins_while_the_door_is_shut(programme):
    standing = Standing(programme, is_registered=True, states={YOUTH.uid: "booked"})

    assert may_join(YOUTH, standing, at(8, 9, 55), is_signed_in=True)
    assert not may_join(YOUTH, standing, at(8, 9, 45), is_signed_in=True)
    assert not may_join(YOUTH, standing, at(8, 12), is_signed_in=True)
    assert not may_join(YOUTH, Standing(programme), at(8, 9, 55), is_signed_in=True)
    assert not may_join(YOUTH, standing, at(8, 9, 55), is_signed_in=False)


def test_a_session_runs_from_its_start_up_to_its_end():
    assert [is_running(YOUTH, now) for now in (at(8, 10) - SECOND, at(8, 10), at(8, 11, 30))] == [False, True, False]
    assert not is_running(CALLED_OFF, at(10, 10))
    assert not is_running(UNSCHEDULED, NOW)


def test_each_room_shows_what_runs_and_what_follows(programme):
    rooms = rooms_now(programme, at(8, 10, 45))

    assert [(row.room.key, row.running, row.following) for row in rooms] == [
        ("porsuk", (YOUTH,), None),
        ("neckar", (ARRIVING,), HALF_TIME),
    ]


def test_a_session_without_a_room_is_shown_too():
    homeless = session("NRMM22", starts_at=at(8, 10), room=None)
    strayed = session("STRY22", starts_at=at(8, 12), room="torn-down")
    rooms = rooms_now(Programme(document([*SESSIONS, homeless, strayed])), at(8, 10))

    assert (rooms[-1].room, rooms[-1].running, rooms[-1].following) == (None, (homeless,), strayed)


def test_when_all_is_over_no_room_is_left(programme):
    assert rooms_now(programme, at(20, 9)) == []


def test_what_follows_has_not_begun_and_takes_place(programme):
    assert following(programme.scheduled, at(8, 10), limit=5) == [ARRIVING, HALF_TIME]
    assert following(programme.scheduled, at(8, 9), limit=1) == [YOUTH]


def test_instead_of_a_cancelled_session_others_of_its_theme_are_named_those_with_seats_first(programme):
    standing = Standing(programme, taken_seats={YOUTH.uid: 2})

    assert alternatives(programme, CALLED_OFF, standing, NOW) == [HALF_TIME, YOUTH]
    assert alternatives(programme, CALLED_OFF, Standing(programme), NOW) == [YOUTH, HALF_TIME]
    assert OPENING not in alternatives(programme, CALLED_OFF, standing, NOW)
