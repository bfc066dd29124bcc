"""What was written is read back the same, whatever people write; and what is written obeys the formats' schemas."""

import json
import os
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unicodedata import normalize
from uuid import UUID

import jsonschema
import pytest
import xmlschema
from defusedxml import ElementTree
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conference.exchange import big_event, frab, pretalx_json
from conference.exchange.document import PlainEvent, PlainProgramme, PlainRoom, PlainSession, PlainSpeaker, PlainTheme
from conference.exchange.services.reading import programme_from_bytes
from conference.exchange.timetabling import laid_out
from conference.translated import pick
from config import ROOT

SCHEMAS = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "real" / "schema"
SITE = "https://meridian.example/tage"
WRITERS = {"schedule.xml": frab.write, "schedule.json": pretalx_json.write}

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
lines = (
    st.text(letters, min_size=1, max_size=40).map(lambda text: normalize("NFC", " ".join(text.split()))).filter(bool)
)
texts = st.lists(lines, min_size=1, max_size=3).map("\n\n".join)
languages = st.sampled_from(["de", "tr", "en", "ku"])


def translated(words: st.SearchStrategy[str], *, least: int = 0) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(languages, words, min_size=least, max_size=3)


def spoken() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(languages, max_size=2).map(lambda found: tuple(sorted(found)))


