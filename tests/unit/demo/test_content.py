"""The content of the example conference: whole in three languages, and free of clashes it did not ask for."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from importlib.resources import files
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

Table = dict[str, Any]

CONTENT = files("conference.demo") / "content"
LANGUAGES = ("de", "tr", "en")
PASSPORT = ("spoken", "interpreted", "captioned", "signed", "easy")
FORMATS = {"talk", "workshop", "panel", "plenary", "meeting"}
NAMED_PARTNERSHIPS = {"osnabrueck-canakkale", "mannheim-kilis", "treptow-koepenick-tepebasi"}
WEEKDAYS = re.compile(
    r"\b((Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|sonntags|samstags|Pazartesi|Salı\b|Çarşamba|Perşembe|Cuma|Cumartesi"
    r"|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)",
    re.IGNORECASE,
)
"""Turkish `pazar` is left out: it is a market as well."""


def read(name: str) -> Table:
    return tomllib.loads(CONTENT.joinpath(name).read_text(encoding="utf-8"))


EVENT = read("event.toml")
THEMES: list[Table] = read("themes.toml")["theme"]
ROOMS: list[Table] = read("rooms.toml")["room"]
MUNICIPALITIES: list[Table] = read("municipalities.toml")["municipality"]
PARTNERSHIPS: list[Table] = read("partnerships.toml")["partnership"]
SPEAKERS: list[Table] = read("speakers.toml")["speaker"]
SESSIONS: list[Table] = [
    session
    for file in sorted(CONTENT.joinpath("sessions").iterdir(), key=lambda file: file.name)
    for session in tomllib.loads(file.read_text(encoding="utf-8"))["session"]
]
EXAMPLE = read("example.toml")

BY_KEY = {session["key"]: session for session in SESSIONS}
SCHEDULED = [session for session in SESSIONS if "day" in session]


def keys(tables: list[Table], field: str = "key") -> set[str]:
    return {table[field] for table in tables}


def span(session: Table) -> tuple[int, int]:
    """Minutes from the first day's midnight: start, and the end that no longer belongs to it."""
    start = time.fromisoformat(session["start"])
    starts = (session["day"] * 24 + start.hour) * 60 + start.minute
    return starts, starts + session["minutes"]


def overlap(one: Table, other: Table) -> bool:
    (start, end), (other_start, other_end) = span(one), span(other)
    return start < other_end and other_start < end


def double_bookings(sessions: list[Table]) -> list[tuple[str, str]]:
    return [
        (one["key"], other["key"])
        for one, other in combinations(sessions, 2)
        if overlap(one, other) and (one["room"] == other["room"] or set(one["speakers"]) & set(other["speakers"]))
    ]


def translated_texts() -> Iterator[tuple[str, Any]]:
    """Every field of the content that must be there in each language, with a name to find it by."""
    for field in ("title", "summary", "welcome"):
        yield f"event.{field}", EVENT.get(field)
    wanted: list[tuple[list[Table], str, tuple[str, ...]]] = [
        (THEMES, "slug", ("title", "short", "summary")),
        (ROOMS, "key", ("name", "note", "joining")),
        (PARTNERSHIPS, "slug", ("summary",)),
        (SPEAKERS, "key", ("affiliation", "biography")),
        (SESSIONS, "key", ("title", "abstract")),
    ]
    for tables, key, fields in wanted:
        for table in tables:
            for field in fields:
                yield f"{table[key]}.{field}", table.get(field)
    for session in SESSIONS:
        if "label" in session:
            yield f"{session['key']}.label", session["label"]
    for release in EXAMPLE["release"]:
        yield f"release {release['number']}.notes", release.get("notes")
    yield "edits.abstract", EXAMPLE["edits"]["abstract"].get("abstract")


TEXTS: dict[str, Any] = dict(translated_texts())
each_session = pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["key"])


def test_every_text_is_there_in_all_three_languages() -> None:
    wanting = {
        name: text
        for name, text in TEXTS.items()
        if not isinstance(text, dict)
        or set(text) != set(LANGUAGES)
        or not all(text[code].strip() for code in LANGUAGES)
    }

    assert len(TEXTS) > 250
    assert wanting == {}


def test_no_text_names_a_weekday_since_the_first_day_can_be_moved() -> None:
    found = {(name, code): WEEKDAYS.findall(text[code]) for name, text in TEXTS.items() for code in text}

    assert {where: words for where, words in found.items() if words} == {}


def test_apostrophes_are_typographic() -> None:
    assert [(name, code) for name, text in TEXTS.items() for code in text if "'" in text[code]] == []


