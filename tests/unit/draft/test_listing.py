from datetime import date

import pytest

from conference.draft.rules.listing import (
    Order,
    SessionFilter,
    Standing,
    filter_from,
    municipalities_found,
    partnerships_found,
    sessions_found,
    speakers_found,
)
from conference.draft.rules.missing import MissingKind
from conference.programme.document import Programme
from conference.translated import sort_key
from tests.factories.programme import document

PROGRAMME = Programme(document())


def codes(marked=None, language="de", **wanted):
    found = sessions_found(PROGRAMME, SessionFilter(**wanted), marked or {}, language=language)
    return [session.code for session in found]


def test_without_a_filter_all_sessions_stand_in_order_of_time_and_the_unscheduled_last():
    assert codes() == ["PEN555", "YUTH22", "ARRV33", "HALF44", "CANC66", "NSLT77"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"theme": "arrival"}, ["ARRV33", "HALF44"]),
        ({"room": "neckar"}, ["ARRV33", "HALF44"]),
        ({"day": date(2027, 6, 8)}, ["YUTH22", "ARRV33"]),
        ({"standing": Standing.UNSCHEDULED}, ["NSLT77"]),
        ({"standing": Standing.CANCELLED}, ["CANC66"]),
        ({"standing": Standing.SCHEDULED, "theme": "arrival"}, ["ARRV33", "HALF44"]),
        ({"text": "zeynep yildirim"}, ["YUTH22"]),
        ({"text": "osnabrueck"}, ["YUTH22"]),
        ({"text": "GENÇLİK meclisleri"}, ["YUTH22"]),
        ({"text": "half44"}, ["HALF44"]),
        ({"text": "nothing like it"}, []),
    ],
)
def test_each_filter_lets_through_what_it_names(wanted, found):
    assert codes(**wanted) == found


def test_clashing_incomplete_and_changed_are_as_marked():
    marked = {Standing.CLASHING: {"YUTH22"}}

    assert codes(marked, standing=Standing.CLASHING) == ["YUTH22"]
    assert codes(marked, standing=Standing.CHANGED) == []


def test_those_that_lack_a_thing_are_as_marked():
    marked = {MissingKind.ABSTRACT: {"ARRV33"}}

    assert codes(marked, lacking=MissingKind.ABSTRACT) == ["ARRV33"]
    assert codes(marked, lacking=MissingKind.SPEAKER) == []


def test_sessions_can_stand_in_order_of_their_titles_as_the_reader_sorts_them():
    titles = [
        PROGRAMME.sessions[code].title.get("tr") or next(iter(PROGRAMME.sessions[code].title.values()))
        for code in codes(order=Order.TITLE, language="tr")
    ]

    assert titles == sorted(titles, key=lambda title: sort_key(title, "tr"))
    assert sorted(codes(order=Order.TITLE)) == sorted(codes())


def test_an_order_alone_leaves_nothing_out():
    assert not filter_from({"order": "title"}).is_set
    assert filter_from({"order": "title"}).order is Order.TITLE
    assert filter_from({"lacking": "abstract"}).lacking is MissingKind.ABSTRACT


def test_what_cannot_be_read_of_an_address_shows_all():
    assert filter_from({"day": "yesterday", "standing": "odd", "lacking": "odd", "order": "odd"}) == SessionFilter()
    assert filter_from({"q": " x ", "day": "2027-06-08"}).is_set


def test_speakers_can_be_sought_among_some_alone():
    assert speakers_found(PROGRAMME, "", language="de", only=set()) == []
    assert [s.code for s in speakers_found(PROGRAMME, "", language="de", only={"ZEYNEP"})] == ["ZEYNEP"]


def test_people_and_towns_are_found_however_their_letters_are_typed():
    assert [s.code for s in speakers_found(PROGRAMME, "yildirim genclik", language="de")] == ["ZEYNEP"]
    assert [town.key for town in municipalities_found(PROGRAMME, "", language="tr")] == ["canakkale", "osnabrueck"]
    assert [tie.slug for tie in partnerships_found(PROGRAMME, "canakkale osna", language="tr")] == [
        "osnabrueck-canakkale"
    ]


def test_organisers_find_by_the_same_matching_as_visitors():
    held = Programme(document())

    def found(text):
        return [one.code for one in sessions_found(held, SessionFilter(text=text), {}, language="de")]

    assert found("jugendraete") == found("jugenrdate") == found("JUGENDRA\u0308TE") == ["YUTH22"]
    assert found("…") == []
    assert [one.code for one in speakers_found(held, "yildrim", language="de")] == ["ZEYNEP"]
    assert [one.key for one in municipalities_found(held, "canakale", language="de")] == ["canakkale"]
    assert [one.slug for one in partnerships_found(held, "osnabruck", language="de")] == ["osnabrueck-canakkale"]