@st.composite
def programmes(draw: st.DrawFn) -> PlainProgramme:
    themes = tuple(
        PlainTheme(
            id=f"t{n}", title=draw(translated(lines, least=1)), colour=draw(st.sampled_from(["#1a4fb8", "#962a77"])),
            short=draw(translated(lines)), summary=draw(translated(texts)),
        )
        for n in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    rooms = tuple(
        PlainRoom(id=f"r{n}", name=draw(translated(lines, least=1)), note=draw(translated(lines)))
        for n in range(draw(st.integers(0, 3)))
    )
    speakers = tuple(
        PlainSpeaker(
            id=f"sp{n}", name=draw(lines), biography=draw(translated(texts)), affiliation=draw(translated(lines))
        )
        for n in range(draw(st.integers(0, 3)))
    )
    sessions = tuple(
        _session(draw, n, [theme.id for theme in themes], [room.id for room in rooms], [one.id for one in speakers])
        for n in range(draw(st.integers(0, 4)))
    )
    event = PlainEvent(
        slug="tage", title=draw(translated(lines, least=1)),
        zone=draw(st.sampled_from(["Europe/Berlin", "Asia/Kolkata"])),
        first_day=date(2027, 6, 1), last_day=date(2027, 6, 14), second_zone="Europe/Istanbul",
        languages=draw(st.permutations(["de", "tr", "en"]).map(tuple)), summary=draw(translated(texts)),
    )  # fmt: skip
    return PlainProgramme(event=event, themes=themes, rooms=rooms, speakers=speakers, sessions=sessions)


def _session(draw: st.DrawFn, number: int, themes: list[str], rooms: list[str], speakers: list[str]) -> PlainSession:
    starts_at = draw(
        st.none() | st.integers(600, 14 * 1400).map(lambda n: datetime(2027, 6, 1, tzinfo=UTC) + timedelta(minutes=n))
    )
    own = draw(st.lists(st.sampled_from(themes), unique=True)) if themes else []
    return PlainSession(
        id=f"s{number}", uid=UUID(int=draw(st.integers(1, 2**64)) * 8 + number), title=draw(translated(lines, least=1)),
        abstract=draw(translated(texts)), theme=own[0] if own else None, more_themes=tuple(own[1:]),
        room=draw(st.sampled_from([None, *rooms])) if starts_at else None, starts_at=starts_at,
        minutes=draw(st.integers(5, 1440)),
        speakers=tuple(draw(st.lists(st.sampled_from(speakers), unique=True))) if speakers else (),
        spoken=draw(spoken()), interpreted=draw(spoken()), signed=draw(spoken()),
        format=draw(st.sampled_from(["talk", "workshop", "panel", "plenary", "meeting"])),
        seats=draw(st.none() | st.integers(1, 500)), label=draw(translated(lines)), remains=draw(translated(texts)),
        recording_url=draw(st.none() | st.just("https://media.example/1")),
    )  # fmt: skip


def in_order(programme: PlainProgramme) -> PlainProgramme:
    """Return a programme as it is compared: sessions by id, without what was counted in reading."""
    sessions = tuple(sorted(programme.sessions, key=lambda one: one.id))
    return replace(programme, sessions=sessions, remarks=(), holds=None)


def with_abstract(**abstract: str) -> PlainProgramme:
    session = PlainSession(
        id="s0", uid=UUID(int=8), title={"de": "Wasser"}, abstract=abstract, format="talk",
        starts_at=datetime(2027, 6, 1, 10, tzinfo=UTC), minutes=30,
    )  # fmt: skip
    event = PlainEvent(
        slug="tage", title={"de": "Tage"}, zone="Europe/Berlin", first_day=date(2027, 6, 1), last_day=date(2027, 6, 14),
        second_zone="Europe/Istanbul", languages=("de", "tr", "en"),
    )  # fmt: skip
    return PlainProgramme(event=event, sessions=(session,))


@pytest.mark.parametrize("name", WRITERS)
@given(programme=programmes(), language=st.sampled_from(["de", "tr", "en"]))
@example(programme=with_abstract(de="Su", tr="Su"), language="de")
@example(programme=with_abstract(tr="Su"), language="de")
@example(programme=with_abstract(tr="Su", en="Su"), language="tr")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_apps_get_is_read_back_as_the_same_programme(name, programme, language):
    written = WRITERS[name](laid_out(programme, site=SITE, language=language), version="1")

    assert in_order(programme_from_bytes(written)) == in_order(programme)
    assert WRITERS[name](laid_out(programme, site=SITE, language=language), version="1") == written


@given(programme=programmes())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_big_event_is_read_back_in_all_that_it_has_a_place_for(programme):
    once = programme_from_bytes(big_event.write(programme))

    assert programme_from_bytes(big_event.write(once)) == once
    assert [one.id for one in once.sessions] == [one.id for one in programme.sessions]
    assert [one.starts_at for one in once.sessions] == [one.starts_at for one in programme.sessions]
    assert [one.speakers for one in once.sessions] == [one.speakers for one in programme.sessions]


@given(programme=programmes())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_apps_get_obeys_the_schemas(programme):
    if not SCHEMAS.exists():
        pytest.skip("the schemas are not here")
    layout = laid_out(programme, site=SITE, language="tr")

    schema_of_xml().validate(ElementTree.fromstring(frab.write(layout, version="1")))
    schema_of_json().validate(json.loads(pretalx_json.write(layout, version="1")))


_schemas: dict[str, object] = {}


def schema_of_xml():
    return _schemas.setdefault("xml", xmlschema.XMLSchema(str(SCHEMAS / "schedule.xml.xsd")))


def schema_of_json():
    content = json.loads((SCHEMAS / "schedule-v1.schema.json").read_bytes())
    return _schemas.setdefault("json", jsonschema.Draft6Validator(content, format_checker=jsonschema.FormatChecker()))


@given(programme=programmes())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_schedule_xml_keeps_each_rule_of_its_schema(programme):
    """The same, said once more here: the schemas are not everywhere at hand."""
    root = ElementTree.fromstring(frab.write(laid_out(programme, site=SITE, language="de"), version="7"))

    assert [child.tag for child in root][:4] == ["generator", "url", "version", "conference"]
    assert re.fullmatch(r"[a-z0-9_-]{4,}", root.findtext("conference/acronym"))
    days = root.findall("day")
    assert [day.get("index") for day in days] == [str(n) for n in range(1, len(days) + 1)]
    assert all(datetime.fromisoformat(day.get("start")) < datetime.fromisoformat(day.get("end")) for day in days)
    events = root.findall("day/room/event")
    planned = [one for one in programme.sessions if one.starts_at]
    assert len(events) == len(planned)
    titles = Counter(" ".join(pick(one.title, "de", programme.event.languages).split()) for one in planned)
    assert Counter(event.findtext("title") for event in events) == titles
    for attribute in ("id", "guid"):
        assert len({event.get(attribute) for event in events}) == len(events)
    for event in events:
        assert int(event.get("id")) > 0
        assert str(UUID(event.get("guid"))) == event.get("guid")
        assert re.fullmatch(r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}", event.findtext("slug"))
        assert re.fullmatch(r"\d{2}:\d{2}", event.findtext("start"))
        assert re.fullmatch(r"\d{2}:\d{2}", event.findtext("duration"))
        assert datetime.fromisoformat(event.findtext("date")).utcoffset() is not None
        assert all(int(person.get("id")) > 0 for person in event.iter("person"))
