"""The page of a host, and naming hosts."""

import pytest

from conference.draft.queries.hosts import hosts_of
from conference.draft.services import facts_of
from conference.draft.services.hosts import set_hosts
from conference.events.rules import RoleName
from tests.factories import accounts, draft, events
from tests.factories.programme import at

HOSTING = "/cities/organise/hosting"


@pytest.fixture
def session(made):
    return draft.session(made.event, "Wellen", starts_at=at(8, 10), join_url="https://meet.example/wellen")


@pytest.fixture
def host(made, session):
    account = events.organiser(made.event, name=RoleName.HOST)
    set_hosts(made.event.id, session.code, [account.id], note="**Ton** prüfen")
    return account


@pytest.fixture
def hosting(app, host):
    client = app.test_client()
    client.sign_in(host)
    return client


def test_a_host_is_led_to_their_sessions_and_sees_nothing_else_of_the_draft(hosting, made):
    draft.session(made.event, "Geheim", starts_at=at(9, 10))

    answer = hosting.get("/cities/organise/", follow_redirects=True)

    assert answer.request.path == HOSTING
    assert "Wellen" in answer.text
    assert "https://meet.example/wellen" in answer.text
    assert "<strong>Ton</strong>" in answer.text
    assert "Geheim" not in answer.text
    assert "after release" not in answer.text


def test_a_host_writes_what_remains_of_their_own_session_alone(hosting, made, session):
    other = draft.session(made.event, "Geheim", starts_at=at(9, 10))
    data = {"remains-de": "Danke", "recording_url": "https://v.example/1", "version": session.version}

    assert hosting.fill_in(f"{HOSTING}/{session.code}", data).status_code == 303
    assert hosting.submit(f"{HOSTING}/{other.code}", data).status_code == 404

    assert facts_of(session)["remains"] == {"de": "Danke"}
    assert facts_of(session)["recording_url"] == "https://v.example/1"


@pytest.mark.parametrize("wrong", [{"recording_url": "http://v.example"}, {"remains-de": "x" * 20_001}, {"version": 0}])
def test_what_cannot_be_is_asked_back_with_the_input_kept(hosting, session, wrong):
    data = {"remains-tr": "Teşekkürler", "version": session.version, **wrong}

    answer = hosting.fill_in(f"{HOSTING}/{session.code}", data)

    assert answer.status_code == 422
    assert "Teşekkürler" in answer.text
    assert facts_of(session)["remains"] == {}


def test_an_editor_names_hosts_and_writes_notes_for_them(desk, made, session):
    account = events.organiser(made.event, name=RoleName.HOST)
    page = f"/cities/organise/sessions/{session.code}/hosts"

    assert desk.fill_in(page, {"hosts": [account.id], "note": "Hallo"}).status_code == 303
    assert hosts_of(session.id) == [account.id]
    assert desk.fill_in(page, {"hosts": [accounts.account().id]}).status_code == 422
    assert hosts_of(session.id) == [account.id]
    assert desk.fill_in(page, {}).status_code == 303
    assert hosts_of(session.id) == []


def test_an_owner_is_led_to_hosting_once_they_host(desk, made, session):
    assert f'href="{HOSTING}"' not in desk.get("/cities/organise/").text

    set_hosts(made.event.id, session.code, [made.owner.id], note="")

    assert f'href="{HOSTING}"' in desk.get("/cities/organise/").text
    assert "Wellen" in desk.get(HOSTING).text
