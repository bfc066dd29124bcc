import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from sqlalchemy import select

from conference import clock
from conference.accounts.rules import SECOND_STEP_LASTS
from conference.accounts.rules.second_factor import STEP
from conference.accounts.rules.sign_ins import PROOF_LASTS
from conference.accounts.services import change_password
from conference.accounts.tables import Authenticator, RecoveryCode
from conference.db import db
from conference.worker import words_of
from tests.factories.accounts import PASSWORD, account

RIGHT = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def ada(app, now):
    return account("ada@example.org")


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def secret_on(page: str) -> str:
    return re.search(r'name="secret"[^>]*value="([A-Z2-7]{32})"', page)[1]


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([A-Z0-9-]{19})</code>", page)


@pytest.fixture
def set_up(app, ada, set_clock):
    """Sets an authenticator up for Ada; gives its secret and the recovery codes. The clock has moved on since."""

    def do() -> tuple[str, list[str]]:
        browser = app.test_client()
        browser.sign_in(ada)
        secret = secret_on(browser.get("/account/authenticator").text)
        page = browser.submit("/account/authenticator", {"secret": secret, "code": code_of(secret)}).text
        set_clock(timedelta(seconds=10 * STEP))
        return secret, codes_on(page)

    return do


def test_an_authenticator_is_set_up_by_its_first_code(client, app, ada, outbox):
    elsewhere = app.test_client()
    elsewhere.sign_in(ada)
    client.sign_in(ada)
    page = client.get("/account/authenticator").text
    secret = secret_on(page)
    assert "<svg" in page
    assert " style=" not in page

    answer = client.submit("/account/authenticator", {"secret": secret, "code": code_of(secret)})

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    codes = codes_on(answer.text)
    assert len(set(codes)) == 10
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)  # begun without a second factor
    letter = outbox()[-1]
    assert letter.name == "accounts/safety_changed"
    words = words_of(letter.name, letter.language, letter.data)
    assert "authenticator app was set up" in words.text
    stored = db.session.scalars(select(Authenticator)).one().sealed_secret
    assert secret not in stored
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {code.replace("-", "") for code in codes} & set(hashes)


def test_a_wrong_first_code_keeps_the_secret_on_the_page(client, ada):
    client.sign_in(ada)
    secret = secret_on(client.get("/account/authenticator").text)

    answer = client.submit("/account/authenticator", {"secret": secret, "code": "000000"})

    assert answer.status_code == 422
    assert secret_on(answer.text) == secret
    assert db.session.scalars(select(Authenticator)).all() == []


def test_signing_in_asks_for_the_code_and_for_no_used_one(client, app, ada, set_up, set_clock):
    secret, _ = set_up()
    answer = client.fill_in("/sign-in?next=/privacy", RIGHT)
    assert answer.headers["Location"] == "/sign-in/second"
    assert not is_signed_in(client)
    code = code_of(secret)

    assert client.fill_in("/sign-in/second", {"code": "123"}).status_code == 422
    assert client.fill_in("/sign-in/second", {"code": code}).headers["Location"] == "/privacy"
    assert is_signed_in(client)

    thief = app.test_client()
    thief.fill_in("/sign-in", RIGHT)
    assert thief.fill_in("/sign-in/second", {"code": code}).status_code == 422
    set_clock(timedelta(seconds=11 * STEP))
    assert thief.fill_in("/sign-in/second", {"code": code_of(secret)}).status_code == 303


def test_staying_signed_in_outlasts_the_second_step(client, ada, set_up):
    secret, _ = set_up()
    client.fill_in("/sign-in", {**RIGHT, "stays": "y"})
    client.fill_in("/sign-in/second", {"code": code_of(secret)})

    client.delete_cookie("meridian")

    assert is_signed_in(client)


