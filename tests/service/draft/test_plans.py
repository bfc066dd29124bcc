"""Publishing at a set time, once."""

from contextvars import Context
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from conference.db import db
from conference.draft.services import PlanDone, PlanNotFound, TimeHasPassed, change_plan, plan_release, publish_due
from conference.draft.services import withdraw_plan as withdraw
from conference.draft.tables import PlannedRelease
from conference.events.rules import TextTooLong
from conference.programme.queries import release_history
from tests.factories import draft as make
from tests.factories.programme import NOW

pytestmark = pytest.mark.usefixtures("app")
THEN = NOW + timedelta(hours=2)


@pytest.fixture
def event_id(app):
    return make.drafted("cities").event.id


def plan(event_id, due_at=THEN, **more):
    facts = {"notes": {}, "author_id": None, "now": NOW, **more}
    return plan_release(event_id, due_at=due_at, **facts)


def test_several_workers_publish_what_is_due_once(app, event_id):
    plan(event_id)
    db.session.remove()
    start, published = Barrier(4), []

    def work():
        with app.app_context():
            start.wait(30)
            published.append(publish_due(now=THEN))
            db.session.remove()

    workers = [Thread(target=Context().run, args=(work,)) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sorted(published) == [[], [], [], [event_id]]
    assert [one.number for one in release_history(event_id)] == [1]
    assert db.session.scalars(select(PlannedRelease.state)).all() == ["published"]


def test_two_plans_due_at_once_make_one_release_and_one_note_that_nothing_had_changed(event_id):
    plan(event_id)
    plan(event_id, due_at=THEN + timedelta(minutes=1))

    assert publish_due(now=THEN + timedelta(hours=1)) == [event_id]
    assert db.session.execute(
        select(PlannedRelease.state, PlannedRelease.failure, PlannedRelease.number).order_by(PlannedRelease.id)
    ).all() == [("published", None, 1), ("failed", "nothing_changed", 1)]


def test_a_time_behind_a_note_too_long_and_plans_that_are_done_or_elsewhere_are_refused(event_id):
    other = make.drafted("other").event.id
    with pytest.raises(TimeHasPassed):
        plan(event_id, due_at=NOW)
    with pytest.raises(TextTooLong):
        plan(event_id, notes={"de": "x" * 1001})
    made = plan(event_id)
    with pytest.raises(PlanNotFound):
        withdraw(other, made.id, now=NOW)
    withdraw(event_id, made.id, now=NOW)
    with pytest.raises(PlanDone):
        withdraw(event_id, made.id, now=NOW)
    with pytest.raises(PlanDone):
        change_plan(event_id, made.id, due_at=THEN, notes={}, author_id=None, now=NOW)
    assert publish_due(now=THEN) == []


def test_an_idle_look_costs_one_query(event_id, queries):
    plan(event_id)
    queries.clear()
    publish_due(now=NOW)

    assert len(queries) == 1
