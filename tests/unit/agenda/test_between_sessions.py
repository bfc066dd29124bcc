"""Pauses between sessions, the same session at another time, and what a week looks like."""

from datetime import date, timedelta

import pytest

from conference.agenda.render import week_of
from conference.agenda.rules import Standing, agenda_of, alternatives_to, transitions_of
from conference.programme.document import Programme
from tests.factories.programme import NOW, at, document, session

BERLIN, ISTANBUL, TOKYO = "Europe/Berlin", "Europe/Istanbul", "Asia/Tokyo"

FIRST = session("FRST22", starts_at=at(8, 10), minutes=60)
SOON = session("SQQN33", starts_at=at(8, 11, 5), minutes=30)
TOUCHING = session("TUCH44", starts_at=at(8, 11, 35), minutes=25)
LATER = session("LATR55", starts_at=at(8, 14), minutes=60)
WITHIN = session("WTHN66", starts_at=at(8, 10, 15), minutes=15)


def agenda(*sessions, chosen=None, zone=BERLIN, now=NOW, state="booked"):
    programme = Programme(document(sessions))
    stand = Standing(programme, is_registered=True, states={one.uid: state for one in chosen or sessions})
    return agenda_of(stand, zone=zone, now=now), programme


def week(*sessions, day=date(2027, 6, 8), zones=(BERLIN, ISTANBUL), now=NOW):
    found, programme = agenda(*sessions, zone=zones[0], now=now)
    return week_of(found.entries, programme, day, shown_zones=zones, now=now)


def test_a_pause_is_told_between_sessions_that_follow_each_other():
    pauses = transitions_of((LATER, SOON, FIRST, TOUCHING))

    assert [(one.before.code, one.after.code, one.minutes, one.is_tight) for one in pauses] == [
        ("FRST22", "SQQN33", 5, True),
        ("SQQN33", "TUCH44", 0, True),
        ("TUCH44", "LATR55", 120, False),
    ]


def test_after_sessions_at_once_the_last_to_end_counts():
    pauses = transitions_of((FIRST, WITHIN, SOON))

    assert [(one.before.code, one.after.code) for one in pauses] == [("FRST22", "SQQN33")]


def test_what_is_only_waited_for_makes_no_pause_tight():
    assert agenda(FIRST, SOON, state="waiting")[0].tight == 0
    assert agenda(FIRST, SOON)[0].tight == 1


def test_a_night_between_two_sessions_is_no_pause():
    entries = agenda(LATER, session("NXTD77", starts_at=at(9, 9)))[0].entries

    assert [entry.pause for entry in entries] == [None, None]


@pytest.mark.parametrize(("zone", "at_night"), [(BERLIN, False), (TOKYO, True)])
def test_an_evening_here_is_a_night_elsewhere(zone, at_night):
    evening = session("EVNG88", starts_at=at(8, 16))

    assert agenda(evening, zone=zone)[0].entries[0].is_at_night is at_night


def test_the_same_session_is_offered_at_the_times_that_are_free():
    again = session("AGAN99", title={"en": "SESSION frst22"}, starts_at=at(9, 10))
    clashing = session("CLSH23", title={"en": "Session FRST22"}, starts_at=at(8, 14, 30))
    past = session("PAST24", title={"en": "session frst22"}, starts_at=at(3, 10), recording_url="https://v.example/1")
    titled = session("FRST22", title={"en": "Session FRST22"}, starts_at=at(8, 10))
    programme = Programme(document((titled, again, clashing, past, LATER)))

    found = alternatives_to(titled, programme, chosen=(titled, LATER), now=NOW)

    assert [one.code for one in found.times] == ["AGAN99"]
    assert [one.code for one in found.recordings] == ["PAST24"]


def test_a_week_has_seven_days_and_the_hours_of_two_clocks():
    found = week(FIRST, LATER)

    assert [column.day.day for column in found.columns] == [7, 8, 9, 10, 11, 12, 13]
    assert (found.hours, found.lines[0].clocks, found.lines[-1].clocks) == (8, ("09:00", "10:00"), ("16:00", "17:00"))
    assert [(one.entry.session.code, one.row, one.span) for one in found.columns[1].blocks] == [
        ("FRST22", 5, 4),
        ("LATR55", 21, 4),
    ]
    assert found.columns[1].now_row == 3
    assert not found.is_empty


def test_sessions_at_once_lie_side_by_side_and_others_have_the_whole_width():
    blocks = week(FIRST, WITHIN, LATER).columns[1].blocks

    assert [(one.entry.session.code, one.lane, one.lanes) for one in blocks] == [
        ("FRST22", 0, 2),
        ("WTHN66", 1, 2),
        ("LATR55", 0, 1),
    ]


def test_early_and_late_sessions_widen_the_hours_and_end_at_midnight():
    found = week(session("ERLY25", starts_at=at(8, 6)), session("LATE26", starts_at=at(8, 23), minutes=180))

    assert found.hours == 18
    assert [(one.row, one.span) for one in found.columns[1].blocks] == [(1, 4), (69, 4)]


def test_days_are_those_of_the_first_clock():
    evening = session("EVNG88", starts_at=at(8, 18))

    found = week(evening, zones=(TOKYO, BERLIN))

    assert [column.day.day for column in found.columns if column.blocks] == [9]


def test_the_second_clock_is_not_shown_in_a_week_in_which_it_shifts():
    found = week(FIRST, day=date(2027, 3, 28), now=NOW - timedelta(days=80))

    assert {line.clocks[1] for line in found.lines} == {None}
