"""What the audit log keeps of a change, and how it is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.db import act_as, db
from conference.draft import services as draft_services
from conference.events.queries import LogFilter, count_entries, log_entries, names_in_log
from conference.events.rules import RoleName
from conference.events.services import set_role
from conference.events.tables import AuditEntry
from tests.factories import accounts, draft, events
from tests.factories.programme import at


@pytest.fixture
def event(app):
    return events.event("cities")


def newest() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_a_moved_session_tells_from_when_to_when_and_who_moved_it(event, now):
    editor = accounts.account(name="Edith Editor")
    session = draft.session(event, "Stadtgrün", starts_at=at(8, 10))
    act_as(editor.id)

    draft_services.schedule_session(event.id, session.code, starts_at=at(9, 11), now=now)

    entry = newest()
    assert (entry.kind, entry.key, entry.name, entry.action) == ("session", session.code, "Stadtgrün", "changed")
    assert entry.before == {"starts_at": at(8, 10).isoformat()}
    assert entry.after == {"starts_at": at(9, 11).isoformat()}
    assert entry.account_id == editor.id
    assert entry.changed_at == now


def test_nothing_is_noted_where_nothing_differs(event):
    speaker = draft.speaker(event)
    before = count_entries(event.id, LogFilter())

    draft_services.edit_speaker(
        event.id, speaker.code, name=speaker.name, affiliation=speaker.affiliation, biography=speaker.biography
    )

    assert count_entries(event.id, LogFilter()) == before


def test_a_change_that_is_refused_leaves_no_trace(event):
    room = draft.room(event)
    draft.session(event, starts_at=at(8, 10), room=room.key)
    before = count_entries(event.id, LogFilter())

    with pytest.raises(draft_services.StillInUse):
        draft_services.remove_room(event.id, room.key)

    assert count_entries(event.id, LogFilter()) == before


def test_a_role_is_noted_under_the_address_of_who_got_it(event):
    person = accounts.account("ada@example.org", name="Ada Example")

    set_role(event.id, person.id, name=RoleName.EDITOR)
    set_role(event.id, person.id, name=RoleName.OBSERVER)
    entry = newest()

    assert (entry.kind, entry.key, entry.name) == ("role", "ada@example.org", "Ada Example")
    assert (entry.before, entry.after) == ({"role": "editor"}, {"role": "observer"})


def test_the_log_finds_by_kind_action_time_person_and_words(event, set_clock, now):
    editor = accounts.account()
    draft.theme(event, "Klima")
    set_clock(timedelta(hours=2))
    act_as(editor.id)
    room = draft.room(event, "Işık")
    draft_services.remove_room(event.id, room.key)

    def found(**wanted):
        return [(entry.kind, entry.action) for entry, _who in log_entries(event.id, LogFilter(**wanted))]

    assert found() == [("room", "removed"), ("room", "added"), ("theme", "added")]
    assert found(kind="theme") == [("theme", "added")]
    assert found(action="removed") == [("room", "removed")]
    assert found(account_id=editor.id) == [("room", "removed"), ("room", "added")]
    assert found(account_id=0) == [("theme", "added")]
    assert found(since=now + timedelta(hours=1), kind="theme") == []
    assert found(until=now + timedelta(hours=1)) == [("theme", "added")]
    assert found(text="isik", action="added") == [("room", "added")]
    assert found(text="100%") == []
    assert [who.id for _entry, who in log_entries(event.id, LogFilter(kind="room"))] == [editor.id, editor.id]


def test_another_events_changes_are_not_found(event):
    draft.theme(events.event("other"), "Klima")

    assert log_entries(event.id, LogFilter(kind="theme")) == []


def test_what_was_removed_is_still_known_by_its_last_name(event):
    speaker = draft.speaker(event, "Gülşen Akın")
    draft_services.edit_speaker(event.id, speaker.code, name="Gülşen Akın-Meyer")
    draft_services.remove_speaker(event.id, speaker.code)

    known = names_in_log(event.id, {("speaker", speaker.code), ("speaker", "NOBODY")})

    assert known == {("speaker", speaker.code): "Gülşen Akın-Meyer"}
