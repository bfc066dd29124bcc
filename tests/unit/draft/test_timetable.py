"""The timetable editor's arithmetic."""

from datetime import UTC, date, datetime

import pytest

from conference.draft.rules import timetable
from conference.draft.rules.timetable import (
    FEW_WEEKS,
    Look,
    SideFilter,
    days_beside,
    hours_ahead,
    hours_of_rooms,
    look_from,
    side_filter_from,
    unscheduled_found,
    weeks_of,
    weeks_shown,
)
from conference.programme.document import Format, Passport, Programme
from tests.factories.programme import ARRIVING, YOUTH, at, document, session

TODAY = date(2027, 6, 8)


def programme(*sessions, **event_fields):
    return Programme(document(sessions, **event_fields))


def test_the_weeks_of_an_event_begin_with_its_first_day_and_hold_every_day_once():
    weeks = weeks_of(programme(YOUTH))

    assert [week.number for week in weeks] == [1, 2]
    assert [week.days[0].day for week in weeks] == [date(2027, 6, 3), date(2027, 6, 10)]
    assert sum(len(week.days) for week in weeks) == 14
    assert [week.is_empty for week in weeks] == [False, True]


def test_the_last_week_may_be_shorter():
    assert [len(week.days) for week in weeks_of(programme(last_day=date(2027, 6, 12)))] == [7, 3]


def test_a_session_outside_the_event_lies_on_a_week_of_its_own():
    early, late = session("ERLY22", starts_at=at(1, 10)), session("LATE22", starts_at=at(20, 10))

    weeks = weeks_of(programme(early, late))

    assert [week.number for week in weeks] == [None, 1, 2, None]
    assert [day.day for day in weeks[0].days] == [date(2027, 6, 1)]
    assert [day.day for day in weeks[-1].days] == [date(2027, 6, 20)]


def test_hours_of_rooms_count_what_overlaps_once_and_leave_out_the_cancelled():
    twice = session("TWCE22", starts_at=at(8, 11), minutes=60)
    off = session("CFFF22", starts_at=at(8, 15), cancelled=True)

    hours, length = hours_of_rooms(programme(YOUTH, ARRIVING, twice, off), TODAY)

    # Porsuk: 10:00 to 11:30 and 11:00 to 12:00; Neckar: 10:30 to 12:00
    assert {one.key: one.minutes for one in hours} == {"porsuk": 120, "neckar": 90}
    assert length == 2


def test_a_day_without_sessions_has_no_hours():
    assert hours_of_rooms(programme(YOUTH), date(2027, 6, 4))[1] == 0
    assert hours_of_rooms(programme(YOUTH), date(2031, 1, 1))[1] == 0


@pytest.mark.parametrize(
    ("zone", "second", "days", "ahead"),
    [
        ("Europe/Berlin", "Europe/Istanbul", (date(2027, 6, 3), date(2027, 6, 16)), [1]),
        ("Europe/Istanbul", "Europe/Berlin", (date(2027, 6, 3), date(2027, 6, 16)), [-1]),
        ("Europe/Berlin", "Europe/Istanbul", (date(2027, 10, 25), date(2027, 11, 7)), [1, 2]),
        ("Europe/Berlin", "Asia/Kolkata", (date(2027, 6, 3), date(2027, 6, 16)), [3.5]),
        ("Europe/Berlin", None, (date(2027, 6, 3), date(2027, 6, 16)), []),
    ],
)
def test_the_second_zone_is_so_many_hours_ahead(zone, second, days, ahead):
    of = programme(zone=zone, second_zone=second, first_day=days[0], last_day=days[1])

    assert hours_ahead(of) == ahead


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({}, ("board", TODAY, 1, 15)),
        ({"view": "rooms", "day": "2027-06-10", "days": "3", "step": "5"}, ("rooms", date(2027, 6, 10), 3, 5)),
        ({"view": "ceiling", "day": "tomorrow", "days": "99", "step": "7"}, ("board", TODAY, 7, 15)),
        ({"day": "2031-01-01", "days": "-1", "step": "٣٠"}, ("board", TODAY, 1, 15)),
    ],
)
def test_an_address_says_what_to_show_and_nonsense_shows_what_most_want(arguments, shown):
    look = look_from(arguments, programme(YOUTH), today=TODAY)

    assert (look.view, look.day, look.days, look.step) == shown


@pytest.mark.parametrize(("said", "is_fitted"), [({"fit": "yes"}, True), ({"fit": "maybe"}, False), ({}, False)])
def test_all_columns_are_fitted_only_when_asked_for(said, is_fitted):
    assert look_from(said, programme(YOUTH), today=TODAY).is_fitted is is_fitted


@pytest.mark.parametrize(
    ("day", "days", "earlier", "later"),
    [
        (3, 1, None, 4),
        (5, 3, 3, 8),  # not past the first day of the event
        (9, 2, 7, 11),
        (14, 3, 11, None),
        (16, 1, 15, None),
    ],
)
def test_the_days_beside_those_shown_are_as_many_and_within_the_event(day, days, earlier, later):
    look = Look(view="rooms", day=date(2027, 6, day), days=days, step=15)

    assert days_beside(look, programme(YOUTH)) == tuple(one and date(2027, 6, one) for one in (earlier, later))


def test_of_many_weeks_those_are_shown_that_have_a_chosen_day():
    few, many = weeks_of(programme(YOUTH)), weeks_of(programme(YOUTH, last_day=date(2027, 7, 20)))
    look = Look(view="rooms", day=date(2027, 6, 15), days=3, step=15)  # Tuesday to Thursday, over the end of week 2

    assert len(few) <= FEW_WEEKS < len(many)
    assert weeks_shown(few, look) == few
    assert [week.number for week in weeks_shown(many, look)] == [2, 3]


def test_before_the_event_its_first_day_is_chosen():
    assert look_from({}, programme(YOUTH), today=date(2026, 1, 1)).day == date(2027, 6, 3)


def test_the_side_list_is_filtered_by_text_theme_format_and_language():
    german = session("GRMN22", title={"de": "Gärten"}, themes=("youth",), passport=Passport(spoken=("de",)))
    turkish = session(
        "TRKS22", title={"de": "Brücken"}, themes=("arrival",), format=Format.PANEL,
        passport=Passport(interpreted=("tr",)),
    )  # fmt: skip
    of = programme(german, turkish, YOUTH)

    def found(**wanted):
        return [one.code for one in unscheduled_found(of, SideFilter(**wanted), language="de")]

    assert found() == ["TRKS22", "GRMN22"]
    assert found(text="gart") == ["GRMN22"]
    assert found(theme="arrival") == ["TRKS22"]
    assert found(format=Format.PANEL) == ["TRKS22"]
    assert found(language="tr") == ["TRKS22"]
    assert found(language="de", theme="arrival") == []


def test_an_unknown_format_in_the_address_filters_nothing():
    assert not side_filter_from({"format": "lecture", "q": "  "}).is_set
    assert side_filter_from({"format": "panel"}) == SideFilter(format=Format.PANEL)


def test_every_step_divides_the_hour():
    assert all(60 % step == 0 for step in timetable.STEPS)
    assert at(8, 10) == datetime(2027, 6, 8, 8, tzinfo=UTC)
