from datetime import date, timedelta

import pytest

from conference.programme.document import ChangeKind, Passport, Programme, Speaker, changes_between
from conference.programme.rules.course import (
    NeighbourDays,
    Neighbours,
    OtherDay,
    Stage,
    day_of,
    day_to_show,
    days_elsewhere,
    neighbour_days,
    neighbours,
    stage_of,
    upcoming,
    weeks,
)
from conference.programme.rules.glance import MOST_IN_A_CELL, glance
from conference.programme.rules.languages import passport_languages
from conference.programme.rules.news import changes_by_kind
from conference.programme.rules.people import liveliest_partnerships, speakers_found
from tests.factories.programme import (
    ARRIVING,
    CALLED_OFF,
    HALF_TIME,
    NOW,
    OPENING,
    UNSCHEDULED,
    YOUTH,
    at,
    document,
    session,
)


@pytest.fixture
def programme():
    return Programme(document())


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (at(3, 0) - timedelta(seconds=1), Stage.AHEAD),
        (at(3, 0), Stage.RUNNING),
        (at(16, 23, 59), Stage.RUNNING),
        (at(17, 0), Stage.OVER),
    ],
)
def test_an_event_begins_and_ends_at_midnight_of_its_own_zone(programme, now, stage):
    assert stage_of(programme, now) is stage


def test_the_front_page_shows_what_has_not_ended_today(programme):
    found = upcoming(programme, NOW, limit=4)

    assert (found.sessions, found.day, found.is_today) == ((YOUTH, ARRIVING), date(2027, 6, 8), True)
    assert upcoming(programme, at(8, 11, 45), limit=4).sessions == (ARRIVING,)
    assert upcoming(programme, NOW, limit=1).sessions == (YOUTH,)


def test_it_goes_on_to_the_next_day_that_has_any_and_passes_over_what_was_cancelled(programme):
    found = upcoming(programme, at(8, 12), limit=4)

    assert (found.sessions, found.is_today) == ((HALF_TIME,), False)
    assert upcoming(programme, at(9, 19), limit=4).sessions == ()


def test_before_the_event_the_first_sessions_are_shown(programme):
    assert upcoming(programme, at(1, 9), limit=4).sessions == (OPENING,)


def test_a_timetable_opens_on_today_or_on_the_next_day_with_sessions(programme):
    assert day_to_show(programme, NOW) == date(2027, 6, 8)
    assert day_to_show(programme, at(4, 9)) == date(2027, 6, 8)
    assert day_to_show(programme, at(30, 9)) == date(2027, 6, 3)
    assert day_to_show(Programme(document([])), NOW) == date(2027, 6, 3)


def test_a_session_stands_between_its_neighbours_that_take_place(programme):
    line = programme.sessions_of_theme("youth")

    assert neighbours(line, YOUTH) == Neighbours(before=OPENING, after=HALF_TIME)
    assert neighbours(line, HALF_TIME) == Neighbours(before=YOUTH, after=None)
    assert neighbours(line, CALLED_OFF) == Neighbours(before=HALF_TIME, after=None)
    assert neighbours(line, UNSCHEDULED) == Neighbours()


def test_days_without_sessions_are_passed_over(programme):
    assert neighbour_days(programme, date(2027, 6, 8)) == NeighbourDays(date(2027, 6, 3), date(2027, 6, 9))
    assert neighbour_days(programme, date(2027, 6, 3)).before is None


def test_the_day_of_a_session_is_that_of_the_events_zone(programme):
    assert day_of(programme, session("LATE22", starts_at=at(9, 0, 30))) == date(2027, 6, 9)
    assert day_of(programme, UNSCHEDULED) is None


def test_weeks_run_from_monday_to_sunday(programme):
    found = weeks(programme)

    assert [len(week) for week in found] == [4, 7, 3]
    assert found[1][0].day == date(2027, 6, 7)


def test_a_glance_puts_each_session_under_its_main_theme_and_those_of_all_themes_across(programme):
    rows = {row.day: row for week in glance(programme, frozenset(programme.sessions)) for row in week}
    eighth, ninth = rows[date(2027, 6, 8)], rows[date(2027, 6, 9)]

    assert [cell.sessions for cell in eighth.cells] == [(YOUTH,), (ARRIVING,)]
    assert (ninth.everybody, [cell.sessions for cell in ninth.cells]) == ((HALF_TIME,), [(), ()])
    assert rows[date(2027, 6, 5)].count == 0


