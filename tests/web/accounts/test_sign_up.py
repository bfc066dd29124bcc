import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import url_for

from conference.accounts.queries import account_by_email
from conference.accounts.rules import CONFIRM_LINK_LIFETIME
from conference.accounts.tables import Account
from conference.db import db
from conference.worker import words_of
from tests.factories.accounts import account

FIELDS = {
    "name": "Zeynep Yıldırım",
    "email": "zeynep@example.org",
    "password": "iki hafta dört konu",
    "language": "tr",
    "zone": "Europe/Istanbul",
    "consent": "y",
}


def link_in(letter) -> str:
    text = words_of(letter.name, letter.language, letter.data).text
    found = re.search(r"http://localhost(/account/\S+)", text)
    assert found, text
    return found[1]


def test_the_whole_way_from_sign_up_to_signed_in(client, outbox):
    answer = client.fill_in("/sign-up?next=/city/agenda", FIELDS)
    assert answer.headers["Location"] == "/account/check-mail"
    assert "zeynep@example.org" in client.get("/account/check-mail").text

    link = link_in(outbox()[0])
    answer = client.fill_in(link)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/city/agenda")
    assert "Zeynep Yıldırım" in client.get("/account").text


def test_opening_the_link_alone_confirms_nothing(client, outbox):
    client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])

    for _ in range(3):
        assert client.get(link).status_code == 200

    assert not account_by_email(FIELDS["email"]).is_active
    assert client.fill_in(link).status_code == 303


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": "a wrong one"}, {"password": "x" * 201}])
def test_another_browser_is_asked_for_the_password_of_the_sign_up(client, app, outbox, given):
    client.fill_in("/sign-up?next=/city/agenda", FIELDS)
    link = link_in(outbox()[0])
    other = app.test_client()

    refused = other.fill_in(link, given)

    assert refused.status_code == 422
    assert 'id="password-error"' in refused.text
    assert 'href="/account/forgot"' in refused.text
    assert "a wrong one" not in refused.text
    assert not is_signed_in(other)
    assert not account_by_email(FIELDS["email"]).is_active
    answer = other.fill_in(link, {"password": FIELDS["password"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/city/agenda")
    assert is_signed_in(other)


def test_the_browser_that_signed_up_is_not_asked_for_the_password(client, app, outbox):
    client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])

    assert 'name="password"' in app.test_client().get(link).text
    assert 'name="password"' not in client.get(link).text


def test_who_signs_up_with_a_strangers_address_gains_nothing_by_the_strangers_click(client, app, outbox):
    client.fill_in("/sign-up", {**FIELDS, "name": "The owner"})
    thief = app.test_client()
    thief.fill_in("/sign-up", {**FIELDS, "password": "the password of a thief"})
    link = link_in(outbox()[-1])

    assert client.fill_in(link).status_code == 422
    assert client.fill_in(link, {"password": FIELDS["password"]}).status_code == 422
    assert not account_by_email(FIELDS["email"]).is_active

    client.fill_in("/account/forgot", {"email": FIELDS["email"]})
    client.fill_in(link_in(outbox()[-1]), {"password": FIELDS["password"]})
    assert (
        thief.fill_in("/sign-in", {"email": FIELDS["email"], "password": "the password of a thief"}).status_code == 422
    )
    assert client.fill_in("/sign-in", {"email": FIELDS["email"], "password": FIELDS["password"]}).status_code == 303


def test_a_browser_awaiting_another_letter_is_asked_too(client, app, outbox):
    app.test_client().fill_in("/sign-up", FIELDS)
    client.fill_in("/sign-up", {**FIELDS, "email": "other@example.org"})

    assert client.fill_in(link_in(outbox()[0])).status_code == 422


def test_guessing_the_password_of_a_sign_up_is_stopped(limited_client, limited_app, outbox):
    limited_client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])

    def guess(number, password):
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        return limited_app.test_client().submit(link, {"password": password}, environ_base=where).status_code

    assert [guess(number, "a wrong one") for number in range(10)] == [422] * 10
    assert guess(11, FIELDS["password"]) == 429


def test_a_used_link_says_so(client, app, outbox):
    client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])
    client.fill_in(link)

    stranger = app.test_client()
    assert stranger.get(link).status_code == 410
    assert stranger.submit(link).status_code == 410
    assert stranger.get("/account").status_code == 302


def test_an_old_link_says_so(client, outbox, set_clock):
    client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])
    set_clock(CONFIRM_LINK_LIFETIME + timedelta(seconds=1))

    assert client.get(link).status_code == 410
    assert client.submit(link).status_code == 410
    assert not account_by_email(FIELDS["email"]).is_active


@pytest.mark.parametrize("token", ["x", "%00", "a" * 500, "%ff%fe", "ş"])
def test_a_made_up_link_says_no_more(client, token):
    assert client.get(f"/account/confirm/{token}").status_code == 410
    assert client.submit(f"/account/confirm/{token}").status_code == 410


