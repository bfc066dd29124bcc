"""What can be booked, who moves up, what clashes, and how an agenda reads."""

from datetime import timedelta

import msgspec
import pytest

from conference.agenda import rules
from conference.agenda.rules import Move, Standing, agenda_of
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

ZONE = "Europe/Berlin"


def standing(**states):
    programme = Programme(document())
    return Standing(
        programme,
        is_registered=True,
        states={programme.sessions[code].uid: state for code, state in states.items()},
    )


def with_sessions(sessions, chosen):
    programme = Programme(document(sessions))
    return Standing(programme, is_registered=True, states={one.uid: "booked" for one in chosen})


@pytest.mark.parametrize(
    ("one", "refusal"),
    [(CALLED_OFF, rules.SessionCancelled), (UNSCHEDULED, rules.SessionUnscheduled), (OPENING, rules.SessionOver)],
)
def test_what_takes_no_place_or_is_over_cannot_be_booked(one, refusal):
    with pytest.raises(refusal) as caught:
        rules.check_bookable(one, NOW)

    assert caught.value.session is one
    assert not rules.is_open(one, NOW)


@pytest.mark.parametrize(("now", "is_open"), [(at(8, 9), True), (at(8, 11, 29), True), (at(8, 11, 30), False)])
def test_a_session_is_open_until_it_ends(now, is_open):
    assert rules.is_open(YOUTH, now) is is_open


@pytest.mark.parametrize(
    ("seats", "taken", "waiting", "moving"),
    [(2, 2, 3, 0), (3, 2, 3, 1), (9, 2, 3, 3), (None, 2, 3, 3), (1, 2, 3, 0), (3, 2, 0, 0)],
)
def test_as_many_move_up_as_there_are_free_seats(seats, taken, waiting, moving):
    one = msgspec.structs.replace(YOUTH, seats=seats)

    assert rules.moving_up(one, taken=taken, waiting=waiting, now=NOW) == moving


@pytest.mark.parametrize("one", [None, CALLED_OFF, UNSCHEDULED, OPENING])
def test_nobody_moves_up_into_what_does_not_take_place(one):
    assert rules.moving_up(one, taken=0, waiting=3, now=NOW) == 0


def test_seats_that_were_lowered_leave_no_less_than_none_free():
    assert rules.free_seats(5, 7) == 0
    assert rules.is_full(5, 7)
    assert rules.free_seats(None, 7) is None
    assert not rules.is_full(None, 7)


def test_sessions_that_merely_touch_do_not_clash():
    after = session("AFTER2", starts_at=at(8, 11, 30))

    assert rules.clashes_with(YOUTH, [after]) == []
    assert rules.clashes_with(YOUTH, [ARRIVING, YOUTH, UNSCHEDULED]) == [ARRIVING]


def test_a_cancelled_session_clashes_with_nothing():
    gone = session("GNE555", starts_at=at(8, 10), cancelled=True)

    assert rules.clashes_with(gone, [YOUTH]) == []
    assert rules.clashes_with(YOUTH, [gone]) == []


def test_clashes_that_stood_beside_the_button_are_not_shown_again():
    stand = standing(ARRV33="booked")

    assert stand.unseen_clashes(YOUTH, []) == [ARRIVING]
    assert stand.unseen_clashes(YOUTH, [ARRIVING.code]) == []


def test_waiting_for_a_session_clashes_too():
    assert standing(ARRV33="waiting").clashes_of(YOUTH) == [ARRIVING]


def test_an_agenda_is_divided_by_the_days_of_the_zone():
    late = session("LATE44", starts_at=at(9, 23, 30))
    stand = with_sessions([late], [late])

    assert [day.day.day for day in agenda_of(stand, zone="Europe/Berlin", now=NOW).coming] == [9]
    assert [day.day.day for day in agenda_of(stand, zone="Europe/Istanbul", now=NOW).coming] == [10]


