"""Finding a slot for a session: what each would do is said, and one click takes it."""

import re
from datetime import date

import pytest

from conference.db import db
from conference.draft.queries import session_of
from conference.programme.queries import newest_release
from tests.factories import agenda as booked
from tests.factories import draft as make
from tests.factories import events
from tests.factories.programme import at


@pytest.fixture
def event(app, client):
    event = events.event("demo", first_day=date(2027, 6, 8), last_day=date(2027, 6, 9))
    client.sign_in(events.organiser(event))
    return event


def test_slots_are_offered_with_what_they_would_do_and_one_click_takes_one(client, event):
    hase, speaker = make.room(event), make.speaker(event)
    facts = {"speakers": [speaker.code], "room": hase.key}
    one = make.session(event, "One", starts_at=at(8, 10), **facts)
    make.session(event, "Two", starts_at=at(8, 11, 30), **{**facts, "room": make.room(event, "Neckar").key})

    shown = client.get(f"/demo/organise/sessions/{one.code}/slots?lang=en&day=2027-06-08&from=11:30&until=14:30").text

    slots = re.findall(r'name="start" value="([\d:]+)"', shown)
    assert slots[-1] in {"11:30", "12:00"}, "where the speaker is elsewhere comes last"
    assert "Gülşen Akın" in shown
    form = re.search(rf'action="/demo/organise/timetable/{one.code}">(.*?)</form>', shown)[1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    del fields["csrf_token"]
    taken = client.submit(f"/demo/organise/timetable/{one.code}", fields)
    assert taken.status_code in {302, 303}
    db.session.expire_all()
    assert session_of(event.id, one.code).starts_at != at(8, 10)


def test_an_unscheduled_session_is_offered_slots(client, event):
    make.room(event)
    one = make.session(event, "One")

    shown = client.get(f"/demo/organise/sessions/{one.code}/slots?lang=en")

    assert "Put it here" in shown.text


@pytest.mark.parametrize(
    "query", ["day=never&from=x&until=y&minutes=z", "minutes=-5", "minutes=99999", "day=9999-12-31"]
)
def test_whatever_is_asked_for_gives_a_page(client, event, query):
    make.room(event)
    one = make.session(event, "One", starts_at=at(8, 10))

    assert client.get(f"/demo/organise/sessions/{one.code}/slots?{query}").status_code == 200


def test_only_editors_ask_and_only_for_their_event(client, event):
    other = events.event("other")
    foreign = make.session(other, "Foreign")
    assert client.get(f"/demo/organise/sessions/{foreign.code}/slots").status_code == 404

    client.sign_in(events.organiser(other))
    one = make.session(event, "One")
    assert client.get(f"/demo/organise/sessions/{one.code}/slots").status_code == 403


def test_how_many_agendas_hold_it_is_said(client, event):
    make.room(event)
    one = make.session(event, "One", starts_at=at(8, 10))
    make.publish(event)
    published = newest_release(event.slug).programme.sessions[one.code]
    for _ in range(3):
        booked.book(booked.registration(event.id), published)

    assert "3 agendas hold it" in client.get(f"/demo/organise/sessions/{one.code}/slots?lang=en").text
