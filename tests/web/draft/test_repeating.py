"""Repeating a session: the days are shown with their clashes, and those ticked are added."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.draft.tables import Session
from tests.factories import draft as make
from tests.factories import events

WEEKLY = {"weekdays": "1", "every_weeks": "1", "until": "2027-06-16"}


@pytest.fixture
def event(app, client):
    event = events.event("demo", first_day=date(2027, 6, 1), last_day=date(2027, 6, 30))
    client.sign_in(events.organiser(event))
    return event


@pytest.fixture
def meeting(event):
    hase = make.room(event)
    return make.session(
        event,
        "Weekly meeting",
        starts_at=datetime(2027, 6, 1, 10, 0, tzinfo=UTC),
        room=hase.key,
        format="meeting",
        seats=20,
    )


def sessions_of(event):
    db.session.expire_all()
    return list(db.session.scalars(select(Session).where(Session.event_id == event.id).order_by(Session.starts_at)))


def test_the_days_are_shown_before_anything_is_added(client, event, meeting):
    shown = client.submit(f"/demo/organise/sessions/{meeting.code}/repeat?lang=en", WEEKLY)

    assert shown.status_code == 200
    assert 'value="2027-06-08"' in shown.text
    assert 'value="2027-06-15"' in shown.text
    assert "2027-06-22" not in shown.text
    assert len(sessions_of(event)) == 1


def test_ticked_days_become_sessions_that_say_the_same(client, event, meeting):
    answer = client.submit(
        f"/demo/organise/sessions/{meeting.code}/repeat", {**WEEKLY, "days": ["2027-06-15"], "add": "1"}
    )

    assert answer.status_code == 303
    first, second = sessions_of(event)
    assert second.starts_at == datetime(2027, 6, 15, 10, 0, tzinfo=UTC)
    assert (second.title, second.seats, second.format, second.room_id) == (
        first.title, first.seats, first.format, first.room_id,
    )  # fmt: skip
    assert second.code != first.code
    assert second.uid != first.uid


def test_a_clash_on_one_of_the_days_is_named(client, event, meeting):
    make.session(event, "Already here", starts_at=datetime(2027, 6, 8, 10, 30, tzinfo=UTC), room="hase")

    shown = client.submit(f"/demo/organise/sessions/{meeting.code}/repeat?lang=en", WEEKLY).text

    assert shown.count("Already here") == 1


def test_without_a_day_nothing_is_added_and_the_page_says_so(client, event, meeting):
    refused = client.submit(f"/demo/organise/sessions/{meeting.code}/repeat?lang=en", {**WEEKLY, "add": "1"})

    assert refused.status_code == 422
    assert "Choose at least one day" in refused.text
    assert len(sessions_of(event)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"weekdays": ""}, {"every_weeks": "0"}, {"until": "soon"}, {"until": "2199-01-01"}, {"weekdays": "9"}],
)
def test_what_cannot_be_is_refused(client, event, meeting, wrong):
    refused = client.submit(f"/demo/organise/sessions/{meeting.code}/repeat", {**WEEKLY, **wrong})

    assert refused.status_code == 422
    assert len(sessions_of(event)) == 1


def test_a_session_without_a_slot_is_sent_to_get_one(client, event):
    session = make.session(event, "Some day")

    assert "no slot yet" in client.get(f"/demo/organise/sessions/{session.code}/repeat?lang=en").text


def test_only_editors_repeat_and_only_sessions_of_their_event(client, app, event, meeting):
    other = events.event("other")
    foreign = make.session(other, "Foreign", starts_at=datetime(2027, 6, 8, 10, 0, tzinfo=UTC))
    assert client.get(f"/demo/organise/sessions/{foreign.code}/repeat").status_code == 404

    client.sign_in(events.organiser(other))
    answer = client.submit(
        f"/demo/organise/sessions/{meeting.code}/repeat", {**WEEKLY, "days": ["2027-06-08"], "add": "1"}
    )

    assert answer.status_code == 403
    assert db.session.scalar(select(func.count()).select_from(Session).where(Session.event_id == event.id)) == 1