def test_the_event_is_the_one_that_the_contracts_name() -> None:
    assert EVENT["slug"] == "city-partnerships"
    assert EVENT["days"] == 14
    assert EVENT["languages"] == list(LANGUAGES)
    assert ZoneInfo(EVENT["zone"]).key == "Europe/Berlin"
    assert ZoneInfo(EVENT["second_zone"]).key == "Europe/Istanbul"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opening_statement_has_four_paragraphs_or_more_and_names_the_model_cases(language: str) -> None:
    welcome = EVENT["welcome"][language]

    assert len([part for part in welcome.split("\n\n") if len(part.split()) > 20]) >= 4
    for name in ("Osnabrück", "Çanakkale", "Mannheim", "Kilis", "Treptow-Köpenick", "Tepebaşı"):
        assert name in welcome


def test_themes_keep_their_order_and_colours() -> None:
    assert [(theme["slug"], theme["colour"]) for theme in THEMES] == [
        ("digitalisation", "#1a4fb8"),
        ("sustainable-urban-development", "#14693f"),
        ("protection", "#962a77"),
        ("youth", "#a94600"),
    ]
    for theme in THEMES:
        assert all(len(theme["short"][code].split()) <= 2 for code in LANGUAGES)


def test_rooms_are_five_and_each_says_where_to_join() -> None:
    assert [room["name"]["tr"] for room in ROOMS] == ["Hase", "Neckar", "Spree", "Porsuk", "Boğaz"]
    assert [room["join_url"] for room in ROOMS] == [f"https://meet.example/{room['key']}" for room in ROOMS]


@pytest.mark.parametrize(
    ("tables", "field"),
    [
        (THEMES, "slug"),
        (ROOMS, "key"),
        (MUNICIPALITIES, "key"),
        (PARTNERSHIPS, "slug"),
        (SPEAKERS, "key"),
        (SPEAKERS, "name"),
        (SESSIONS, "key"),
    ],
)
def test_keys_are_given_once(tables: list[Table], field: str) -> None:
    assert len(keys(tables, field)) == len(tables)


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=lambda town: town["key"])
def test_a_municipality_lies_in_its_country(municipality: Table) -> None:
    west, east, south, north, zone = {
        "DE": (5.8, 15.1, 47.2, 55.1, "Europe/Berlin"),
        "TR": (25.6, 44.9, 35.8, 42.2, "Europe/Istanbul"),
    }[municipality["country"]]

    assert west < municipality["longitude"] < east
    assert south < municipality["latitude"] < north
    assert municipality["zone"] == zone


def test_partnerships_join_a_german_with_a_turkish_municipality() -> None:
    country = {town["key"]: town["country"] for town in MUNICIPALITIES}

    assert len(PARTNERSHIPS) >= 28
    for partnership in PARTNERSHIPS:
        assert (country[partnership["a"]], country[partnership["b"]]) == ("DE", "TR")
        assert partnership["slug"] == f"{partnership['a']}-{partnership['b']}"
        assert 1950 <= partnership.get("since", 2000) <= 2025
    assert {side for partnership in PARTNERSHIPS for side in (partnership["a"], partnership["b"])} == keys(
        MUNICIPALITIES
    )


def test_twenty_five_partnerships_or_more_are_tied_to_sessions_and_the_model_cases_are_among_them() -> None:
    tied = {slug for session in SESSIONS for slug in session["partnerships"]}

    assert tied <= keys(PARTNERSHIPS, "slug")
    assert tied >= NAMED_PARTNERSHIPS
    assert len(tied) >= 25


def test_every_speaker_speaks() -> None:
    assert {key for session in SESSIONS for key in session["speakers"]} == keys(SPEAKERS)


def test_there_are_forty_sessions_or_more_and_two_of_them_wait_for_a_slot() -> None:
    assert 40 <= len(SESSIONS) <= 44
    assert len(SESSIONS) - len(SCHEDULED) == 2


@each_session
def test_a_sessions_references_resolve(session: Table) -> None:
    assert set(session["themes"]) <= keys(THEMES, "slug")
    assert len(session["themes"]) == len(set(session["themes"])) > 0
    assert set(session["speakers"]) <= keys(SPEAKERS)
    assert {*session.get("moderators", ()), *session.get("interpreters", ())} <= keys(SPEAKERS)
    assert 1 <= len(session["speakers"]) <= 3
    assert session["format"] in FORMATS


