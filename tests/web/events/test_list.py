"""The list of events, and creating one."""

import pytest

from conference.draft.queries import draft_document
from conference.events.queries import EventNotFound, event_by_slug, role_of
from conference.events.rules import RoleName
from tests.factories import draft as make
from tests.factories import events
from tests.factories.accounts import account

RIGHT = {
    "title-de": "Städte am Wasser", "slug": "", "first_day": "2027-06-03", "last_day": "2027-06-16",
    "zone": "Europe/Berlin", "second_zone": "", "languages": ["de", "tr", ""],
}  # fmt: skip


@pytest.fixture
def creator(client, app):
    maker = account(may_create_events=True)
    client.sign_in(maker)
    return maker


def test_a_fresh_installation_says_what_to_do(client):
    shown = client.get("/?lang=en")

    assert shown.status_code == 200
    assert "No event is published yet" in shown.text
    assert "demo load" in shown.text


def test_a_visitor_goes_straight_to_the_only_event_and_never_sees_a_draft(client, app):
    make.publish(events.event("shown"))
    events.event("hidden", title={"de": "Geheimer Entwurf"})

    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/shown/")

    make.publish(events.event("second"))
    listed = client.get("/").text
    assert 'href="/shown/"' in listed
    assert 'href="/second/"' in listed
    assert "Geheimer Entwurf" not in listed


def test_an_organiser_sees_their_drafts_and_nobody_elses(client, app):
    mine = events.event("mine", title={"de": "Meins"})
    events.event("other", title={"de": "Fremdes"})
    client.sign_in(events.organiser(mine))

    listed = client.get("/?lang=en").text

    assert 'href="/mine/organise/"' in listed
    assert "Fremdes" not in listed
    assert "Create an event" not in listed


def test_an_account_that_may_creates_an_event_and_owns_it(client, creator):
    assert "Create an event" in client.get("/?lang=en").text

    answer = client.fill_in("/events/new", RIGHT)

    assert answer.location == "/staedte-am-wasser/organise/"
    event = event_by_slug("staedte-am-wasser")
    assert (event.languages, event.second_zone) == (["de", "tr"], None)
    assert role_of(event.id, creator.id) is RoleName.OWNER
    assert client.get(answer.location).status_code == 200


def test_others_may_not_create_one(client, app):
    assert client.get("/events/new").status_code == 302
    client.sign_in(account())
    assert client.get("/events/new").status_code == 403
    assert client.submit("/events/new", RIGHT).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title-de": ""}, "needed in the main language"),
        ({"title-de": "…"}, "small letters"),
        ({"slug": "sign-in"}, "small letters"),
        ({"slug": "known"}, "Another event has this address"),
        ({"last_day": "2027-06-02"}, "lies before the first"),
        ({"last_day": "2029-06-02"}, "at most 366"),
        ({"last_day": "soon"}, "year-month-day"),
        ({"zone": "Moon/Base"}, "choose a time zone"),
        ({"languages": ["", "", ""]}, "at least one language"),
        ({"summary-de": "x" * 2001}, "too long"),
    ],
)
def test_an_impossible_event_is_refused_with_its_input_kept(client, creator, wrong, message):
    events.event("known")

    answer = client.submit("/events/new?lang=en", {**RIGHT, "summary-tr": "Kalmalı", **wrong})

    assert answer.status_code == 422
    assert message in answer.text
    assert "Kalmalı" in answer.text
    with pytest.raises(EventNotFound):
        event_by_slug("staedte-am-wasser")


def test_an_event_begins_with_what_a_template_holds(client, creator):
    answer = client.fill_in("/events/new", {**RIGHT, "last_day": "", "template": "two-weeks"})

    assert answer.location == "/staedte-am-wasser/organise/"
    event = event_by_slug("staedte-am-wasser")
    assert (event.last_day - event.first_day).days == 13
    document = draft_document(event)
    assert document.themes[0].title["tr"] == "Dijitalleşme"
    assert {session.slot.room for session in document.sessions if session.slot} == {"plenum", "raum-1", "raum-2"}
    assert sum(session.slot is None for session in document.sessions) == 4
    assert "en" not in document.themes[0].title


def test_a_template_that_there_is_not_is_refused(client, creator):
    refused = client.fill_in("/events/new", {**RIGHT, "template": "three-years"})

    assert refused.status_code == 422


def test_without_a_template_the_last_day_is_needed(client, creator):
    assert client.fill_in("/events/new", {**RIGHT, "last_day": ""}).status_code == 422
