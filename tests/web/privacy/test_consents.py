"""Who agreed when, and to which words."""

import json
import re

import pytest
from sqlalchemy import func, select

from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.services import clear_consent_texts, open_account
from conference.accounts.tables import Account, Consent, ConsentText
from conference.db import db
from conference.registrations.queries import own_registration
from conference.registrations.services import withdraw
from tests.factories import accounts, agenda
from tests.factories.accounts import PASSWORD
from tests.factories.programme import published_event

SAID = {"group": "administration", "municipality": "Kilis", "organisation": "", "consent": "y"}
NEW = {
    "name": "Nil Yeni",
    "password": "a long enough word",
    "language": "tr",
    "zone": "Europe/Istanbul",
    "consent": "y",
}


@pytest.fixture
def event(app):
    return published_event()


def rows():
    return list(db.session.scalars(select(Consent).order_by(Consent.id)))


def words_of(consent):
    return db.session.get(ConsentText, consent.text_digest)


def test_opening_an_account_keeps_the_words_that_were_shown(client, app, now):
    client.set_cookie("language", "de")
    client.fill_in("/sign-up", {**NEW, "email": "nil@example.org"})

    (kept,) = rows()
    text = words_of(kept)
    assert (kept.version, kept.given_at, kept.registration_id, text.language) == (PRIVACY_NOTICE, now, None, "de")
    lines = text.text.split("\n")
    assert lines[0].startswith("Ich habe die Datenschutzerklärung gelesen")
    assert "argon2id" in text.text
    assert "<" not in text.text
    assert len(lines) > 20
    headings = re.findall(r"<h2>([^<]+)</h2>", client.get("/privacy").text)
    assert headings
    assert [heading for heading in headings if heading not in lines] == []


def test_registering_keeps_them_for_the_event_and_once_for_all(client, event):
    client.set_cookie("language", "en")
    for number in range(2):
        client.sign_in(accounts.account(f"person-{number}@example.org"))
        client.fill_in("/cities/register", SAID)
    client.sign_out()
    client.fill_in("/cities/register", {**NEW, **SAID, "email": "nil@example.org"})

    assert [one.registration_id is None for one in rows()] == [False, False, True, False]
    assert db.session.scalar(select(func.count()).select_from(ConsentText)) == 1


def test_signing_up_anew_with_an_address_forgets_what_others_agreed_to(client, app):
    for _time in range(2):
        client.sign_out()
        client.fill_in("/sign-up", {**NEW, "email": "nil@example.org"})

    assert len(rows()) == 1


def test_leaving_an_event_takes_the_consent_back_and_registering_gives_it_anew(client, event, set_clock, now):
    ada = accounts.account("ada@example.org")
    client.sign_in(ada)
    client.fill_in("/cities/register", SAID)
    own = own_registration(event.id, ada.id)

    withdraw(event.id, own.id, now=now)
    client.fill_in("/cities/register", SAID)

    first, second = rows()
    assert (first.withdrawn_at, second.withdrawn_at) == (now, None)
    page = client.get("/account/consents").text
    assert page.count("taken back") == 1
    assert "/cities/registration/withdraw" in page


def test_one_reads_ones_own_words_and_nobody_elses(client, event):
    ada, eve = accounts.account("ada@example.org"), accounts.account("eve@example.org")
    client.sign_in(ada)
    client.fill_in("/cities/register", SAID)
    (kept,) = rows()
    address = f"/account/consents/{kept.id}"

    assert "argon2id" in client.get(address).text
    assert "argon2id" in json.loads(client.get("/account/data.json").text)["consents"][0]["words"]
    client.sign_in(eve)
    assert client.get(address).status_code == 404
    assert "Nothing is recorded" in client.get("/account/consents").text
    client.sign_out()
    assert client.get(address).status_code == 302


def test_records_go_with_the_account_and_words_once_nobody_is_left(client, event):
    ada = accounts.account("ada@example.org")
    client.sign_in(ada)
    client.fill_in("/cities/register", SAID)
    assert clear_consent_texts() == 0

    client.fill_in("/account/delete", {"understood": "y", "password": PASSWORD})

    assert rows() == []
    assert clear_consent_texts() == 1


def test_who_was_asked_nothing_agreed_to_nothing(event, now):
    agenda.registration(event.id)
    open_account(
        email="made@example.org", name="Made", password="a long enough word", language="en", zone="UTC",
        consent_version="1", now=now,
    )  # fmt: skip

    assert rows() == []
    assert db.session.scalar(select(func.count()).select_from(Account)) == 2


def test_another_language_is_other_words(client, event):
    client.sign_in(accounts.account())
    client.fill_in("/cities/register", SAID)
    client.sign_in(accounts.account())
    client.set_cookie("language", "tr")
    client.fill_in("/cities/register", SAID)

    assert len({one.text_digest for one in rows()}) == 2
