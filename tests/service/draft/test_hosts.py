"""Who hosts a session, and what hosts may add."""

import pytest

from conference.draft import services as draft_services
from conference.draft.queries.hosts import host_note_of, hosted_sessions, hosts_of
from conference.draft.services.hosts import NotAnOrganiser, NotTheirSession, add_remains, set_hosts
from conference.events.rules import RoleName
from conference.events.services import StaleVersion, set_role
from tests.factories import accounts, draft, events
from tests.factories.programme import at


@pytest.fixture
def event(app):
    return events.event("cities")


@pytest.fixture
def host(event):
    return events.organiser(event, name=RoleName.HOST)


@pytest.fixture
def session(event):
    return draft.session(event, starts_at=at(8, 10), room=draft.room(event).key)


def remains(event, session, host, *, version, now, text="Danke"):
    return add_remains(
        event.id, session.code, host_id=host.id, remains={"de": text}, recording_url="https://v.example/1",
        version=version, now=now,
    )  # fmt: skip


def test_hosts_see_their_sessions_in_order_of_time_with_the_way_in_and_notes(event, host, session):
    later = draft.session(event, "Später", starts_at=at(9, 10), join_url="https://meet.example/own")
    draft.session(event, "Fremd", starts_at=at(8, 8))
    set_hosts(event.id, later.code, [host.id], note="")
    set_hosts(event.id, session.code, [host.id], note="Ton prüfen")

    hosted = hosted_sessions(event.id, host.id)

    assert [one.session.code for one in hosted] == [session.code, later.code]
    assert [one.join_url for one in hosted] == ["https://meet.example/hase", "https://meet.example/own"]
    assert [one.note for one in hosted] == ["Ton prüfen", ""]


def test_setting_hosts_replaces_those_before(event, host, session):
    other = events.organiser(event, name=RoleName.EDITOR)
    set_hosts(event.id, session.code, [host.id], note="x")
    set_hosts(event.id, session.code, [other.id], note="")

    assert hosts_of(session.id) == [other.id]
    assert host_note_of(session.id) == ""


def test_only_organisers_host(event, session):
    with pytest.raises(NotAnOrganiser):
        set_hosts(event.id, session.code, [accounts.account().id], note="")


def test_who_lost_their_role_hosts_no_more(event, host, session, now):
    events.organiser(event)
    set_hosts(event.id, session.code, [host.id], note="")
    set_role(event.id, host.id, name=None)

    assert hosts_of(session.id) == []
    with pytest.raises(NotTheirSession):
        remains(event, session, host, version=session.version, now=now)


def test_a_host_adds_what_remains_and_changes_nothing_else(event, host, session, now):
    before = draft_services.facts_of(session)
    set_hosts(event.id, session.code, [host.id], note="")

    remains(event, session, host, version=session.version, now=now)

    after = draft_services.facts_of(session)
    assert after == {**before, "remains": {"de": "Danke"}, "recording_url": "https://v.example/1"}


def test_a_host_adds_nothing_to_others_sessions(event, host, session, now):
    with pytest.raises(NotTheirSession):
        remains(event, session, host, version=session.version, now=now)


def test_a_host_does_not_overwrite_what_came_between(event, host, session, now):
    set_hosts(event.id, session.code, [host.id], note="")
    opened = session.version
    draft_services.cancel_session(event.id, session.code, now=now)

    with pytest.raises(StaleVersion):
        remains(event, session, host, version=opened, now=now)


def test_a_session_with_hosts_can_be_removed(event, host, session):
    set_hosts(event.id, session.code, [host.id], note="x")

    draft_services.remove_session(event.id, session.code)

    assert hosted_sessions(event.id, host.id) == []
