"""The organiser's page of figures."""

import pytest

from conference.programme.queries import newest_release
from tests.factories import agenda as booked
from tests.factories import draft as make
from tests.factories import events
from tests.factories.programme import at


@pytest.fixture
def event(app, client):
    event = events.event("demo")
    client.sign_in(events.organiser(event))
    return event


def test_a_new_event_says_that_there_is_nothing_yet(client, event):
    shown = client.get("/demo/organise/figures?lang=en")

    assert shown.status_code == 200
    assert "Nobody has registered yet" in shown.text
    assert "Registration opens with the first release" in shown.text


def test_registrations_seats_themes_and_cities_are_drawn_and_told(client, event):
    theme = make.theme(event)
    code = make.session(event, "Full", starts_at=at(8, 10), seats=2, themes=[theme.slug]).code
    make.publish(event)
    session = newest_release("demo").programme.sessions[code]
    for _ in range(3):
        booked.book(booked.registration(event.id), session)

    shown = client.get("/demo/organise/figures?lang=en").text

    assert 'class="columns wide"' in shown
    assert 'role="img"' in shown
    assert '<th scope="row">Osnabrück</th>' in shown
    assert shown.count('<rect class="part" width="100.0"') >= 3
    assert "Municipal administration or council" in shown


def test_many_people_cost_no_more_queries(client, event, queries):
    code = make.session(event, "Talk", starts_at=at(8, 10)).code
    make.publish(event)
    session = newest_release("demo").programme.sessions[code]
    client.get("/demo/organise/figures")
    counts = []
    for _ in range(2):
        booked.book(booked.registration(event.id), session)
        queries.clear()
        client.get("/demo/organise/figures")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_only_organisers_of_the_event_see_them(client, app, event):
    client.sign_in(events.organiser(events.event("other")))
    assert client.get("/demo/organise/figures").status_code == 403
    client.sign_out()
    assert client.get("/demo/organise/figures").status_code == 302
