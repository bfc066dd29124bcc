"""Placing sessions in the timetable."""

import pytest
from sqlalchemy import select

from conference.db import act_as, db
from conference.draft import services
from conference.draft.queries import session_of
from conference.draft.queries.timetable import draft_revision, last_change_of, stored_marks
from conference.draft.services import NotInDraft, RoomWithoutStart, SessionFacts, StaleVersion
from conference.draft.services.timetable import Place, place_session
from conference.errors import DomainError
from conference.events.tables import AuditEntry
from tests.factories import draft as make
from tests.factories.programme import at


@pytest.fixture
def made(app):
    return make.drafted("cities")


def place(made, where, **more):
    return place_session(made.event.id, made.session.code, where, **more)


def test_a_session_gets_another_slot_and_tells_which_it_had(made, now):
    second = make.room(made.event, "Neckar")

    session, before = place(made, Place(starts_at=at(9, 14), minutes=45, room=second.key), now=now)

    assert (session.starts_at, session.minutes, session.room_id) == (at(9, 14), 45, second.id)
    assert before == Place(starts_at=at(8, 10), minutes=90, room=made.room.key, theme=made.theme.slug)


def test_putting_it_back_gives_what_was_there(made, now):
    facts = services.facts_of(made.session)
    _session, before = place(made, Place(starts_at=None, minutes=90), now=now)
    assert session_of(made.event.id, made.session.code).starts_at is None

    place(made, before, now=now)

    assert services.facts_of(session_of(made.event.id, made.session.code)) == facts


def test_without_a_slot_its_length_stays(made, now):
    session, _before = place(made, Place(starts_at=None, minutes=30), now=now)

    assert (session.starts_at, session.room_id, session.minutes) == (None, None, 30)


def test_another_main_theme_changes_places_with_the_old_one_or_replaces_it(made, now):
    second, third = make.theme(made.event, "Zweites"), make.theme(made.event, "Drittes")
    where = {"starts_at": at(8, 10), "minutes": 90}
    code = made.session.code
    facts = {**services.facts_of(made.session), "themes": (made.theme.slug, second.slug)}
    services.edit_session(made.event.id, code, SessionFacts(**facts), now=now)

    place(made, Place(**where, theme=second.slug), now=now)
    assert services.facts_of(session_of(made.event.id, code))["themes"] == (second.slug, made.theme.slug)
    place(made, Place(**where, theme=third.slug), now=now)
    assert services.facts_of(session_of(made.event.id, code))["themes"] == (third.slug, made.theme.slug)
    place(made, Place(**where), now=now)
    assert services.facts_of(session_of(made.event.id, code))["themes"] == (third.slug, made.theme.slug)


def test_a_change_that_came_between_is_not_overwritten(made, now):
    version = made.session.version
    place(made, Place(starts_at=at(9, 9), minutes=90), now=now, version=version)

    with pytest.raises(StaleVersion) as refusal:
        place(made, Place(starts_at=at(10, 9), minutes=90), now=now, version=version)

    assert refusal.value.stored["starts_at"] == at(9, 9)
    assert session_of(made.event.id, made.session.code).starts_at == at(9, 9)


def test_what_cannot_be_is_refused_and_nothing_is_stored(made, now):
    foreign = make.drafted("other", title="Fremd")
    wrong = [
        (Place(starts_at=None, minutes=60, room=made.room.key), RoomWithoutStart),
        (Place(starts_at=at(9, 9), minutes=60, room="nowhere"), NotInDraft),
        (Place(starts_at=at(9, 9), minutes=60, theme="nothing"), NotInDraft),
        (Place(starts_at=at(9, 9), minutes=4), DomainError),
        (Place(starts_at=at(9, 9).replace(year=1999), minutes=60), DomainError),
    ]
    for where, refusal in wrong:
        with pytest.raises(refusal):
            place(made, where, now=now)
    with pytest.raises(NotInDraft):
        place_session(made.event.id, foreign.session.code, Place(starts_at=at(9, 9), minutes=60), now=now)

    assert session_of(made.event.id, made.session.code).starts_at == at(8, 10)


def test_the_audit_log_says_who_moved_it(made, now):
    act_as(made.owner.id)
    place(made, Place(starts_at=at(9, 9), minutes=90, room=made.room.key), now=now)

    change = last_change_of(made.event.id, made.session.code)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()

    assert (change.account_id, change.name, change.changed_at) == (made.owner.id, "Olga Organiser", now)
    assert change.fields == ("starts_at",)
    assert entry.before == {"starts_at": at(8, 10).isoformat()}


def test_the_revision_is_another_one_after_each_change_and_the_same_without(made, now):
    seen = {draft_revision(made.event)}
    assert draft_revision(made.event) in seen
    changes = [
        lambda: place(made, Place(starts_at=at(9, 9), minutes=90), now=now),
        lambda: make.room(made.event, "Neckar"),
        lambda: services.move_room(made.event.id, "neckar", step=-1),
        lambda: make.speaker(made.event, "Çağla"),
        lambda: make.session(made.event, "Neu"),
        lambda: make.publish(made.event),
        lambda: services.remove_session(made.event.id, made.session.code),
    ]
    for number, change in enumerate(changes):
        change()
        revision = draft_revision(made.event)
        assert revision not in seen, number
        seen.add(revision)


def test_another_events_changes_leave_the_revision_as_it_is(made, now):
    before = draft_revision(made.event)
    make.drafted("other", title="Fremd")

    assert draft_revision(made.event) == before


def test_marks_tell_version_and_length_of_unscheduled_sessions_too(made):
    waiting = make.session(made.event, "Wartet", minutes=25)

    marks = stored_marks(made.event.id)

    assert marks[waiting.code].minutes == 25
    assert marks[made.session.code].version == made.session.version
