"""Publishing a draft."""

from datetime import timedelta

import pytest

from conference.draft import services
from conference.draft.queries import draft_document, draft_state
from conference.programme.document import ChangeKind, SessionState
from conference.programme.queries import newest_release_of
from tests.factories import draft as make
from tests.factories import events
from tests.factories.programme import at


@pytest.fixture
def made(app):
    return make.drafted("cities")


def test_the_first_release_holds_the_whole_draft(made, now):
    release = services.publish_release(made.event.id, author_id=made.owner.id, note="Here we go", now=now)

    programme = newest_release_of(made.event.id).programme
    session = programme.sessions[made.session.code]
    assert release.number == 1
    assert session.uid == made.session.uid
    assert session.slot.starts_at == at(8, 10)
    assert programme.room_of(session).join_url == "https://meet.example/hase"
    assert [theme.slug for theme in programme.themes_of(session)] == ["klima"]
    assert [speaker.name for speaker in programme.speakers_of(session)] == ["Gülşen Akın"]
    towns = programme.municipalities_of(programme.partnerships_of(session)[0])
    assert [town.name for town in towns] == ["Osnabrück", "Çanakkale"]


def test_a_draft_that_says_the_same_is_not_published_again(made, now):
    make.publish(made.event)

    with pytest.raises(services.NothingChanged) as refusal:
        make.publish(made.event, now=now + timedelta(hours=1))

    assert refusal.value.number == 1


def test_a_join_link_alone_is_worth_a_release_though_no_reader_is_told(made, now):
    make.publish(made.event)
    services.edit_room(made.event.id, made.room.key, name={"de": "Hase", "tr": "Hase", "en": "Hase"},
                       join_url="https://meet.example/other")  # fmt: skip

    state = draft_state(made.event, now=now)
    release = make.publish(made.event)

    assert state.pending.changes == ()
    assert [(part.part, part.changed) for part in state.pending.parts] == [("rooms", (made.room.key,))]
    assert release.number == 2


def test_a_new_title_of_the_event_is_worth_a_release(made, now):
    make.publish(made.event)
    facts = services.publish.EventFacts(
        title={"de": "Anders"}, first_day=made.event.first_day, last_day=made.event.last_day, zone="Europe/Berlin",
        second_zone="Europe/Istanbul", languages=["de", "tr", "en"],
    )  # fmt: skip
    services.edit_settings(made.event.id, facts, slug="cities")

    assert "title" in draft_state(made.event, now=now).pending.event_fields
    assert make.publish(made.event).number == 2


def test_a_session_removed_after_publishing_stays_as_cancelled_and_only_once(made, now):
    make.publish(made.event)
    services.remove_session(made.event.id, made.session.code)

    state = draft_state(made.event, now=now)
    make.publish(made.event, now=now + timedelta(hours=1))

    assert [change.kind for change in state.pending.changes] == [ChangeKind.CANCELLED]
    kept = newest_release_of(made.event.id).programme.by_uid[made.session.uid]
    assert kept.state is SessionState.CANCELLED
    assert not draft_state(made.event, now=now).pending.differs


def test_the_slug_is_fixed_once_visitors_know_it(made):
    event = made.event
    facts = services.publish.EventFacts(
        title=event.title, first_day=event.first_day, last_day=event.last_day, zone=event.zone,
        languages=event.languages,
    )  # fmt: skip

    services.edit_settings(event.id, facts, slug="towns")
    make.publish(event)

    with pytest.raises(services.SlugFixed):
        services.edit_settings(event.id, facts, slug="villages")


def test_an_event_without_anything_can_be_published(app):
    assert make.publish(events.event()).number == 1


def test_a_draft_is_read_in_as_many_queries_however_long_it_is(made, queries):
    def count() -> int:
        queries.clear()
        draft_document(made.event)
        return len(queries)

    few = count()
    for number in range(20):
        make.session(made.event, f"Nummer {number}", themes=[made.theme.slug], speakers=[made.speaker.code])

    assert count() == few == 11


def test_texts_in_a_language_the_event_gave_up_are_not_published(made):
    event = made.event
    facts = services.publish.EventFacts(
        title=event.title, first_day=event.first_day, last_day=event.last_day, zone=event.zone, languages=["de", "en"]
    )
    services.edit_settings(event.id, facts, slug=event.slug)

    document = draft_document(event)

    assert set(document.sessions[0].title) == {"de", "en"}
    assert made.session.title["tr"] == "Stadtgrün"


def test_a_release_that_is_there_already_is_not_published_once_more(made, now):
    make.publish(made.event)
    services.cancel_session(made.event.id, made.session.code, now=now)

    with pytest.raises(services.PublishedMeanwhile) as refusal:
        services.publish_release(made.event.id, author_id=None, note="", now=now, number=1)

    assert (refusal.value.number, refusal.value.author_id) == (1, None)
    assert services.publish_release(made.event.id, author_id=None, note="", now=now, number=2).number == 2


def test_what_is_new_changed_gone_or_in_another_order_is_named_part_by_part(made, now):
    second = make.theme(made.event, "Wasser")
    make.publish(made.event)
    services.move_theme(made.event.id, second.slug, step=-1)
    speaker = make.speaker(made.event, "Deniz Özgür")
    services.edit_speaker(made.event.id, made.speaker.code, name="Gülşen Akın Yılmaz")
    room = make.room(made.event, "Neckar")

    parts = {part.part: part for part in draft_state(made.event, now=now).pending.parts}

    assert parts.keys() == {"themes", "speakers", "rooms"}
    assert (parts["themes"].added, parts["themes"].changed, parts["themes"].removed) == ((), (), ())
    assert (parts["speakers"].added, parts["speakers"].changed) == ((speaker.code,), (made.speaker.code,))
    assert parts["rooms"].added == (room.key,)
    make.publish(made.event, now=now + timedelta(hours=1))
    services.remove_room(made.event.id, room.key)
    assert draft_state(made.event, now=now).pending.parts[0].removed == (room.key,)
