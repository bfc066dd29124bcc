import re
from datetime import timedelta

import pytest

from conference.accounts.rules import SIGN_IN_LINK_LIFETIME
from conference.accounts.services import clear_sign_in_links
from conference.web.redaction import redacted
from conference.worker import words_of
from tests.factories.accounts import PASSWORD, account

ASK = "/sign-in/link"


@pytest.fixture
def ada(app, now):
    return account("ada@example.org")


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def link_in(letter) -> str:
    text = words_of(letter.name, letter.language, letter.data).text
    return re.search(r"http://localhost(/sign-in/link/\S+)", text)[1]


def test_a_link_signs_in_by_its_button_and_once(client, app, ada, outbox):
    answer = client.fill_in(f"{ASK}?next=/privacy", {"email": " Ada@Example.org"})
    assert answer.headers["Location"] == "/sign-in/link/sent"
    link = link_in(outbox()[-1])

    for _ in range(3):  # scanners of mail open links
        assert app.test_client().get(link).status_code == 200
    assert "You asked for this link here." in client.get(link).text
    assert client.fill_in(link).headers["Location"] == "/privacy"
    assert is_signed_in(client)

    thief = app.test_client()
    assert thief.get(link).status_code == 410
    assert thief.submit(link).status_code == 410
    assert not is_signed_in(thief)


def test_another_browser_is_told_what_the_link_does(client, app, ada, outbox):
    client.fill_in(ASK, {"email": "ada@example.org"})

    page = app.test_client().get(link_in(outbox()[-1])).text

    assert "asked for in another browser" in page
    assert "ada@example.org" in page


def test_a_link_works_for_a_short_while(client, ada, outbox, set_clock):
    client.fill_in(ASK, {"email": "ada@example.org"})
    link = link_in(outbox()[-1])
    set_clock(SIGN_IN_LINK_LIFETIME - timedelta(seconds=1))
    assert client.get(link).status_code == 200

    end = set_clock(SIGN_IN_LINK_LIFETIME)
    assert client.submit(link).status_code == 410
    assert clear_sign_in_links(now=end) == 1


def test_a_used_link_ends_the_others(client, ada, outbox):
    client.fill_in(ASK, {"email": "ada@example.org"})
    client.fill_in(ASK, {"email": "ada@example.org"})
    first, second = (link_in(letter) for letter in outbox())
    client.fill_in(second)
    client.sign_out()

    assert client.get(first).status_code == 410


def test_a_new_password_ends_links(client, ada, outbox):
    client.fill_in(ASK, {"email": "ada@example.org"})
    client.sign_in(ada)
    client.submit("/account/password", {"old_password": PASSWORD, "new_password": "a brand new one"})

    assert client.get(link_in(outbox()[0])).status_code == 410


def test_every_address_gets_the_same_answer(client, app, ada, outbox, queries):
    account("new@example.org", is_confirmed=False)

    def ask(email):
        browser = app.test_client()
        queries.clear()
        first = browser.submit(ASK, {"email": email})
        changes = sum(one.startswith(("INSERT", "DELETE", "UPDATE")) for one in queries)
        second = browser.get("/sign-in/link/sent")
        return first.status_code, first.headers["Location"], second.text.replace(email, "EMAIL"), changes

    answers = {re.sub(r'value="[^"]{60,}"', "", str(ask(f"{name}@example.org"))) for name in ("ada", "eve", "new")}

    assert len(answers) == 1
    assert {letter.recipient for letter in outbox()} == {"ada@example.org"}


def test_nobody_floods_a_mailbox(client, ada, outbox):
    for _ in range(7):
        client.submit(ASK, {"email": "ada@example.org"})

    assert len(outbox()) == 5


def test_asking_is_slowed(limited_client):
    answers = [limited_client.submit(ASK, {"email": "a@example.org"}).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


def test_links_stay_out_of_logs():
    assert redacted("GET /sign-in/link/abc-DEF HTTP/1.1") == "GET /sign-in/link/… HTTP/1.1"
    assert redacted("GET /account/address/abc HTTP/1.1") == "GET /account/address/… HTTP/1.1"
    assert redacted("GET /sign-in/openid/back?code=a&state=b HTTP/1.1") == "GET /sign-in/openid/back?… HTTP/1.1"