def test_pages_with_a_token_are_kept_nowhere_and_tell_nobody(client, outbox):
    client.fill_in("/sign-up", FIELDS)

    for page in (client.get(link_in(outbox()[0])), client.get("/account/confirm/x"), client.get("/account/reset/x")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "strict-origin"


def test_known_and_new_addresses_get_the_same_answers(client, app, outbox):
    known = account("known@example.org")

    def pages(email: str) -> list[tuple[int, str | None, str]]:
        browser = app.test_client()
        answers = [
            browser.fill_in("/sign-up", {**FIELDS, "email": email}),
            browser.get("/account/check-mail"),
            browser.submit("/account/send-again"),
            browser.get("/account/check-mail"),
        ]
        return [
            (answer.status_code, answer.headers.get("Location"), without_token(answer.text).replace(email, "EMAIL"))
            for answer in answers
        ]

    def without_token(page: str) -> str:
        return re.sub(r'value="[^"]{60,}"', "", page)

    assert pages("known@example.org") == pages("newcomer@example.org")
    assert {letter.recipient: letter.name for letter in outbox()} == {
        "known@example.org": "accounts/address_known",
        "newcomer@example.org": "accounts/confirm_address",
    }
    db.session.expire_all()
    assert known.name == "Ada Example"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 201, "This is too long: at most 200 characters."),
        ("email", "", "Please fill this in."),
        ("email", "nobody", "This is not an e-mail address. It looks like name@example.org."),
        ("email", "işık@example.org", "This is not an e-mail address. It looks like name@example.org."),
        ("email", "a@b.org\r\nBcc: eve@example.org", "This is not an e-mail address. It looks like name@example.org."),
        ("email", "a" * 250 + "@example.org", "This is too long: at most 254 characters."),
        ("password", "", "Please fill this in."),
        ("password", "short", "This is too short: at least 10 characters, please."),
        ("password", "x1" * 101, "This is too long: at most 200 characters."),
        ("password", "password123", "Many people use this password, so it is guessed first. Please choose another."),
        ("password", "Zeynep Yıldırım", "This is your name or address, so it is guessed first. Please choose another."),
        ("language", "fr", "Not a valid choice."),
        ("zone", "Mars/Olympus", "Please choose a time zone from the list."),
        ("zone", "", "Please choose a time zone from the list."),
        ("consent", None, "Please agree to the privacy notice: without it we may not keep your data."),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_stored(client, outbox, field, value, words):
    given = {key: text for key, text in {**FIELDS, field: value}.items() if text is not None}

    answer = client.submit("/sign-up", given)

    page = unescape(answer.text)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error">{re.escape(words)}', page), page
    assert FIELDS["password"] not in page
    if field != "name":
        assert 'value="Zeynep Yıldırım"' in page
    assert outbox() == []
    assert db.session.query(Account).count() == 0


def test_a_form_of_strange_types_is_refused(client):
    assert client.submit("/sign-up", {"zone": ["UTC", "x"], "name": ["a", "b"], "email": "\x00"}).status_code == 422


def test_a_change_without_a_token_is_refused(client, outbox):
    for address in (
        "/sign-up",
        "/sign-in",
        "/account/forgot",
        "/account/send-again",
        "/account/confirm/x",
        "/sign-out",
    ):
        assert client.post(address, data=FIELDS).status_code == 400
    assert outbox() == []


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", "x"],
)
def test_nobody_is_led_out_of_the_house(client, outbox, target):
    client.submit(f"/sign-up?{encoded(target)}", FIELDS)
    assert outbox()[0].data["going_to"] is None

    answer = client.submit(f"{link_in(outbox()[0])}?{encoded(target)}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def encoded(target: str) -> str:
    return urlencode({"next": target})


def test_those_signed_in_need_no_second_account(client, sign_in):
    sign_in(client, account())

    assert client.get("/sign-up?next=/privacy").headers["Location"] == "/privacy"


def test_the_page_of_the_letter_needs_a_sign_up_before(client):
    assert client.get("/account/check-mail").headers["Location"] == "/sign-in"
    assert client.submit("/account/send-again").headers["Location"] == "/sign-in"


def test_another_letter_can_be_asked_for(client, outbox):
    client.fill_in("/sign-up?next=/city/agenda", FIELDS)

    client.fill_in("/account/check-mail", to="/account/send-again")

    assert [letter.name for letter in outbox()] == ["accounts/confirm_address"] * 2
    assert outbox()[1].data["going_to"] == "/city/agenda"


def test_the_zone_offered_is_the_visitors(client):
    client.set_cookie("zone", "Asia/Tokyo")
    assert '<option selected value="Asia/Tokyo">Tokyo</option>' in client.get("/sign-up").text
    client.set_cookie("zone", "rubbish")
    assert '<option selected value="Europe/Berlin">Berlin</option>' in client.get("/sign-up").text


def test_each_zone_is_offered_once_and_in_the_readers_language(client):
    page = client.get("/sign-up?lang=tr").text
    offered = re.findall(r'<option (?:selected )?value="([A-Z]\w*(?:/[\w/+-]+)?)">', page)

    assert len(offered) > 400
    assert len(offered) == len(set(offered))
    assert '<optgroup label="Avrupa">' in page
    assert ">İstanbul<" in page


def test_tokens_stay_out_of_the_log(client, outbox, caplog):
    caplog.set_level("DEBUG")
    client.fill_in("/sign-up", FIELDS)
    link = link_in(outbox()[0])
    client.fill_in(link)
    client.submit(link)

    assert outbox()[0].data["secrets"]["token"] not in caplog.text


def test_sign_up_is_limited_for_each_network_address(limited_client, app):
    answers = [limited_client.submit("/sign-up", {}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    with app.test_request_context():
        assert limited_client.get(url_for("accounts.sign_up")).status_code == 200
