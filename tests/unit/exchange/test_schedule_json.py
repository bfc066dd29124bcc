"""schedule.json of both versions, objects of pretalx' interface, and forms that mean harm."""

import json
import time
from datetime import UTC, datetime

import pytest

from conference.exchange import rules
from conference.exchange.commands.words import refusal_words
from conference.exchange.document import LeftOut, PageOfMany
from conference.exchange.gathering import Hints
from conference.exchange.services.reading import programme_from_bytes

GUID = "8079583e-8321-506c-95af-fd2903a5f075"


def as_bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def first(*events: dict[str, object], **conference: object) -> bytes:
    day = {"date": "2027-06-08", "rooms": {"Saal": list(events)}}
    return as_bytes({"schedule": {"conference": {"title": "Tage", "days": [day], **conference}}})


def test_little_is_enough_for_a_session():
    programme = programme_from_bytes(
        first({"title": "A", "start": "10:00", "persons": [{"name": "Ayşe"}, "Can"]}, time_zone_name="Europe/Berlin")
    )

    session = programme.sessions[0]
    assert session.starts_at == datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert [speaker.name for speaker in programme.speakers] == ["Ayşe", "Can"]
    assert [room.name for room in programme.rooms] == [{"en": "Saal"}]


@pytest.mark.parametrize(
    "event",
    [
        {}, {"title": None}, {"title": 7, "persons": {}, "links": None}, {"title": "A", "duration": 45},
        {"title": "A", "date": "2027-06-08T10:00:00", "persons": [None, 3, {}], "track": {"en": "T"}},
        {"title": {"de": "A", "en": "B"}, "language": ["de"], "links": ["https://x.example"], "room": None},
    ],
)  # fmt: skip
def test_values_of_another_form_do_no_harm(event):
    assert len(programme_from_bytes(first(event)).sessions) == 1


def test_rooms_may_be_a_list():
    day = {"date": "2027-06-08", "rooms": [{"name": "Saal", "events": [{"title": "A", "guid": GUID}]}]}

    programme = programme_from_bytes(as_bytes({"schedule": {"conference": {"title": "T", "days": [day]}}}))

    assert str(programme.sessions[0].uid) == GUID


def test_the_second_version_is_read_with_its_rooms_tracks_and_participants():
    content = {
        "schedule": {
            "version": "1",
            "conference": {
                "title": "T", "time_zone_name": "Europe/Istanbul",
                "days": [{"index": 1, "date": "2027-06-08"}],
                "rooms": [{"name": "Saal", "guid": "a0a0fcfe-b7fb-46e3-84b6-97a5406016b4", "slug": "saal"}],
                "tracks": [{"name": "Klima", "slug": "klima", "color": "#1A4FB8"}],
            },
            "events": [
                {
                    "guid": GUID, "title": "A", "abstract": {"de": "Kurz"}, "type": "LIGHTNING_TALK", "language": "de",
                    "start": "2027-06-08T10:00:00+03:00", "end": "2027-06-08T10:20:00+03:00",
                    "room": {"slug": "saal"}, "track": {"slug": "klima"},
                    "participants": [{"guid": "b379c473-93b9-4eae-9a09-d482e86cede3", "name": "Ayşe"}],
                },
                {"type": "BREAK", "title": "Pause", "start": "2027-06-08T11:00:00+03:00",
                 "end": "2027-06-08T11:30:00+03:00"},
                {"guid": GUID[:-1] + "6", "title": "B", "state": "CANCELED", "start": "2027-06-08T12:00:00+03:00"},
            ],
        }
    }  # fmt: skip

    programme = programme_from_bytes(as_bytes(content))

    talk, pause, gone = programme.sessions
    assert (str(talk.uid), talk.minutes, talk.theme, talk.room, talk.format) == (GUID, 20, "klima", "saal", "talk")
    assert programme.themes[0].colour == "#1a4fb8"
    assert talk.abstract == {"de": "Kurz"}
    assert pause.minutes == 30
    assert (talk.is_cancelled, gone.is_cancelled) == (False, True)


def test_a_page_of_pretalx_own_interface_is_read_and_what_was_withdrawn_is_named():
    submission = {"code": "ABC123", "title": "A", "submission_type": {"en": "Talk"}, "state": "confirmed",
                  "slot": {"start": "2027-06-08T10:00:00+02:00", "end": "2027-06-08T10:30:00+02:00", "room": "Saal"},
                  "speakers": [{"code": "SPKAAA", "name": "Ayşe"}], "content_locale": "de-formal"}  # fmt: skip

    programme = programme_from_bytes(
        as_bytes({"count": 2, "results": [submission, {**submission, "code": "XYZ", "state": "withdrawn"}]})
    )

    assert [(one.id, one.minutes, one.spoken) for one in programme.sessions] == [("ABC123", 30, ("de",))]
    assert LeftOut("withdrawn", 1, ("A",)) in programme.remarks


