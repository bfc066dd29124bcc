"""The call's rules: when it is open, letters, the list, the table."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from conference.programme.render.palette import DARK_SURFACES, LIGHT_SURFACES, READABLE, contrast, readable_colour
from conference.proposals.render import csv_bytes
from conference.proposals.rules.letters import filled_in, unknown_placeholders
from conference.proposals.rules.listing import Listed, Order, Scores, Wanted, counted, found, neighbours, wanted_from
from conference.proposals.rules.states import (
    COLOURS,
    OpensAfterClosing,
    Stage,
    State,
    check_window,
    may_decide,
    may_edit,
    may_withdraw,
    stage_of,
)
from config import ROOT

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("is_public", "opens_at", "closes_at", "stage"),
    [
        (False, None, None, Stage.OFF),
        (False, NOW - DAY, NOW + DAY, Stage.OFF),
        (True, None, None, Stage.OPEN),
        (True, NOW, None, Stage.OPEN),
        (True, NOW + DAY, None, Stage.AHEAD),
        (True, None, NOW, Stage.OVER),
        (True, NOW - DAY, NOW + timedelta(seconds=1), Stage.OPEN),
    ],
)
def test_a_call_is_open_from_its_start_until_just_before_its_end(is_public, opens_at, closes_at, stage):
    assert stage_of(is_public=is_public, opens_at=opens_at, closes_at=closes_at, now=NOW) is stage


def test_a_call_cannot_close_before_it_opens():
    check_window(NOW, NOW + DAY)
    check_window(None, NOW)
    with pytest.raises(OpensAfterClosing):
        check_window(NOW, NOW)


def test_what_can_be_done_depends_on_the_state():
    assert {state for state in State if may_edit(state, Stage.OPEN)} == {State.NEW, State.WAITING}
    assert not any(may_edit(state, Stage.OVER) for state in State)
    assert {state for state in State if may_withdraw(state)} == {State.NEW, State.WAITING, State.ACCEPTED}
    assert {state for state in State if may_decide(state, State.ACCEPTED)} == set(State) - {State.WITHDRAWN}
    assert not may_decide(State.NEW, State.WITHDRAWN)


def test_letters_are_filled_in_once_and_name_what_stands_for_nothing():
    facts = {"name": "{title}", "title": "Bäume"}
    assert filled_in("{name}: {title} {link} {}", facts) == "{title}: Bäume {link} {}"
    assert unknown_placeholders("{name} {nmae} {link} {Name} {nmae}") == ["nmae"]


def listed(code, **facts):
    given = {
        "state": "new", "title": code, "language": "de", "theme": None, "format": "talk", "minutes": 60,
        "municipality": "Kilis", "country": "TR", "partner": "", "contact_name": "A", "created_at": NOW, "words": code,
    }  # fmt: skip
    return Listed(code=code, **{**given, **facts})


def codes(chosen):
    return [one.code for one in chosen]


def test_the_list_is_sorted_by_newest_and_by_score():
    one = listed("A", scores=Scores({1: 3, 2: 3}))
    two = listed("B", created_at=NOW + DAY, scores=Scores({1: 3}))
    three = listed("C", created_at=NOW - DAY, scores=Scores({1: 5}))
    all_three = [one, two, three]

    assert codes(found(all_three, Wanted(), reviewer_id=1)) == ["B", "A", "C"]
    assert codes(found(all_three, Wanted(order=Order.SCORE), reviewer_id=1)) == ["C", "A", "B"]
    assert codes(found(all_three, Wanted(score="not-mine"), reviewer_id=2)) == ["B", "C"]


def test_neighbours_are_those_of_the_list():
    one, two, three = (listed(code) for code in "ABC")
    assert neighbours([one, two, three], "B") == (one, three)
    assert neighbours([one, two, three], "A") == (None, two)
    assert neighbours([one], "X") == (None, None)


def test_counts_name_every_state():
    assert counted([listed("A"), listed("B", state="declined")]) == {
        "new": 1, "accepted": 0, "waiting": 0, "declined": 1, "withdrawn": 0,
    }  # fmt: skip


def test_an_address_that_means_nothing_asks_for_nothing():
    hostile = {"state": "dance", "label": "٣", "order": "x", "score": "9", "q": "  "}
    assert wanted_from(hostile) == Wanted()
    assert not wanted_from(hostile).is_set


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_is_a_formula(text):
    (line,) = csv_bytes([], [[text]]).decode("utf-8-sig").split("\r\n\r\n")[-1:] or [""]
    assert re.search(r"(^|\n)\"?'", line)


def test_numbers_and_plain_texts_stay_as_they_are():
    assert csv_bytes(["a"], [[-1.5], ["b-1"]]).decode("utf-8-sig") == "a\r\n-1.5\r\nb-1\r\n"


def test_labels_can_be_read_by_day_and_by_night():
    sheet = (ROOT / "static" / "css" / "proposals.css").read_text()
    written = re.findall(r"\.label-(\d) \{ --c: light-dark\((#\w{6}), (#\w{6})\)", sheet)

    assert len(written) == len(COLOURS)
    for number, light, dark in written:
        assert (light, dark) == (
            readable_colour(COLOURS[int(number) - 1]).light, readable_colour(COLOURS[int(number) - 1]).dark,
        )  # fmt: skip
        assert all(contrast(light, surface) >= READABLE for surface in LIGHT_SURFACES)
        assert all(contrast(dark, surface) >= READABLE for surface in DARK_SURFACES)
