"""What the clash checks are told beside the programme."""

from datetime import date, time

import pytest

from conference.draft import services
from conference.draft.queries import circumstances_of, draft_document, places_of, room_spans, speaker_spans
from conference.draft.rules.clashes import ClashKind, find_clashes
from conference.draft.services import NotInDraft
from conference.events.rules import TextMissing
from tests.factories import draft as make
from tests.factories import events
from tests.factories.programme import at


@pytest.fixture
def made(app):
    return make.drafted("cities")


def found(made):
    document = draft_document(made.event)
    return find_clashes(document, circumstances_of(made.event, document))


def test_the_places_are_the_events_zones_and_the_countries_of_its_towns(made):
    services.add_municipality(made.event.id, services.MunicipalityFacts(name="Tokyo", country="JP", zone="Asia/Tokyo"))
    document = draft_document(made.event)

    assert places_of(document)[:2] == [("DE", "Europe/Berlin"), ("TR", "Europe/Istanbul")]
    assert ("JP", "Asia/Tokyo") in places_of(document)
    names = circumstances_of(made.event, document).holidays
    assert names[date(2027, 10, 3), "DE"] == {
        "de": "Tag der Deutschen Einheit",
        "tr": "Almanya Birlik Günü",
        "en": "German Unity Day",
    }
    assert names[date(2027, 4, 23), "TR"]["tr"] == "Ulusal Egemenlik ve Çocuk Bayramı"
    assert all({"de", "tr", "en"} <= name.keys() for (_day, country), name in names.items() if country in {"DE", "TR"})
    assert (date(2027, 5, 3), "JP") in names
    assert (date(2027, 4, 23), "DE") not in names


def test_holidays_are_known_in_every_year_in_which_a_session_lies(made):
    make.session(made.event, starts_at=at(8, 10).replace(year=2028, month=1, day=1))

    (holiday,) = [clash for clash in found(made) if clash.kind is ClashKind.HOLIDAY and clash.subject == "DE"]
    assert holiday.name["de"] == "Neujahr"
    assert holiday.starts_at.year == 2028


def test_evenings_and_early_mornings_are_night(made):
    make.session(made.event, starts_at=at(9, 21), minutes=30)

    nights = [clash.subject for clash in found(made) if clash.kind is ClashKind.NIGHT]
    assert nights == ["Europe/Istanbul"]
    assert circumstances_of(made.event, draft_document(made.event)).night == (time(22), time(7))


def test_when_people_and_rooms_are_free_is_of_that_event_alone(made):
    other = events.event("other")
    theirs = make.speaker(other)
    services.set_speaker_spans(other.id, theirs.code, [(at(8, 9), at(8, 10))])
    services.set_room_spans(made.event.id, made.room.key, [(at(8, 10), at(8, 11)), (at(8, 9), at(8, 10))])

    given = circumstances_of(made.event, draft_document(made.event))
    assert given.people == {}
    assert given.rooms == {made.room.key: [(at(8, 9), at(8, 11))]}
    with pytest.raises(NotInDraft):
        services.set_speaker_spans(made.event.id, theirs.code, [])


def test_a_warning_needs_a_reason(made, now):
    with pytest.raises(TextMissing):
        services.accept_warning(made.event.id, "f" * 32, kind="night", name="X", reason=" ", now=now)


def test_a_speaker_who_moderates_or_interprets_is_not_removed(made):
    person = make.speaker(made.event, "Can Tercüman")
    made_session = make.session(made.event, interpreters=[person.code])

    with pytest.raises(services.StillInUse) as refusal:
        services.remove_speaker(made.event.id, person.code)
    assert refusal.value.sessions[0][0] == made_session.code


def test_a_removed_session_comes_back_with_all_its_people(made, now):
    person = make.speaker(made.event, "Can Tercüman")
    code = make.session(made.event, moderators=[made.speaker.code], interpreters=[person.code]).code

    services.bring_back(made.event.id, services.remove_session(made.event.id, code), now=now)

    back = next(one for one in draft_document(made.event).sessions if one.code == code)
    assert (back.moderators, back.interpreters) == ((made.speaker.code,), (person.code,))


def test_who_is_removed_and_brought_back_is_free_as_before(made, now):
    person = make.speaker(made.event, "Can Tercüman")
    free = [(at(8, 9), at(8, 10)), (at(9, 9), at(9, 10))]
    services.set_speaker_spans(made.event.id, person.code, free)
    closed = make.room(made.event, "Neckar")
    services.set_room_spans(made.event.id, closed.key, free)

    gone = [services.remove_speaker(made.event.id, person.code), services.remove_room(made.event.id, closed.key)]
    assert (speaker_spans(made.event.id), room_spans(made.event.id)) == ({}, {})
    for removed in gone:
        services.bring_back(made.event.id, removed, now=now)

    assert speaker_spans(made.event.id) == {person.code: free}
    assert room_spans(made.event.id) == {closed.key: free}
