"""Margins, offers by day and night, confirming, and chances."""

from datetime import UTC, datetime

import pytest

from conference.agenda.rules import (
    Likelihood,
    SeatRuleInvalid,
    SeatRules,
    capacity_of,
    chance_of,
    check_rules,
    may_confirm,
    may_release,
    release_at,
    respond_by,
    rules_of,
)
from tests.factories.programme import at, session

LATE = datetime(2027, 6, 20, tzinfo=UTC)


def utc(day, hour, minute=0):
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "made_at", "minutes", "expected"),
    [
        ("Europe/Berlin", utc(8, 8), 120, utc(8, 10)),  # by day it is held just as long
        ("Europe/Berlin", utc(8, 19), 120, utc(9, 6)),  # 23:00 in Berlin: until eight in the morning
        ("Europe/Istanbul", utc(8, 17), 120, utc(9, 5)),  # the same instant is night there, an hour before Berlin
        ("America/New_York", utc(8, 19), 120, utc(8, 21)),
        ("Europe/Berlin", utc(9, 1), 60, utc(9, 6)),  # made in the night itself
        ("Europe/Berlin", utc(8, 8), 24 * 60, utc(9, 8)),
    ],
)
def test_an_offer_is_held_by_day_and_never_runs_out_in_the_night_of_its_reader(zone, made_at, minutes, expected):
    assert respond_by(made_at, zone=zone, minutes=minutes, starts_at=LATE) == expected


def test_an_offer_ends_before_the_session_begins():
    assert respond_by(utc(8, 8), zone="UTC", minutes=24 * 60, starts_at=utc(8, 12)) == utc(8, 11, 45)


def test_an_offer_for_a_session_at_night_ends_the_evening_before():
    # It begins at 04:00 in Berlin.
    assert respond_by(utc(8, 8), zone="Europe/Berlin", minutes=48 * 60, starts_at=utc(9, 2)) == utc(8, 19, 59)


@pytest.mark.parametrize("starts_at", [utc(8, 8, 20), utc(8, 7)], ids=["in its last minutes", "begun"])
def test_no_offer_is_made_where_nobody_could_answer(starts_at):
    assert respond_by(utc(8, 8), zone="UTC", minutes=60, starts_at=starts_at) is None


@pytest.mark.parametrize("margin", [(3, "seats", 23), (10, "percent", 22), (4, "percent", 20), (0, "seats", 20)])
def test_a_margin_adds_seats_or_percent_rounded_down(margin):
    count, unit, expected = margin
    one = session("NE2222", starts_at=at(9, 10), seats=20)

    assert capacity_of(one, SeatRules(margin=count, margin_unit=unit)) == expected


def test_a_session_without_limit_has_none_with_a_margin_either():
    assert capacity_of(session("NE2222", starts_at=at(9, 10)), SeatRules(margin=5)) is None


def test_a_session_says_only_what_differs_and_what_is_unknown_is_left_out():
    assert rules_of({"offers": True, "margin": 2}, {"margin": 0, "later": 1}) == SeatRules(offers=True, margin=0)


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        ("margin", SeatRules(margin=101, margin_unit="percent")),
        ("margin", SeatRules(margin=-1)),
        ("offer_minutes", SeatRules(offer_minutes=1)),
        ("release_minutes", SeatRules(release_minutes=-60)),
        ("confirm_hours", SeatRules(confirm_hours=0)),
    ],
)
def test_impossible_rules_are_refused(field, rules):
    with pytest.raises(SeatRuleInvalid) as refusal:
        check_rules(rules)
    assert refusal.value.field == field


def test_people_confirm_within_the_window_and_seats_are_released_at_its_end():
    one = session("NE2222", starts_at=utc(12, 10))
    rules = SeatRules(release_minutes=24 * 60, confirm_hours=48)
    released_at = utc(11, 10)

    assert release_at(one, rules) == released_at
    assert [may_confirm(one, rules, when) for when in (utc(9, 9), utc(9, 10), utc(11, 9), released_at)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [may_release(one, rules, when) for when in (utc(11, 9), released_at, utc(12, 9), utc(12, 10))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not may_confirm(one, SeatRules(), utc(10, 10))


@pytest.mark.parametrize(
    ("place", "moved_up", "ended", "word", "reached"),
    [
        (1, 0, [3, 2, 5, 0], Likelihood.LIKELY, 3),
        (3, 0, [3, 2, 5, 0], Likelihood.POSSIBLE, 2),
        (6, 0, [3, 2, 5, 0], Likelihood.UNLIKELY, 0),
        # Where two moved up already, only sessions at which two did are like it.
        (1, 2, [3, 2, 5, 0], Likelihood.LIKELY, 2),
    ],
)
def test_a_chance_is_counted_from_sessions_that_are_over(place, moved_up, ended, word, reached):
    chance = chance_of(place, moved_up=moved_up, ended=ended)

    assert (chance.likelihood, chance.reached) == (word, reached)


def test_too_few_sessions_tell_nothing_but_what_moved_here():
    assert chance_of(1, moved_up=0, ended=[9, 9]).likelihood is Likelihood.UNKNOWN
    assert chance_of(2, moved_up=3, ended=[]).likelihood is Likelihood.POSSIBLE
