"""Files that others wrote, where they are at hand: what came in against counts made without our readers."""

import html
import json
import os
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from defusedxml import ElementTree

from conference.exchange import rules
from conference.exchange.document import IdsMade, KeptIn, LeftOut, LocalTimes, PlainProgramme, ZoneTaken
from conference.exchange.services.reading import programme_from_bytes
from config import ROOT

REAL = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "real"


def content_of(name: str) -> bytes:
    file = REAL / name
    if not file.exists():
        pytest.skip("the real files are not here")
    return file.read_bytes()


def words_of(programme: PlainProgramme) -> set[str]:
    """Return all words that a programme says of its sessions."""
    texts = [text for one in programme.sessions for part in (one.title, one.abstract, one.remains)
             for text in part.values()]  # fmt: skip
    return words_in(re.sub(r"\\([\\`*_\[\]<>])", r"\1", " ".join(texts)))


def words_in(text: str) -> set[str]:
    """Return the words of a text, of HTML without its tags; addresses fall into words as well."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", " ", text or ""))
    return set(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", unquote(text))))


def test_31c3_comes_in_whole_with_nights_that_belong_to_the_day_before():
    data = content_of("31c3-frab.schedule.xml")
    root = ElementTree.fromstring(data)
    events = root.findall("day/room/event")

    programme = programme_from_bytes(data)

    assert len(programme.sessions) == len(events) == 138
    assert {one.id for one in programme.sessions} == {event.get("guid") for event in events}
    uuids = re.findall(rb"guid='([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'", data)
    assert {str(one.uid) for one in programme.sessions if one.uid} == {guid.decode() for guid in uuids}
    starts = {event.get("guid"): datetime.fromisoformat(event.findtext("date")) for event in events}
    assert all(one.starts_at == starts[one.id] for one in programme.sessions)
    lengths = {event.get("guid"): event.findtext("duration") for event in events}
    assert all(f"{one.minutes // 60:02d}:{one.minutes % 60:02d}" == lengths[one.id] for one in programme.sessions)
    assert len(programme.speakers) == len({person.get("id") for person in root.iter("person")}) == 198
    assert {room.name["en"] for room in programme.rooms} == {room.get("name") for room in root.iter("room")} - {None}
    assert {theme.title["en"] for theme in programme.themes} == {event.findtext("track") for event in events}
    assert [sum(one.spoken == (code,) for one in programme.sessions) for code in ("en", "de")] == [113, 25]
    assert (programme.event.first_day, programme.event.last_day) == (date(2014, 12, 27), date(2014, 12, 30))
    assert programme.event.zone == "Europe/Berlin"
    said = words_of(programme)
    for event in events:
        for name in ("title", "subtitle", "abstract", "description", "recording/license"):
            assert words_in(event.findtext(name) or "") <= said
        for link in event.iter("link"):
            assert words_in(link.get("href").strip()) <= said
            assert words_in(link.text or "") <= said
    assert KeptIn("not recorded", "remains", 2) in programme.remarks


def test_fosdem_2012_comes_in_whole_though_its_events_lie_under_days():
    data = content_of("fosdem2012-pentabarf.schedule.xml")
    root = ElementTree.fromstring(data)
    events = root.findall("day/event")

    programme = programme_from_bytes(data)

    assert len(programme.sessions) == len(events) == 442
    assert len(programme.rooms) == 23
    assert len(programme.themes) == len({event.findtext("track").strip() for event in events})
    assert len(programme.speakers) == len({" ".join(person.text.split()) for person in root.iter("person")}) == 430
    assert sum(len(one.speakers) for one in programme.sessions) >= 500
    assert {ZoneTaken("Europe/Brussels", "city", "Brussels"), LocalTimes(442, "Europe/Brussels")} <= set(
        programme.remarks
    )
    first = next(one for one in programme.sessions if one.id == "0")
    assert first.starts_at == datetime(2012, 2, 4, 12, 30, tzinfo=UTC)
    assert "users' freedom protected" in first.abstract["en"]
    assert not any("<p>" in text or "&#" in text for one in programme.sessions for text in one.abstract.values())
    said = words_of(programme)
    assert [link.get("href") for link in root.iter("link") if not words_in(link.get("href")) <= said] == []
    assert all(words_in(event.findtext("title")) <= said for event in events)


def test_europython_is_refused_since_its_xml_is_of_its_own_making():
    with pytest.raises(rules.HomeMade) as refused:
        programme_from_bytes(content_of("europython2014.schedule.xml"))

    assert refused.value.entries == 188


@pytest.mark.parametrize(
    ("name", "sessions", "speakers", "zone"),
    [("cccamp2019-frab.schedule.json", 79, 90, "Europe/Berlin"), ("democon-pretalx.schedule.json", 36, 27, "UTC")],
)
def test_schedule_json_comes_in_whole(name, sessions, speakers, zone):
    data = content_of(name)
    conference = json.loads(data)["schedule"]["conference"]
    events = [event for day in conference["days"] for room in day["rooms"].values() for event in room]

    programme = programme_from_bytes(data)

    assert len(programme.sessions) == len(events) == sessions
    assert {str(one.uid) for one in programme.sessions} == {event["guid"] for event in events}
    assert len(programme.speakers) == len({p["id"] for event in events for p in event["persons"]}) == speakers
    assert len(programme.rooms) == len({event["room"] for event in events}) == 2
    assert programme.event.zone == zone
    starts = {event["guid"]: datetime.fromisoformat(event["date"]) for event in events}
    assert all(one.starts_at == starts[one.id] for one in programme.sessions)
    said = words_of(programme)
    for event in events:
        for text in (event["title"], event["subtitle"], event["abstract"], event["description"], event["url"]):
            assert words_in(text or "") <= said
        for link in (*event["links"], *event["attachments"]):
            assert words_in(link["url"]) <= said
            assert words_in(link["title"]) <= said
        assert words_in(event["logo"] or "") <= said


def test_objects_of_pretalx_come_in_wherever_they_lie_and_pauses_are_named():
    data = content_of("pyconfr2024.pretalx-api.json")
    whole = json.loads(data)
    submissions = {
        one["code"]: one
        for part in ("schedule", "sprints") for day in whole[part].values() for at in day.values()
        for one in at.values()
    }  # fmt: skip

    programme = programme_from_bytes(data)

    assert {one.id for one in programme.sessions} == set(submissions)
    assert len(programme.rooms) == len(whole["rooms"]) == 11
    speakers = {person["code"] for one in submissions.values() for person in one["speakers"]}
    assert {speaker.id for speaker in programme.speakers} == speakers
    starts = {code: datetime.fromisoformat(one["slot"]["start"]) for code, one in submissions.items()}
    assert all(one.starts_at == starts[one.id] for one in programme.sessions)
    left_out = {mended.why: mended.count for mended in programme.remarks if isinstance(mended, LeftOut)}
    assert left_out == {"availability": 11, "break": 5}
    pictures = {person["avatar"] for one in submissions.values() for person in one["speakers"] if person["avatar"]}
    biographies = "\n".join(text for one in programme.speakers for text in one.biography.values())
    assert [one for one in pictures if one.replace("(", "%28").replace(")", "%29") not in biographies] == []
    assert KeptIn("picture", "biography", len(pictures)) in programme.remarks
    capacities = [str(room["capacity"]) for room in json.loads(content_of("pyconfr2024.pretalx-api.json"))["rooms"]
                  if room["capacity"]]  # fmt: skip
    assert sorted(text.rpartition(" ")[2] for room in programme.rooms for text in room.note.values()) == sorted(
        capacities
    )
    said = words_of(programme)
    for one in submissions.values():
        assert words_in(one["description"] or "") <= said
        assert all(words_in(resource["resource"]) <= said for resource in one["resources"])
        assert all(words_in(answer["answer"]) <= said for answer in one["answers"])


def test_a_calendar_of_eighty_eight_entries_with_five_uids_is_mended():
    data = content_of("moca2024.schedule.ics")
    text = data.decode()

    programme = programme_from_bytes(data)

    assert len(programme.sessions) == text.count("BEGIN:VEVENT") == 88
    assert len({one.id for one in programme.sessions}) == 88
    assert IdsMade("sessions", 87, 4, ("UID", "start", "title")) in programme.remarks
    assert programme.event.zone == "Europe/Rome"
    assert len(programme.rooms) == 4
    assert {one.id for one in programme.sessions} == {one.id for one in programme_from_bytes(data).sessions}
    assert any("Nicolò Monti" in speaker.name for speaker in programme.speakers)
    said = words_of(programme)
    for line in re.findall(r"^(?:SUMMARY|DESCRIPTION):(.*?)\r?$", text, re.MULTILINE):
        assert words_in(line.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";")) <= said
