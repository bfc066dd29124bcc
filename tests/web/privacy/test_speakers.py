"""Organisers take a speaker out of the programme for good."""

import json

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.draft import services as draft_services
from conference.draft.queries import speaker_of
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.mail.tables import Letter
from conference.programme.tables import Release
from conference.speaking import services as speaking_services
from conference.speaking.tables import Contribution, SpeakerLink
from tests.databases import TEST_SECRET
from tests.factories import draft, events
from tests.factories.accounts import account
from tests.factories.programme import at

NAME, EMAIL = "Xanthippe Quibblezwick", "xanthippe@kumquat.example"
LINK = {"language": "en", "secret_key": TEST_SECRET}


@pytest.fixture
def event(app, now):
    return events.event(slug="stage")


@pytest.fixture
def code(event, now):
    """The code of a speaker of a published session, to whom a link was sent."""
    made = draft_services.add_speaker(
        event.id, name=NAME, biography={"de": f"{NAME} kennt Vögel."}, affiliation={"de": "Kumquat-Hof"}, email=EMAIL
    )
    draft.session(event, {"de": f"Vögel mit {NAME}"}, starts_at=at(8, 9), speakers=(made.code,))
    speaking_services.send_link(event.id, made.code, now=now, **LINK)
    draft.publish(event, now=now)
    return made.code


def page_of(code):
    return f"/stage/organise/speakers/{code}/erase"


def kept():
    """Return all that the tables in question say, as text."""
    rows = [
        *db.session.execute(select(Release.document, Release.changes)),
        *db.session.execute(select(AuditEntry.name, AuditEntry.before, AuditEntry.after, AuditEntry.words)),
        *db.session.execute(select(Letter.recipient, Letter.data)),
    ]
    return json.dumps([list(map(str, row)) for row in rows], ensure_ascii=False)


def test_a_speaker_is_taken_out_of_draft_releases_letters_and_log(client, event, code):
    client.sign_in(events.organiser(event))
    assert page_of(code) in client.get(f"/stage/organise/speakers/{code}").text
    assert NAME in kept()
    assert EMAIL in kept()

    answer = client.fill_in(page_of(code), {"understood": "y"})

    assert (answer.status_code, answer.location) == (303, f"/stage/organise/speakers/{code}")
    assert speaker_of(event.id, code).email is None
    for trace in (NAME, EMAIL, "Kumquat-Hof"):
        assert trace not in kept()
    for table in (SpeakerLink, Contribution):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    for page in ("/stage/speakers", "/stage/programme?view=list", "/stage/releases/1", "/stage/organise/log"):
        shown = client.get(page)
        assert shown.status_code == 200
        assert NAME not in shown.text
    assert "Data of the person" in client.get("/stage/organise/log?kind=speaker").text


def test_nothing_goes_without_the_tick(client, event, code):
    client.sign_in(events.organiser(event))

    answer = client.fill_in(page_of(code), {})

    assert answer.status_code == 422
    assert "Please tick this" in answer.text
    assert speaker_of(event.id, code).name == NAME


@pytest.mark.parametrize(("role", "status"), [(RoleName.OBSERVER, 403), (RoleName.HOST, 403), (None, 403)])
def test_only_who_may_change_the_event_may_do_it(client, event, code, role, status):
    client.sign_in(events.organiser(event, name=role) if role else account())

    answer = client.submit(page_of(code), {"understood": "y"})

    assert answer.status_code == status
    assert speaker_of(event.id, code).name == NAME


def test_another_event_and_an_unknown_code_are_not_found(client, event, code):
    other = events.event(slug="other")
    client.sign_in(events.organiser(other))

    assert client.submit(f"/other/organise/speakers/{code}/erase", {"understood": "y"}).status_code == 404
    assert client.get("/other/organise/speakers/NOBODY/erase").status_code == 404
    assert speaker_of(event.id, code).name == NAME