def test_a_glance_shows_only_what_was_found(programme):
    rows = [row for week in glance(programme, frozenset({"ARRV33"})) for row in week]

    assert sum(row.count for row in rows) == 1


@pytest.mark.parametrize(("count", "shown", "more"), [(4, 4, 0), (5, 3, 2), (12, 3, 9)])
def test_a_crowded_theme_shows_some_and_counts_the_others(count, shown, more):
    many = [
        session(f"MANY{letter}2", starts_at=at(8, 9 + place)) for place, letter in enumerate("ABCDEFGHJKLM"[:count])
    ]
    held = Programme(document(many))
    cell = next(row for week in glance(held, frozenset(held.sessions)) for row in week if row.count).cells[0]

    assert MOST_IN_A_CELL == 4
    assert (len(cell.sessions), cell.more) == (shown, more)


def test_what_readers_must_know_first_comes_first():
    older = document([YOUTH, ARRIVING, HALF_TIME])
    newer = document(
        [
            session("YUTH22", title={"de": "Anders"}, starts_at=YOUTH.slot.starts_at, minutes=90, seats=2),
            session("ARRV33", title=ARRIVING.title, starts_at=at(8, 15), room="neckar", themes=("arrival",), seats=30),
            session("HALF44", title=HALF_TIME.title, starts_at=at(9, 18), cancelled=True),
            session("NEWC22", starts_at=at(11, 9)),
        ]
    )

    groups = changes_by_kind(changes_between(older, newer))

    assert [(group.kind, [change.code for change in group.changes]) for group in groups] == [
        (ChangeKind.CANCELLED, ["HALF44"]),
        (ChangeKind.MOVED, ["ARRV33"]),
        (ChangeKind.ADDED, ["NEWC22"]),
        (ChangeKind.CHANGED, ["YUTH22"]),
    ]


def people(*names):
    return Programme(_with_speakers([Speaker(code=f"P{n}", name=name) for n, name in enumerate(names)]))


def _with_speakers(speakers):
    plain = document()
    return type(plain)(
        number=1, published_at=plain.published_at, event=plain.event, themes=plain.themes, speakers=tuple(speakers)
    )


def test_speakers_are_sorted_by_the_readers_alphabet():
    held = people("Zeynep", "Çağla", "Cem", "Ömer", "Oya", "Işıl", "İrem", "Ödön")

    assert [s.name for s in speakers_found(held, "", language="tr")] == [
        "Cem", "Çağla", "Işıl", "İrem", "Oya", "Ödön", "Ömer", "Zeynep",
    ]  # fmt: skip
    assert [s.name for s in speakers_found(held, "", language="de")][:2] == ["Çağla", "Cem"]


def test_speakers_are_found_by_any_spelling():
    held = people("Işıl Ağaoğlu", "Jörg Köhler")

    assert [s.name for s in speakers_found(held, "isil agaoglu", language="de")] == ["Işıl Ağaoğlu"]
    assert [s.name for s in speakers_found(held, "KOEHLER", language="tr")] == ["Jörg Köhler"]
    assert speakers_found(held, "nobody", language="de") == []


def test_the_partnerships_with_the_most_sessions_come_first(programme):
    assert [tie.slug for tie in liveliest_partnerships(programme, limit=5)] == ["osnabrueck-canakkale"]
    assert liveliest_partnerships(programme, limit=0) == []


def test_a_passport_has_columns_for_the_events_languages_and_for_all_others_in_it():
    assert passport_languages(Passport(spoken=("ku",), easy=("ar",)), ("de", "tr")) == ["de", "tr", "ar", "ku"]
    assert passport_languages(Passport(), ("de", "tr")) == []


def test_sessions_that_fall_on_another_day_elsewhere_are_counted_by_zone_and_day():
    held = [
        session("EARLY2", starts_at=at(8, 0, 30)), session("NOON22", starts_at=at(8, 12)),
        session("LATE22", starts_at=at(8, 23, 30)), session("NEVER2"),
    ]  # fmt: skip
    shown = ["Europe/Berlin", "Europe/Istanbul", "America/New_York"]

    assert days_elsewhere(held, shown) == [
        OtherDay("Europe/Istanbul", date(2027, 6, 9), 1, is_all=False),
        OtherDay("America/New_York", date(2027, 6, 7), 1, is_all=False),
    ]
    assert days_elsewhere(held[2:], shown) == [OtherDay("Europe/Istanbul", date(2027, 6, 9), 1, is_all=True)]
    assert days_elsewhere(held, shown[:1]) == []