def test_the_second_step_has_its_time(client, ada, set_up, set_clock):
    secret, _ = set_up()
    client.fill_in("/sign-in", RIGHT)
    set_clock(timedelta(seconds=10 * STEP) + SECOND_STEP_LASTS)

    assert client.submit("/sign-in/second", {"code": code_of(secret)}).headers["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_a_password_changed_meanwhile_ends_the_first_step(client, ada, set_up, now):
    secret, _ = set_up()
    client.fill_in("/sign-in", RIGHT)
    change_password(ada, old_password=PASSWORD, new_password="another long one", now=now)

    assert client.submit("/sign-in/second", {"code": code_of(secret)}).headers["Location"] == "/sign-in"


def test_nobody_takes_the_second_step_first(client, ada, set_up):
    set_up()

    for path in ("/sign-in/second", "/sign-in/second/passkey"):
        assert client.submit(path, {"code": "123456"}).headers["Location"] == "/sign-in"


def test_a_recovery_code_gets_in_once(client, app, ada, set_up, outbox):
    _, codes = set_up()
    client.fill_in("/sign-in", RIGHT)
    assert client.fill_in("/sign-in/second", {"code": codes[0].lower()}).status_code == 303
    assert is_signed_in(client)
    assert "recovery code" in words_of(outbox()[-1].name, "en", outbox()[-1].data).subject
    assert "9 left" in client.get("/account/safety").text

    again = app.test_client()
    again.fill_in("/sign-in", RIGHT)
    assert again.fill_in("/sign-in/second", {"code": codes[0]}).status_code == 422


def test_new_recovery_codes_replace_the_old(client, app, ada, set_up):
    _, old = set_up()
    client.sign_in(ada)

    new = codes_on(client.submit("/account/recovery-codes").text)

    assert len(new) == 10
    assert not set(new) & set(old)
    client.sign_out()
    client.fill_in("/sign-in", RIGHT)
    assert client.fill_in("/sign-in/second", {"code": old[1]}).status_code == 422
    assert client.fill_in("/sign-in/second", {"code": new[1]}).status_code == 303


def test_recovery_codes_are_downloaded_as_text_and_only_ones_own(client, ada, set_up):
    _, codes = set_up()
    client.sign_in(ada)

    answer = client.submit("/account/recovery-codes/file", {"code": codes})

    assert answer.mimetype == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert all(code in answer.text for code in codes)
    assert client.submit("/account/recovery-codes/file", {"code": ["AAAA-AAAA-AAAA-AAAA"]}).status_code == 404
    assert client.submit("/account/recovery-codes/file").status_code == 404


def test_removing_the_last_factor_forgets_the_codes(client, app, ada, set_up, outbox):
    set_up()
    client.sign_in(ada)

    client.submit("/account/authenticator/remove")

    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert outbox()[-1].data["what"] == "authenticator_removed"
    assert app.test_client().fill_in("/sign-in", RIGHT).headers["Location"] == "/"


@pytest.mark.parametrize(
    "change",
    [
        "/account/authenticator",
        "/account/authenticator/remove",
        "/account/passkeys/new",
        "/account/passkeys/options",
        "/account/passkeys/1/remove",
        "/account/recovery-codes",
    ],
)
def test_sensitive_changes_ask_again_after_a_while(client, ada, set_clock, change):
    client.sign_in(ada)
    set_clock(PROOF_LASTS)

    answer = client.submit(change)

    assert answer.headers["Location"] == "/account/prove?next=/account/safety"


def test_showing_who_one_is_opens_them_again(client, ada, set_clock):
    client.sign_in(ada)
    set_clock(PROOF_LASTS)
    asked = client.get("/account/authenticator?next=/privacy").headers["Location"]
    assert unescape(asked) == "/account/prove?next=/account/authenticator?next%3D/privacy"

    assert client.fill_in(asked, {"password": "a wrong one"}).status_code == 422
    answer = client.fill_in(asked, {"password": PASSWORD})

    assert answer.headers["Location"] == "/account/authenticator?next=/privacy"
    assert client.get("/account/authenticator").status_code == 200


def test_codes_cannot_be_guessed_on_and_on(limited_app, ada, set_up):
    secret, _ = set_up()

    def step(number: int, code: str):
        browser, where = limited_app.test_client(), {"REMOTE_ADDR": f"192.0.2.{number}"}
        browser.submit("/sign-in", RIGHT, environ_base=where)
        return browser.submit("/sign-in/second", {"code": code}, environ_base=where)

    assert [step(number, "000000").status_code for number in range(10)] == [422] * 10
    refused = step(11, code_of(secret))
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60 * 60


def test_pages_of_safety_are_for_those_signed_in(client):
    for page in ("/account/safety", "/account/authenticator", "/account/passkeys/new", "/account/prove"):
        assert client.get(page).status_code == 302
