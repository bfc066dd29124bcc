"""Every address that changes something is guarded and asks for a token; every organiser's page asks for a role."""

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

OPEN_TO_ALL = frozenset({"/account/check-mail", "/account/forgot/sent"})  # they only say that a letter is under way
READING = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
BY_PASSWORD = "calendar_password"
"""The guard of programs, that read no cookie and prove with each request who asks: what they miss is that, no token."""


def writing_rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - READING)


def guard_of(app: Flask, rule: Rule) -> str:
    return str(getattr(app.view_functions[rule.endpoint], "guard", ""))


def an_address_of(app: Flask, rule: Rule) -> str:
    values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=min((rule.methods or set()) - READING))


def test_every_change_says_who_may_make_it(app):
    unguarded = [rule.rule for rule in writing_rules(app) if not guard_of(app, rule)]

    assert unguarded == []


def test_every_change_without_a_token_is_refused(app, client):
    changes = list(writing_rules(app))

    answers = {
        (method, rule.rule): (guard_of(app, rule), client.open(an_address_of(app, rule), method=method).status_code)
        for rule in changes
        for method in (rule.methods or set()) - READING
    }

    assert len(answers) > 10
    assert {
        change: status
        for change, (guard, status) in answers.items()
        if status != (401 if guard == BY_PASSWORD else 400)
    } == {}


def test_every_page_of_organisers_asks_for_a_role(app):
    pages = [rule for rule in app.url_map.iter_rules() if "/organise" in rule.rule]

    assert pages
    assert [rule.rule for rule in pages if not guard_of(app, rule).startswith("organiser:")] == []


def test_every_page_of_an_account_asks_for_sign_in(app):
    pages = [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/account") and rule.rule not in OPEN_TO_ALL
    ]

    assert pages
    assert [rule.rule for rule in pages if not guard_of(app, rule)] == []