def test_what_is_next_has_a_seat_and_is_not_over():
    agenda = agenda_of(
        standing(YUTH22="waiting", ARRV33="booked", HALF44="booked", PEN555="booked"), zone=ZONE, now=NOW
    )

    assert agenda.next.session == ARRIVING
    assert (agenda.seats, agenda.waiting, agenda.clashes) == (2, 1, 1)
    assert [day.day.day for day in agenda.past] == [3]


def test_what_is_on_stays_next_until_it_ends():
    stand = standing(YUTH22="booked", HALF44="booked")

    assert agenda_of(stand, zone=ZONE, now=at(8, 11, 29)).next.session == YOUTH
    assert agenda_of(stand, zone=ZONE, now=at(8, 11, 30)).next.session == HALF_TIME


def test_a_clash_stands_with_the_later_of_both_and_says_how_long():
    agenda = agenda_of(standing(YUTH22="booked", ARRV33="booked"), zone=ZONE, now=NOW)

    first, second = agenda.coming[0].entries
    (clash,) = second.clashes
    assert first.clashes == ()
    assert (clash.first, clash.second, clash.minutes, clash.is_kept) == (YOUTH, ARRIVING, 60, False)
    assert (clash.starts_at, clash.ends_at) == (at(8, 10, 30), at(8, 11, 30))


def test_a_clash_of_which_both_are_kept_says_so():
    kept = {frozenset((YOUTH.uid, ARRIVING.uid))}

    agenda = agenda_of(standing(YUTH22="booked", ARRV33="booked"), zone=ZONE, now=NOW, kept=kept)

    assert agenda.coming[0].entries[1].clashes[0].is_kept


def test_of_two_that_start_together_the_one_shown_first_comes_first():
    one, two = session("AAAA22", starts_at=at(9, 9), minutes=90), session("BBBB33", starts_at=at(9, 9), minutes=30)
    agenda = agenda_of(with_sessions([two, one], [one, two]), zone=ZONE, now=NOW)

    entries = agenda.coming[0].entries
    assert [entry.session.code for entry in entries] == ["AAAA22", "BBBB33"]
    assert [len(entry.clashes) for entry in entries] == [0, 1]
    assert entries[1].clashes[0].minutes == 30


def test_a_clash_that_is_over_is_not_counted():
    stand = standing(YUTH22="booked", ARRV33="booked")

    assert agenda_of(stand, zone=ZONE, now=at(8, 11, 30)).clashes == 0


def test_a_cancelled_session_stays_in_its_day_and_counts_for_nothing():
    agenda = agenda_of(standing(CANC66="booked"), zone=ZONE, now=NOW)

    (entry,) = agenda.coming[0].entries
    assert not entry.takes_place
    assert (agenda.seats, agenda.next, agenda.is_empty) == (0, None, False)


def test_a_session_without_a_slot_stands_apart():
    agenda = agenda_of(standing(NSLT77="booked"), zone=ZONE, now=NOW)

    assert [entry.session for entry in agenda.unscheduled] == [UNSCHEDULED]
    assert agenda.coming == ()


def test_a_move_stands_with_its_session():
    move = Move(7, HALF_TIME.slot)

    agenda = agenda_of(standing(HALF44="booked"), zone=ZONE, now=NOW, moves={HALF_TIME.uid: move})

    assert agenda.coming[0].entries[0].move == move


def test_an_agenda_without_bookings_is_empty():
    assert agenda_of(standing(), zone=ZONE, now=NOW - timedelta(days=1)).is_empty


def test_every_chosen_session_is_in_the_agenda_once():
    stand = standing(**{one.code: "booked" for one in SESSIONS})
    agenda = agenda_of(stand, zone=ZONE, now=NOW)

    shown = [entry.session.code for day in (*agenda.past, *agenda.coming) for entry in day.entries]
    assert sorted([*shown, *(entry.session.code for entry in agenda.unscheduled)]) == sorted(
        one.code for one in SESSIONS
    )
