from datetime import timedelta

import pytest

from conference.draft import services
from conference.draft.queries import draft_document, session_of
from tests.factories import draft as make


@pytest.fixture
def made(app):
    return make.drafted()


def test_a_removed_session_comes_back_as_it_was_under_the_same_code_and_uid(made, now):
    before = draft_document(made.event)
    created_at = made.session.created_at

    removed = services.remove_session(made.event.id, made.session.code)
    services.bring_back(made.event.id, removed, now=now + timedelta(minutes=5))

    assert draft_document(made.event) == before
    assert session_of(made.event.id, before.sessions[0].code).created_at == created_at


def test_a_session_that_was_published_and_comes_back_is_no_change(made, now):
    make.publish(made.event)
    removed = services.remove_session(made.event.id, made.session.code)
    services.bring_back(made.event.id, removed, now=now)

    with pytest.raises(services.NothingChanged):
        make.publish(made.event, now=now + timedelta(hours=1))


def test_all_else_comes_back_as_it_was_too(made, now):
    session = services.remove_session(made.event.id, made.session.code)
    before = draft_document(made.event)
    event = made.event.id
    removed = [
        services.remove_partnership(event, made.partnership.slug),
        services.remove_municipality(event, "osnabrueck"),
        services.remove_speaker(event, made.speaker.code),
        services.remove_room(event, made.room.key),
        services.remove_theme(event, made.theme.slug),
    ]
    # A partnership needs its municipality first, and the session all of them.
    with pytest.raises(services.NotInDraft):
        services.bring_back(event, session, now=now)
    with pytest.raises(services.NotInDraft):
        services.bring_back(event, removed[0], now=now)
    for one in removed[1:]:
        services.bring_back(event, one, now=now)

    left = draft_document(made.event)
    assert (left.themes, left.rooms, left.speakers) == (before.themes, before.rooms, before.speakers)
    assert set(left.municipalities) == set(before.municipalities)


def test_what_is_there_does_not_come_back_a_second_time(made, now):
    speaker = make.speaker(made.event, "Deniz Özgür")
    removed = services.remove_speaker(made.event.id, speaker.code)
    session = services.remove_session(made.event.id, made.session.code)
    for one in (removed, session):
        services.bring_back(made.event.id, one, now=now)
        with pytest.raises(services.IsThere):
            services.bring_back(made.event.id, one, now=now)

    document = draft_document(made.event)
    assert len(document.speakers) == 2
    assert len(document.sessions) == 1
