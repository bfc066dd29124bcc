"""Loading the example conference, by its service and by its command."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from conference.accounts.queries import account_by_email
from conference.accounts.tables import Account
from conference.agenda.queries import standing
from conference.agenda.tables import Booking
from conference.db import db
from conference.demo.services import ORGANISER, PARTICIPANT, load_example
from conference.draft.tables import Session
from conference.events.queries import EventNotFound, event_by_slug, role_of
from conference.events.rules import RoleName
from conference.programme.queries import newest_release
from conference.registrations.tables import Registration
from tests.factories import accounts

SLUG = "city-partnerships"
SECRET = "only for tests, and long enough to be a key"


def load(first_day: date | None, now: datetime):
    return load_example(first_day=first_day, now=now, secret_key=SECRET)


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Account, Registration, Booking, Session)
    ]


def test_it_can_begin_so_that_now_falls_inside_it_or_after_it(app, now):
    outcome = load(date(2027, 5, 20), now)  # over since a few days: its people acted before it began

    taken = standing(newest_release(SLUG), account_by_email(PARTICIPANT).id)
    assert outcome.first_day == date(2027, 5, 20)
    assert len(taken.states) == 9


def test_accounts_that_are_there_are_used_as_they_are(app, now):
    known = accounts.account(ORGANISER, name="Someone Else")

    load(None, now)

    assert role_of(event_by_slug(SLUG).id, known.id) is RoleName.OWNER
    assert account_by_email(ORGANISER).name == "Someone Else"


def test_a_failure_half_way_leaves_nothing_behind(app, now, monkeypatch):
    before = counts()
    monkeypatch.setattr("conference.demo.services.loading.make_subscription", lambda *_, **__: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        load(None, now)

    assert counts() == before
    with pytest.raises(EventNotFound):
        event_by_slug(SLUG)


def test_the_command_says_what_it_did_and_how_to_sign_in(run_command):
    first = run_command("demo", "load")
    again = run_command("demo", "load", "--json")
    moved = run_command("demo", "load", "--starting", "2027-06-07")

    assert (first.exit_code, again.exit_code, moved.exit_code) == (0, 0, 0)
    assert "2027-06-03 to 2027-06-16, 43 sessions" in first.output
    assert "organiser@example.org or participant@example.org" in first.output
    assert "meridian-example" in first.output
    assert json.loads(again.stdout)["state"] == "there"
    assert json.loads(again.stdout)["event"] == SLUG
    assert "2027-06-07 to 2027-06-20: release 3" in moved.output


@pytest.mark.parametrize("day", ["tomorrow", "2027-02-30", "03.06.2027", ""])
def test_a_day_that_is_none_is_wrong_usage(run_command, day):
    assert run_command("demo", "load", "--starting", day).exit_code == 2


def test_a_year_that_cannot_be_ends_with_one_sentence(run_command):
    result = run_command("demo", "load", "--starting", "9999-12-31")

    assert result.exit_code == 1
    assert "take a day between 2000 and 2198" in result.stderr


def test_production_refuses_the_example(app, run_command, settings):
    app.config["SETTINGS"] = replace(settings, environment="production")

    result = run_command("demo", "load")

    assert result.exit_code == 1
    assert "not for production" in result.stderr
    assert sum(counts()) == 0
