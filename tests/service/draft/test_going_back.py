"""Making an earlier release the newest again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.db import db
from conference.draft.queries import draft_document, draft_state
from conference.draft.rules.going_back import fingerprint
from conference.draft.services import DraftChangedMeanwhile, NothingChanged, PublishedMeanwhile, go_back_to
from conference.draft.tables import Session, Speaker
from conference.events.services import EventFacts, edit_event
from conference.programme.document import ChangeKind, changes_between
from conference.programme.queries import newest_release_of, release_news, released_document
from tests.factories import draft as make
from tests.factories.programme import NOW, at

pytestmark = pytest.mark.usefixtures("app")
services = make.services


@pytest.fixture
def made(app):
    return make.drafted("cities")


def back(made, number, *, now=NOW + timedelta(hours=9), newest=None, seen=None):
    db.session.expire_all()
    return go_back_to(
        made.event.id, number, newest=newest or newest_release_of(made.event.id).number,
        seen=seen or fingerprint(draft_document(made.event)), author_id=None, note={"de": "Wie zuvor"}, now=now,
    )  # fmt: skip


def edit(made, session, **facts):
    db.session.expire_all()
    services.edit_session(
        made.event.id, session.code, make.SessionFacts(**{**services.facts_of(session), **facts}), now=NOW
    )


def what_readers_see(document):
    """A document without its history: equal for equal programmes."""
    return (
        document.event, document.themes, document.rooms, document.speakers, document.municipalities,
        document.partnerships,
        sorted((str(s.uid), s.title, s.abstract, s.slot, s.state, s.themes, s.speakers, s.seats, s.join_url, s.passport)
               for s in document.sessions),
    )  # fmt: skip


def test_the_programme_is_as_it_was_and_the_draft_says_the_same(made):
    event = made.event.id
    lost = make.session(
        made.event, "Verschwunden", starts_at=at(9, 9), room=made.room.key, speakers=[made.speaker.code]
    )
    make.publish(made.event)
    before = released_document(event, 1)
    edit(made, made.session, title={"de": "Anders"}, seats=7, starts_at=at(12, 9), room=None)
    services.remove_session(event, lost.code)
    services.edit_theme(event, made.theme.slug, title={"de": "Umbenannt"}, colour="#112233")
    services.edit_room(event, made.room.key, name={"de": "Anderer Raum"})
    services.edit_speaker(event, made.speaker.code, name="Jemand", email="kept@example.org")
    row = db.session.get(type(made.event), event)
    facts = {
        name: getattr(row, name)
        for name in ("summary", "welcome", "first_day", "last_day", "zone", "second_zone", "languages")
    }
    edit_event(event, EventFacts(title={"de": "Anderer Titel"}, **facts))
    make.publish(made.event)
    assert newest_release_of(event).number == 2

    release = back(made, 1)

    assert (release.number, release.notes) == (3, {"de": "Wie zuvor"})
    newest = newest_release_of(event).programme.document
    assert what_readers_see(newest) == what_readers_see(before)
    state = draft_state(db.session.get(type(made.event), event), now=NOW)
    assert not state.pending.differs
    assert db.session.scalar(select(Speaker.email).where(Speaker.code == made.speaker.code)) == "kept@example.org"
    assert release_news(event, 1).number == 1, "no release is removed"
    assert what_readers_see(released_document(event, 1)) == what_readers_see(before)


def test_sequence_numbers_go_on_rising(made):
    make.publish(made.event)
    edit(made, made.session, starts_at=at(12, 9))
    make.publish(made.event)
    back(made, 1)

    first, second, third = (
        next(s for s in released_document(made.event.id, n).sessions if s.code == made.session.code) for n in (1, 2, 3)
    )
    assert third.slot == first.slot
    assert [one.stamp.sequence for one in (first, second, third)] == [0, 1, 2]
    assert third.stamp.created_at == first.stamp.created_at
    assert third.stamp.changed_at > second.stamp.changed_at


def test_a_session_published_since_is_cancelled_so_that_calendars_are_told(made):
    make.publish(made.event)
    since = make.session(made.event, "Später dazu", starts_at=at(11, 9))
    make.publish(made.event)
    back(made, 1)

    newest = newest_release_of(made.event.id).programme
    assert newest.sessions[since.code].state == "cancelled"
    assert [(change.kind, change.code) for change in release_news(made.event.id, 3).changes] == [
        (ChangeKind.CANCELLED, since.code)
    ]
    assert db.session.scalar(select(Session.state).where(Session.code == since.code)) == "cancelled"


def test_a_session_never_published_stays_in_the_draft_without_a_time_and_is_shown_to_nobody(made):
    make.publish(made.event)
    edit(made, made.session, title={"de": "Anders"})
    make.publish(made.event)
    theme = make.theme(made.event, "Neues Thema")
    mine = make.session(made.event, "Nur im Entwurf", starts_at=at(11, 9), themes=[theme.slug])
    back(made, 1)

    newest = newest_release_of(made.event.id).programme
    assert mine.code not in newest.sessions
    assert theme.slug not in newest.themes
    db.session.expire_all()
    kept = db.session.scalar(select(Session).where(Session.code == mine.code))
    assert (kept.starts_at, kept.title["de"]) == (None, "Nur im Entwurf")
    assert [change.kind for change in draft_state(made.event, now=NOW).pending.changes] == [ChangeKind.ADDED]


def test_a_session_that_was_removed_comes_back_under_its_uid_and_is_revived(made):
    make.publish(made.event)
    code, uid = made.session.code, made.session.uid
    services.remove_session(made.event.id, code)
    make.publish(made.event)
    back(made, 1)

    (change,) = release_news(made.event.id, 3).changes
    assert (change.kind, change.uid) == (ChangeKind.REVIVED, uid)
    assert db.session.scalar(select(Session.uid).where(Session.code == code)) == uid


def test_going_back_twice_leads_forth_again(made):
    make.publish(made.event)
    edit(made, made.session, title={"de": "Anders"}, starts_at=at(12, 9))
    make.publish(made.event)
    back(made, 1)
    back(made, 2, now=NOW + timedelta(hours=10))

    assert not changes_between(released_document(made.event.id, 2), released_document(made.event.id, 4))


def test_what_came_between_is_refused_and_changes_nothing(made):
    make.publish(made.event)
    edit(made, made.session, title={"de": "Anders"})
    make.publish(made.event)
    seen = fingerprint(draft_document(made.event))
    edit(made, made.session, title={"de": "Noch anders"})

    with pytest.raises(DraftChangedMeanwhile):
        back(made, 1, seen=seen)
    with pytest.raises(PublishedMeanwhile):
        back(made, 1, newest=1)
    assert newest_release_of(made.event.id).number == 2
    db.session.expire_all()
    assert db.session.scalar(select(Session.title)) == {"de": "Noch anders"}


def test_a_release_that_says_the_same_as_the_newest_is_not_published_again(made):
    make.publish(made.event)
    edit(made, made.session, title={"de": "Anders"})
    make.publish(made.event)
    back(made, 1)

    with pytest.raises(NothingChanged):
        back(made, 1, now=NOW + timedelta(hours=10))
    assert newest_release_of(made.event.id).number == 3
