"""Stopping letters by their link, and in one's account."""

import re

import pytest

from conference.db import db
from conference.notices.rules import stop_token
from tests.databases import TEST_SECRET
from tests.factories.accounts import account


@pytest.fixture
def person(app):
    return account(email="ada@example.org")


@pytest.fixture
def address(person):
    return f"/account/notices/{stop_token(person.id, secret_key=TEST_SECRET)}"


def test_opening_the_link_changes_nothing_and_the_button_stops_the_letters_without_signing_in(client, person, address):
    shown = client.get(address)
    assert shown.status_code == 200
    assert "ada@example.org" in shown.text
    assert person.wants_notices

    answer = client.fill_in(address, {"wanted": "no"})
    assert answer.status_code == 303
    assert not person.wants_notices
    assert "gets no letters" in client.get(address).text

    client.fill_in(address, {"wanted": "yes"})
    assert person.wants_notices


def test_a_link_that_was_tampered_with_works_for_nobody(client, person, address):
    for wrong in (address[:-2], f"/account/notices/{person.id}", stop_token(person.id, secret_key="other")):
        assert client.get(wrong if wrong.startswith("/") else f"/account/notices/{wrong}").status_code == 404
    assert client.get(f"/account/notices/{stop_token(2**40, secret_key=TEST_SECRET)}").status_code == 404
    assert client.submit(f"/account/notices/{person.id}", {"wanted": "no"}).status_code == 404
    assert person.wants_notices


def test_the_address_is_kept_nowhere_and_needs_a_token_of_its_form(client, address):
    shown = client.get(address)
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert client.post(address, data={"wanted": "no"}).status_code == 400


def test_the_account_has_a_tick_for_it(client, person, sign_in):
    sign_in(client, person)
    page = client.get("/account").text
    assert re.search(r'<input[^>]*checked[^>]*name="wants_notices"', page)

    facts = {"name": person.name, "language": "en", "zone": "Europe/Berlin"}
    client.fill_in("/account", facts)
    db.session.expire_all()
    assert not person.wants_notices

    client.fill_in("/account", {**facts, "wants_notices": "y"})
    db.session.expire_all()
    assert person.wants_notices


def test_one_click_of_a_mail_program_stops_them_without_cookie_or_form(app, person, address):
    stranger = app.test_client()

    answer = stranger.post(f"{address}/at-once", data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.data) == (204, b"")
    db.session.expire_all()
    assert not person.wants_notices
    assert stranger.post(f"{address}/at-once", data={"List-Unsubscribe": "One-Click"}).status_code == 204


def test_one_click_is_nothing_less_and_for_nobody_else(client, person, address):
    assert client.post(f"{address}/at-once").status_code == 400
    assert client.post(f"{address[:-2]}/at-once", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    shown = client.get(f"{address}/at-once")
    assert (shown.status_code, shown.headers["Location"]) == (303, address)
    db.session.expire_all()
    assert person.wants_notices
