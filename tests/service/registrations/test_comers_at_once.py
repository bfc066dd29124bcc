"""Many who register at the same moment, in several processes, on a real database."""

from collections import Counter

from sqlalchemy import select

from conference.db import db
from conference.registrations.queries import groups_of, own_registration
from conference.registrations.rules import State
from conference.registrations.services import GroupFacts, SettingsFacts, edit_group, edit_settings
from conference.registrations.tables import Registration
from tests.factories import accounts
from tests.factories.programme import NOW, published_event
from tests.service.registrations.comers import act_at_once

CAP, PRESS = 9, 3


def in_state(state):
    return db.session.scalars(
        select(Registration).where(Registration.state == state).order_by(Registration.queued_as)
    ).all()


def test_thirty_who_come_at_once_get_the_seats_there_are_and_those_who_go_make_room_in_order(app, db_url, tmp_path):
    event = published_event()
    edit_settings(event.id, SettingsFacts(cap=CAP), now=NOW)
    edit_group(event.id, "press", GroupFacts(name={"de": "Presse"}, seats=PRESS), now=NOW)
    press = next(group.id for group in groups_of(event.id) if group.key == "press")
    everyone = [accounts.account().id for _ in range(30)]
    steps = [("come", who, "press" if place % 2 else "youth") for place, who in enumerate(everyone)]
    db.session.remove()

    answers = act_at_once(db_url, tmp_path, event.id, steps)

    assert Counter(answers) == {"confirmed": CAP, "waiting": 21}
    inside, queue = in_state(State.CONFIRMED), in_state(State.WAITING)
    assert sum(one.group_id == press for one in inside) <= PRESS
    assert len({one.queued_as for one in queue}) == len(queue)
    assert {who: own_registration(event.id, who).state for who in everyone} == dict(zip(everyone, answers, strict=True))

    leaving = [one.id for one in inside if one.group_id != press][:4]
    order = [one.id for one in queue if one.group_id != press]
    db.session.remove()
    answers = act_at_once(db_url, tmp_path, event.id, [("go", number, "") for number in leaving])

    assert set(answers) == {"withdrawn"}
    inside = in_state(State.CONFIRMED)
    assert len(inside) == CAP
    assert sum(one.group_id == press for one in inside) <= PRESS
    moved = [number for number in order if db.session.get(Registration, number).state == State.CONFIRMED]
    assert moved == order[: len(moved)], "somebody was overtaken"
