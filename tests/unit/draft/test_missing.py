from conference.draft.rules.missing import Missing, MissingKind, Place, find_missing
from conference.programme.document import Format, Passport, Room, Theme
from tests.factories.programme import at, document, session

COMPLETE = {
    "abstract": {"de": "Text", "tr": "Metin", "en": "Text"}, "speakers": ("ZEYNEP",), "themes": ("youth",),
    "passport": Passport(spoken=("de",)),
}  # fmt: skip


def of_sessions(sessions):
    return [one for one in find_missing(document(sessions)) if one.place is Place.SESSION]


def test_a_complete_session_lacks_nothing():
    assert of_sessions([session("AAAAA2", starts_at=at(8, 10), **COMPLETE)]) == []


def test_each_thing_a_session_lacks_is_named_and_the_way_in_comes_first():
    bare = session("AAAAA2", starts_at=at(8, 10), room=None, themes=(), passport=Passport())

    found = of_sessions([bare])

    assert [one.kind for one in found] == [
        MissingKind.JOIN_LINK, MissingKind.THEME, MissingKind.SPEAKER, MissingKind.ABSTRACT, MissingKind.PASSPORT,
    ]  # fmt: skip
    assert [one.is_error for one in found] == [True, False, False, False, False]


def test_a_session_without_a_slot_lacks_it_and_not_the_way_in():
    (one,) = of_sessions([session("AAAAA2", **COMPLETE)])

    assert one.kind is MissingKind.SLOT


def test_the_sessions_own_address_stands_in_for_the_rooms():
    own = session("AAAAA2", starts_at=at(8, 10), room=None, join_url="https://meet.example/own", **COMPLETE)

    assert of_sessions([own]) == []


def test_people_come_to_a_meeting_without_speakers_and_a_cancelled_session_lacks_nothing():
    meeting = session("AAAAA2", starts_at=at(8, 10), format=Format.MEETING, **{**COMPLETE, "speakers": ()})
    cancelled = session("AAAAA3", cancelled=True)

    assert of_sessions([meeting, cancelled]) == []


def test_a_text_in_one_language_is_missed_in_the_others_and_one_in_none_is_not():
    halfway = session("AAAAA2", title={"tr": "Yalnız Türkçe"}, starts_at=at(8, 10), **COMPLETE)

    assert of_sessions([halfway]) == [Missing(Place.SESSION, "AAAAA2", MissingKind.TRANSLATION, "title", ("de", "en"))]


def test_translations_of_event_themes_and_rooms_are_missed_too():
    base = document([], summary={"de": "Nur deutsch"})
    themes = (Theme(slug="youth", title={"de": "Jugend"}, colour="#1f4fa8"),)
    rooms = (Room(key="hase", name={"de": "Hase", "tr": "Hase", "en": "Hase"}, joining={"en": "Click"}),)
    changed = {**{f: getattr(base, f) for f in base.__struct_fields__}, "themes": themes, "rooms": rooms}

    found = find_missing(type(base)(**changed))

    assert {(one.place, one.key, one.field) for one in found if one.place is not Place.SPEAKER} == {
        (Place.EVENT, "", "summary"), (Place.THEME, "youth", "title"), (Place.ROOM, "hase", "joining"),
    }  # fmt: skip
