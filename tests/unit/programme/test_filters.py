from datetime import date

import pytest

from conference.programme.document import Format, Passport, Programme
from conference.programme.rules.filters import (
    Filter,
    Part,
    filter_from,
    find,
    languages_followed,
    sessions_by_day,
    unknown_parts,
    values_offered,
)
from tests.factories.programme import ARRIVING, HALF_TIME, OPENING, SESSIONS, UNSCHEDULED, YOUTH, document, session


@pytest.fixture
def programme():
    return Programme(document())


def codes(found):
    return [one.code for one in found.sessions]


def test_an_empty_filter_finds_everything_in_order_of_time(programme):
    assert codes(find(programme, Filter())) == ["PEN555", "YUTH22", "ARRV33", "HALF44", "CANC66", "NSLT77"]


def test_a_day_is_a_day_of_the_events_own_zone(programme):
    late = session("LATE88", starts_at=HALF_TIME.slot.starts_at.replace(hour=22, minute=30))
    held = Programme(document((*SESSIONS, late)))

    assert codes(find(held, Filter(day="2027-06-10"))) == ["LATE88", "CANC66"]
    assert codes(find(programme, Filter(day="2027-06-08"))) == ["YUTH22", "ARRV33"]


def test_several_themes_find_the_sessions_of_any_of_them(programme):
    assert codes(find(programme, Filter(themes=("arrival",)))) == ["ARRV33", "HALF44"]
    assert len(find(programme, Filter(themes=("arrival", "youth"))).sessions) == 6


def test_a_language_is_one_in_which_one_can_follow_not_only_one_that_is_spoken():
    held = Programme(
        document(
            [
                session("SPKN22", passport=Passport(spoken=("de",))),
                session("NTRP33", passport=Passport(spoken=("de",), interpreted=("tr",))),
                session("CAPT44", passport=Passport(spoken=("de",), captioned=("tr",))),
                session("SGND55", passport=Passport(spoken=("de",), signed=("tr",))),
                session("EASY66", passport=Passport(spoken=("de",), easy=("tr",))),
            ]
        )
    )

    assert sorted(codes(find(held, Filter(language="tr")))) == ["CAPT44", "NTRP33", "SGND55"]


def test_format_and_city_narrow_together(programme):
    assert codes(find(programme, Filter(format="workshop", city="canakkale"))) == ["YUTH22"]
    assert codes(find(programme, Filter(format="plenary", city="canakkale"))) == []


@pytest.mark.parametrize(
    "text",
    ["JUGENDRÄTE", "jugendraete", "gençlik meclis", "GENÇLİK", "genclik", "zeynep yildirim", "ZEYNEP YILDIRIM",
     "Osnabrück", "osnabrueck", "çanakkale", "CANAKKALE", "anlatiyor", "gençlik meclisi", "yuth22", "council report"],
)  # fmt: skip
def test_words_are_found_in_every_language_without_regard_to_case_or_diacritics(programme, text):
    assert "YUTH22" in codes(find(programme, Filter(text=text)))


def test_all_words_must_be_found_but_in_any_order(programme):
    assert codes(find(programme, Filter(text="meclisleri zeynep"))) == ["YUTH22"]
    assert codes(find(programme, Filter(text="meclisleri neckar"))) == []


def test_a_theme_is_found_by_its_name(programme):
    assert codes(find(programme, Filter(text="varmak ve kalmak"))) == ["ARRV33", "HALF44"]


def test_each_choice_counts_what_it_would_find_beside_all_else_that_was_asked_for(programme):
    found = find(programme, Filter(day="2027-06-08", themes=("youth",)))

    assert codes(found) == ["YUTH22"]
    assert found.count("theme", "youth") == 1
    assert found.count("theme", "arrival") == 1  # ARRV33 on that day; HALF44 is on another
    assert found.count("format", "workshop") == 1
    assert found.count("format", "plenary") == 0
    assert found.count("day", "2027-06-09") == 1


def test_an_empty_result_says_what_dropping_each_part_would_bring(programme):
    found = find(programme, Filter(day="2027-06-09", format="workshop"))

    assert codes(found) == []
    assert found.nearly == {Part.DAY: 1, Part.FORMAT: 1}


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        (Filter(day="2027-99-99"), Part.DAY),
        (Filter(day="2031-01-01"), Part.DAY),
        (Filter(themes=("nothing",)), Part.THEME),
        (Filter(language="xx"), Part.LANGUAGE),
        (Filter(format="opera"), Part.FORMAT),
        (Filter(city="atlantis"), Part.CITY),
    ],
)
def test_what_the_programme_does_not_know_finds_nothing_and_is_named(programme, wanted, part):
    assert codes(find(programme, wanted)) == []
    assert [unknown for unknown, _ in unknown_parts(programme, wanted)] == [part]


def test_what_the_programme_knows_is_not_called_unknown_even_where_it_finds_nothing(programme):
    wanted = Filter(day="2027-06-05", themes=("youth",), language="de", format="panel", city="osnabrueck", text="zzz")

    assert codes(find(programme, wanted)) == []
    assert unknown_parts(programme, wanted) == []


def test_an_address_is_read_whatever_stands_in_it():
    wanted = filter_from(
        {
            "day": ["20270608", "x"],
            "theme": ["youth", "", " youth ", "arrival"],
            "q": ["  two \t words "],
            "view": ["?"],
        }
    )

    assert wanted == Filter(day="2027-06-08", themes=("youth", "arrival"), text="two words")
    assert wanted.chosen_day == date(2027, 6, 8)
    assert filter_from({}).is_empty
    assert len(filter_from({"q": ["x" * 5000]}).text) == 200
    assert filter_from({"q": ["u\u0308"]}).text == "ü"


def test_a_filter_goes_back_into_an_address_and_loses_one_part_at_a_time():
    wanted = Filter(day="2027-06-08", themes=("youth", "arrival"), city="kilis", text="a b")

    assert filter_from({k: v if isinstance(v, list) else [v] for k, v in wanted.as_arguments().items()}) == wanted
    assert wanted.without(Part.THEME, "youth").themes == ("arrival",)
    assert wanted.without(Part.THEME).themes == ()
    assert wanted.without(Part.TEXT).text == ""
    assert wanted.without(Part.DAY).as_arguments() == {"theme": ["youth", "arrival"], "city": "kilis", "q": "a b"}


def test_only_values_that_some_session_has_are_offered(programme):
    offered = values_offered(programme)

    assert offered[Part.CITY] == {"osnabrueck", "canakkale"}
    assert offered[Part.FORMAT] == {Format.WORKSHOP, Format.TALK, Format.PLENARY}
    assert languages_followed(programme) == ["de", "tr"]


def test_languages_of_the_event_come_before_others():
    passports = [("ABCD22", ("ku", "de")), ("ABCD33", ("ar", "en"))]
    held = Programme(document([session(code, passport=Passport(spoken=spoken)) for code, spoken in passports]))

    assert languages_followed(held) == ["de", "en", "ar", "ku"]


def test_sessions_are_grouped_by_day_with_the_unscheduled_last(programme):
    groups = sessions_by_day(programme, programme.sessions.values())

    assert list(groups) == [date(2027, 6, 3), date(2027, 6, 8), date(2027, 6, 9), date(2027, 6, 10), None]
    assert groups[None] == [UNSCHEDULED]
    assert groups[date(2027, 6, 8)] == [YOUTH, ARRIVING]
    assert groups[date(2027, 6, 3)] == [OPENING]
