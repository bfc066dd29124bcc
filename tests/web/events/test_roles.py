"""What each role may open: every address of the organiser's side, asked by every role."""

import pytest
from flask import Flask

from conference.accounts.tables import Account
from conference.db import db
from conference.events.rules import RoleName
from tests.factories import accounts, draft, events

READING = frozenset({"GET", "HEAD", "OPTIONS"})

OWNER_ALONE = frozenset({"manage_roles"})
OBSERVER = frozenset({"enter", "see_draft", "see_proposals"})
HOST = frozenset({"enter", "host"})

UNASKED = ("events.leave_event", "POST")
"""It would take away the very role that the next address asks for; tests/web/events/test_people.py asks it."""

WRITTEN_BY_ALL = frozenset({"events.leave_event"})
WRITTEN_BY_HOSTS = WRITTEN_BY_ALL | {"draft.edit_hosted", "live.mark_question", "agenda.list_expected"}


@pytest.fixture
def made(app):
    return draft.drafted("cities")


def who(made, role: RoleName | None) -> Account:
    """Return somebody with a role in the event, who may also create events, as copying one needs."""
    person = events.organiser(made.event, name=role) if role else accounts.account()
    person.may_create_events = True
    db.session.commit()
    return person


def rules(app: Flask):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/<event>/organise")]


def action_of(app: Flask, rule) -> str:
    return app.view_functions[rule.endpoint].guard.partition(":")[2]


def address_of(app: Flask, rule, method: str) -> str:
    values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, {**values, "event": "cities"}, method=method)


def refused(app: Flask, client) -> set[tuple[str, str]]:
    """Ask every address in every way it can be asked; return which of them are shut."""
    return {
        (rule.endpoint, method)
        for rule in rules(app)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (rule.endpoint, method) != UNASKED
        and client.open(
            address_of(app, rule, method), method=method,
            data={"csrf_token": client.csrf_token()} if method == "POST" else None,
        ).status_code == 403
    }  # fmt: skip


def asked(app: Flask, *, where) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in rules(app)
        if where(action_of(app, rule))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (rule.endpoint, method) != UNASKED
    }


@pytest.mark.parametrize(
    ("role", "is_shut"),
    [
        (RoleName.EDITOR, lambda action: action in OWNER_ALONE),
        (RoleName.OBSERVER, lambda action: action not in OBSERVER),
        (RoleName.HOST, lambda action: action not in HOST),
        (None, lambda _action: True),
    ],
)
def test_a_role_opens_what_is_its_own_and_nothing_else(app, client, made, role, is_shut):
    client.sign_in(who(made, role))

    shut = refused(app, client)

    assert shut == asked(app, where=is_shut)


def test_an_owner_opens_everything(app, client, made):
    client.sign_in(who(made, RoleName.OWNER))

    reading = {(rule.endpoint, "GET") for rule in rules(app) if "GET" in (rule.methods or set())}
    shut = {
        (rule.endpoint, "GET")
        for rule in rules(app)
        if "GET" in (rule.methods or set()) and client.get(address_of(app, rule, "GET")).status_code == 403
    }

    assert reading
    assert shut == set()


def test_observers_change_nothing_and_hosts_only_what_remains_of_their_sessions(app):
    writing = {(rule.endpoint, action_of(app, rule)) for rule in rules(app) if (rule.methods or set()) - READING}

    assert {endpoint for endpoint, action in writing if action in OBSERVER} == WRITTEN_BY_ALL
    assert {endpoint for endpoint, action in writing if action in HOST} == WRITTEN_BY_HOSTS


@pytest.mark.parametrize(
    ("role", "leads_to", "not_to"),
    [
        (RoleName.OWNER, ("people", "log", "sessions", "publish"), ()),
        (RoleName.EDITOR, ("log", "sessions", "publish"), ("people",)),
        (RoleName.OBSERVER, ("sessions",), ("people", "log")),
        (RoleName.HOST, ("hosting",), ("people", "log", "sessions", "speakers", "publish", "themes")),
    ],
)
def test_the_navigation_leads_only_where_one_may_go(client, made, role, leads_to, not_to):
    client.sign_in(events.organiser(made.event, name=role))

    page = client.get("/cities/organise/", follow_redirects=True).text

    assert [way for way in leads_to if f'href="/cities/organise/{way}"' not in page] == []
    assert [way for way in not_to if f'href="/cities/organise/{way}"' in page] == []