@each_session
def test_a_sessions_slot_is_whole_or_absent(session: Table) -> None:
    assert session["minutes"] in {45, 60, 90, 120}
    if "day" not in session:
        assert not {"start", "room"} & set(session)
        return
    starts, ends = span(session)
    assert 0 <= session["day"] < EVENT["days"]
    assert session["room"] in keys(ROOMS)
    assert starts - session["day"] * 1440 >= 9 * 60
    assert ends - session["day"] * 1440 <= 18 * 60


@each_session
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sessions_abstract_has_a_fitting_length(session: Table, language: str) -> None:
    assert 60 <= len(session["abstract"][language].split()) <= 120


@each_session
def test_a_sessions_passport_names_languages_of_the_event(session: Table) -> None:
    assert tuple(session["passport"]) == PASSPORT
    assert session["passport"]["spoken"]
    for codes in session["passport"].values():
        assert set(codes) <= set(LANGUAGES)
        assert len(codes) == len(set(codes))


@each_session
def test_a_sessions_seats_fit_its_format(session: Table) -> None:
    least, most = {"workshop": (12, 40), "talk": (60, 150), "panel": (60, 150)}.get(session["format"], (0, 0))
    if "seats" in session:
        assert least <= session["seats"] <= most
    else:
        assert session["format"] != "workshop"


def test_plenaries_carry_all_four_themes_and_limit_no_seats() -> None:
    plenaries = [session for session in SESSIONS if session["format"] == "plenary"]

    assert [session["key"] for session in plenaries] == ["opening", "half-time", "closing"]
    for session in plenaries:
        assert session["themes"] == [theme["slug"] for theme in THEMES]
        assert "seats" not in session


def test_no_room_and_no_speaker_is_double_booked() -> None:
    assert double_bookings(SCHEDULED) == []


def test_the_two_sessions_for_the_clash_overlap_in_different_rooms() -> None:
    councils, arriving = BY_KEY["youth-councils"], BY_KEY["arriving-kilis-mannheim"]

    assert councils["title"]["de"] == "Jugendräte, die mitentscheiden"
    assert arriving["title"]["de"] == "Ankommen in Kilis, ankommen in Mannheim"
    assert (councils["day"], councils["start"], councils["minutes"], councils["room"]) == (5, "10:00", 90, "porsuk")
    assert (arriving["day"], arriving["start"], arriving["minutes"], arriving["room"]) == (5, "10:30", 90, "neckar")
    assert councils["seats"] == 30
    assert overlap(councils, arriving)


def test_some_ten_sessions_have_a_short_label_for_the_network() -> None:
    labels = [session["label"] for session in SESSIONS if "label" in session]

    assert 10 <= len(labels) <= 16
    for label in labels:
        assert all(len(label[code].split()) <= 2 for code in LANGUAGES)


def test_weekends_are_quiet_and_some_days_are_full() -> None:
    per_day = [sum(session["day"] == day for session in SCHEDULED) for day in range(EVENT["days"])]

    assert all(per_day[day] <= 1 for day in (2, 3, 9, 10))
    assert sum(count >= 4 for count in per_day) >= 4


def test_the_participant_has_booked_sessions_with_a_slot_and_one_clash() -> None:
    booked = [BY_KEY[key] for key in EXAMPLE["participant"]["booked"]]
    clashes = [{one["key"], other["key"]} for one, other in combinations(booked, 2) if overlap(one, other)]

    assert EXAMPLE["participant"]["name"] == "Şeyma Gökçe"
    assert EXAMPLE["participant"]["municipality"] in keys(MUNICIPALITIES)
    assert clashes == [{"youth-councils", "arriving-kilis-mannheim"}]
    assert EXAMPLE["subscription"]["name"] == "Telefon"


def test_the_second_release_moves_one_session_into_a_free_slot_and_changes_one_abstract() -> None:
    move, abstract = EXAMPLE["edits"]["move"], EXAMPLE["edits"]["abstract"]
    before = BY_KEY[move["session"]]
    after = before | {field: move[field] for field in ("day", "start", "minutes", "room")}

    assert span(after) != span(before)
    assert double_bookings([after, *(session for session in SCHEDULED if session is not before)]) == []
    assert all(abstract["abstract"][code] != BY_KEY[abstract["session"]]["abstract"][code] for code in LANGUAGES)
    assert all(60 <= len(abstract["abstract"][code].split()) <= 120 for code in LANGUAGES)
    assert [release["number"] for release in EXAMPLE["release"]] == [1, 2]


def test_geonames_is_credited_beside_the_content() -> None:
    sources = CONTENT.joinpath("README.md").read_text(encoding="utf-8")

    assert "GeoNames" in sources
    assert "CC BY 4.0" in sources
