import re
from datetime import timedelta

import pytest

from conference.accounts.rules import ADDRESS_CHANGE_LIFETIME
from conference.accounts.rules.sign_ins import PROOF_LASTS
from conference.accounts.services import clear_address_changes
from conference.db import db
from conference.worker import words_of
from tests.factories.accounts import PASSWORD, account

NEW = "ada@new.example"


@pytest.fixture
def ada(app, now):
    return account("ada@example.org")


def links(outbox) -> dict[str, str]:
    """The links of the letters, by whom they went to."""
    found = {}
    for letter in outbox():
        match = re.search(
            r"http://localhost(/account/address/\S+)", words_of(letter.name, letter.language, letter.data).text
        )
        if match:
            found[letter.recipient] = match[1]
    return found


@pytest.fixture
def asked(client, ada, outbox) -> dict[str, str]:
    client.sign_in(ada)
    assert client.fill_in("/account/email", {"email": NEW}).status_code == 303
    return links(outbox)


def email_of(ada) -> str:
    db.session.expire_all()
    return ada.email


@pytest.mark.parametrize("order", [("ada@example.org", NEW), (NEW, "ada@example.org")])
def test_the_address_changes_once_both_mailboxes_agree(client, app, ada, asked, outbox, order):
    reader = app.test_client()  # mail is read anywhere
    assert reader.get(asked[order[0]]).status_code == 200
    assert email_of(ada) == "ada@example.org"

    assert "Thank you." in reader.fill_in(asked[order[0]]).text
    assert email_of(ada) == "ada@example.org"
    assert "Done" in reader.fill_in(asked[order[1]]).text

    assert email_of(ada) == NEW
    told = {letter.recipient for letter in outbox() if letter.name == "accounts/safety_changed"}
    assert told == {"ada@example.org", NEW}
    assert reader.submit(asked[NEW]).status_code == 410
    assert app.test_client().submit("/sign-in", {"email": NEW, "password": PASSWORD}).status_code == 303


def test_one_mailbox_alone_changes_nothing(client, ada, asked):
    for _ in range(2):
        client.submit(asked[NEW])

    assert email_of(ada) == "ada@example.org"


def test_nobody_learns_that_an_address_is_known(client, ada, outbox):
    account(NEW)
    client.sign_in(ada)

    answer = client.fill_in("/account/email", {"email": NEW})
    page = client.get("/account/email").text

    assert answer.status_code == 303
    assert NEW in page
    letters = {letter.recipient: letter.name for letter in outbox()}
    assert letters == {"ada@example.org": "accounts/address_at_old", NEW: "accounts/address_known"}


def test_an_address_taken_meanwhile_is_left_alone(client, ada, asked):
    other = account(NEW)
    client.submit(asked["ada@example.org"])

    assert client.submit(asked[NEW]).status_code == 410

    assert email_of(ada) == "ada@example.org"
    assert other.email == NEW


def test_an_unconfirmed_sign_up_does_not_stand_in_the_way(client, ada, asked):
    account(NEW, is_confirmed=False)
    for link in asked.values():
        client.submit(link)

    assert email_of(ada) == NEW


def test_a_change_is_given_up(client, ada, asked):
    client.submit("/account/email/give-up")

    assert client.get(asked[NEW]).status_code == 410
    assert email_of(ada) == "ada@example.org"


def test_a_newer_change_replaces_the_older(client, ada, asked):
    client.submit("/account/email", {"email": "ada@newer.example"})

    assert client.get(asked[NEW]).status_code == 410


def test_a_change_waits_for_two_days(client, ada, asked, set_clock):
    set_clock(ADDRESS_CHANGE_LIFETIME - timedelta(seconds=1))
    assert client.get(asked[NEW]).status_code == 200
    end = set_clock(ADDRESS_CHANGE_LIFETIME)
    assert client.submit(asked[NEW]).status_code == 410
    assert clear_address_changes(now=end) == 1


@pytest.mark.parametrize("email", ["", "no address", "ada@example.org", "x" * 300 + "@example.org"])
def test_an_address_that_cannot_be_is_refused_at_its_field(client, ada, outbox, email):
    client.sign_in(ada)

    answer = client.submit("/account/email", {"email": email})

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert outbox() == []


def test_it_asks_first_who_one_is(client, ada, set_clock):
    client.sign_in(ada)
    set_clock(PROOF_LASTS)

    assert client.submit("/account/email", {"email": NEW}).headers["Location"].startswith("/account/prove")


def test_no_mailbox_is_flooded(client, ada, outbox):
    client.sign_in(ada)

    answers = [client.submit("/account/email", {"email": f"a{number}@example.org"}).status_code for number in range(6)]

    assert answers == [303] * 5 + [422]