def test_slots_of_pretalx_name_rooms_links_and_tracks_in_full():
    submission = {
        "code": "ABC123", "title": "A", "submission_type": 4, "state": "confirmed", "content_locale": "de",
        "do_not_record": True, "track": {"name": {"de": "Klima", "en": "Climate"}, "color": "#1A4FB8"},
        "resources": [{"link": "https://t.example/folien", "description": "Folien"}],
        "slots": [{"start": "2027-06-08T10:00:00+02:00", "end": "2027-06-08T10:30:00+02:00",
                   "room": {"id": 7, "name": {"de": "Saal"}}}],
        "speakers": ["SPKAAA", {"code": "SPKBBB", "name": "Ayşe", "avatar_url": "https://t.example/a.png"}],
        "answers": [{"question": {"question": "Telefon", "is_public": False}, "answer": "0221"}],
    }  # fmt: skip

    programme = programme_from_bytes(as_bytes({"count": 51, "results": [submission]}))

    session = programme.sessions[0]
    assert [room.name for room in programme.rooms] == [{"de": "Saal"}]
    assert (programme.themes[0].title, programme.themes[0].colour) == ({"de": "Klima", "en": "Climate"}, "#1a4fb8")
    assert session.remains["de"] == "- Wird nicht aufgezeichnet\n- [Folien](https://t.example/folien)"
    assert [one.biography["de"] for one in programme.speakers] == ["- [Bild](https://t.example/a.png)"]
    assert {PageOfMany(1, 51), LeftOut("nameless", 1, ("SPKAAA",))} <= set(programme.remarks)


def test_what_is_said_of_people_and_rooms_is_kept_with_them():
    event = {
        "title": "A", "room": "Saal", "start": "10:00", "language": "de", "tags": ["x", "y"],
        "extra": {"level": {"min": 2}},
        "persons": [
            {"id": 1, "name": "Ayşe", "biography": "Kurz.", "avatar": "https://t.example/a.png", "pronouns": "sie",
             "links": [{"url": "https://t.example/ayse", "title": "Ayşes Seite"}]},
            {"id": 2, "name": "Jörg", "contributor_role": "moderator"},
        ],
    }  # fmt: skip
    whole = json.loads(first(event))
    whole["schedule"]["conference"]["rooms"] = [{"name": "Saal", "capacity": 300, "description": "Im Erdgeschoss"}]

    programme = programme_from_bytes(as_bytes(whole))

    session = programme.sessions[0]
    assert session.remains["de"] == "- Stichwörter: x, y\n- extra: level: min: 2"
    assert (session.speakers, session.moderators) == (("1",), ("2",))
    assert [room.note for room in programme.rooms] == [{"de": "Im Erdgeschoss · Plätze: 300"}]
    assert programme.speakers[0].biography["de"] == (
        "Kurz.\n\n- pronouns: sie\n- [Bild](https://t.example/a.png)\n- [Ayşes Seite](https://t.example/ayse)"
    )


def test_a_damaged_note_of_ours_is_passed_over():
    whole = json.loads(first({"title": "A", "guid": GUID}))
    whole["generator"] = {"name": "Meridian", "meridian": {"schema": 1, "sessions": {GUID: {"id": [], "title": 7}}}}

    assert programme_from_bytes(as_bytes(whole)).sessions[0].title == {"en": "A"}


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"[" * 1_000_000, rules.NestedTooDeep),
        (b'{"a": ' * 200_000, rules.NestedTooDeep),
        (b'{"schedule": {"conference": {"title": "T"}}}', rules.NothingInIt),
        (b'{"hello": "world"}', rules.FormatUnknown),
        (b"[1, 2, 3]", rules.FormatUnknown),
        (b'{"schedule": ', rules.NotJson),
        (first(*[{"title": "A"}] * 10_001), rules.TooMany),
        (b"[" + b"[]," * 4_000_000 + b"[]]", (rules.TooMany, rules.FormatUnknown)),
    ],
    ids=["lists", "objects", "no sessions", "else", "numbers", "cut off", "many", "lists in a list"],
)
def test_a_hostile_file_is_refused_in_time_with_a_sentence(data, refusal):
    started = time.process_time()
    with pytest.raises(refusal) as refused:
        programme_from_bytes(data, Hints(other_zone="UTC"))

    assert refusal_words(refused.value).endswith(".")
    assert time.process_time() - started < 5
