import re
from datetime import timedelta

import pytest

from conference.accounts.rules import RESET_LINK_LIFETIME
from conference.db import db
from conference.worker import words_of
from tests.factories.accounts import PASSWORD, account
from tests.factories.events import event, organiser

RIGHT = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def ada(app, now):
    return account("ada@example.org", name="Ada Lovelace", language="tr", zone="Asia/Tokyo")


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def cookies_of(answer) -> dict[str, str]:
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def link_in(letter) -> str:
    found = re.search(r"http://localhost(/account/\S+)", words_of(letter.name, letter.language, letter.data).text)
    assert found
    return found[1]


def without_token(page: str) -> str:
    return re.sub(r'value="[^"]{60,}"', "", page)


def test_signing_in_leads_on_and_brings_language_and_zone(client, ada):
    answer = client.fill_in("/sign-in?next=/privacy%3Fa%3D1", RIGHT)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy?a=1")
    cookies = cookies_of(answer)
    assert cookies["language"].startswith("language=tr;")
    assert cookies["zone"].startswith("zone=Asia/Tokyo;")
    assert "meridian_stay" not in cookies
    assert is_signed_in(client)


def test_without_a_place_to_go_one_comes_to_the_events(client, ada):
    assert client.fill_in("/sign-in", RIGHT).headers["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example/x", "/%5Cevil.example", "%09//evil.example"]
)
def test_signing_in_leads_nobody_out_of_the_house(client, ada, target):
    assert client.submit(f"/sign-in?next={target}", RIGHT).headers["Location"] == "/"


def test_staying_signed_in_survives_the_end_of_the_browser(client, ada):
    answer = client.fill_in("/sign-in", {**RIGHT, "stays": "y"})

    stay = cookies_of(answer)["meridian_stay"]
    assert "HttpOnly" in stay
    assert "SameSite=Lax" in stay
    assert "Expires=" in stay
    client.delete_cookie("meridian")
    assert is_signed_in(client)


def test_signing_out_forgets_both_cookies(client, ada):
    client.fill_in("/sign-in", {**RIGHT, "stays": "y"})

    client.submit("/sign-out")

    assert client.get_cookie("meridian_stay") is None
    assert not is_signed_in(client)


def test_signing_in_starts_with_an_empty_cookie(client, ada):
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
    client.fill_in("/sign-in", RIGHT)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, ada, app):
    pages = set()
    for email in ("ada@example.org", "eve@example.org"):
        answer = app.test_client().fill_in("/sign-in", {"email": email, "password": "a wrong one"})
        pages.add((answer.status_code, without_token(answer.text).replace(email, "EMAIL")))

    ((status, page),) = pages
    assert status == 422
    assert "The e-mail address or the password is not right." in page
    assert "a wrong one" not in page


@pytest.mark.parametrize("given", [{}, {"email": "ada@example.org"}, {"password": PASSWORD}, {"email": "x" * 300}])
def test_missing_words_are_asked_for(client, ada, given):
    assert client.submit("/sign-in", given).status_code == 422
    assert not is_signed_in(client)


def test_an_unconfirmed_account_is_told_after_the_right_password_alone(client, app, now, outbox):
    account("new@example.org", is_confirmed=False)

    wrong = app.test_client().fill_in("/sign-in", {"email": "new@example.org", "password": "a wrong one"})
    assert "still has to be confirmed" not in wrong.text

    answer = client.fill_in("/sign-in?next=/privacy", {"email": "new@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/check-mail"
    assert "still has to be confirmed" in client.get("/account/check-mail").text
    assert not is_signed_in(client)

    client.fill_in("/account/check-mail", to="/account/send-again")
    assert client.fill_in(link_in(outbox()[0])).headers["Location"] == "/privacy"
    assert is_signed_in(client)


def test_a_reset_signs_out_everywhere_else(client, app, ada, outbox):
    elsewhere = app.test_client()
    elsewhere.fill_in("/sign-in", {**RIGHT, "stays": "y"})
    assert is_signed_in(elsewhere)

    asked = client.fill_in("/account/forgot", {"email": "Ada@Example.org"})
    assert asked.headers["Location"] == "/account/forgot/sent"
    answer = client.fill_in(link_in(outbox()[0]), {"password": "a brand new one"})

    assert answer.headers["Location"] == "/sign-in"
    assert not is_signed_in(elsewhere)
    assert client.fill_in("/sign-in", RIGHT).status_code == 422
    assert client.fill_in("/sign-in", {**RIGHT, "password": "a brand new one"}).status_code == 303


def test_asking_for_a_reset_answers_every_address_alike(client, app, ada, outbox):
    def pages(email):
        browser = app.test_client()
        answers = [browser.fill_in("/account/forgot", {"email": email}), browser.get("/account/forgot/sent")]
        return [(a.status_code, a.headers.get("Location"), a.text.replace(email, "EMAIL")) for a in answers]

    assert pages("ada@example.org")[0] == pages("eve@example.org")[0]
    assert without_token(pages("ada@example.org")[1][2]) == without_token(pages("eve@example.org")[1][2])
    assert {letter.recipient for letter in outbox()} == {"ada@example.org"}


def test_a_reset_link_works_once_and_for_a_while(client, ada, outbox, set_clock):
    client.fill_in("/account/forgot", {"email": "ada@example.org"})
    link = link_in(outbox()[0])
    assert client.submit(link, {"password": "short"}).status_code == 422
    set_clock(RESET_LINK_LIFETIME - timedelta(seconds=1))
    assert client.fill_in(link, {"password": "a brand new one"}).status_code == 303

    assert client.get(link).status_code == 410
    assert client.submit(link, {"password": "a brand new one"}).status_code == 410


def test_an_old_reset_link_says_so(client, ada, outbox, set_clock):
    client.fill_in("/account/forgot", {"email": "ada@example.org"})
    set_clock(RESET_LINK_LIFETIME)

    assert client.get(link_in(outbox()[0])).status_code == 410


def test_preferences_are_kept_and_shown_at_once(client, ada, sign_in):
    sign_in(client, ada)

    answer = client.fill_in("/account", {"name": " Ada  L. ", "language": "de", "zone": "Europe/Istanbul"})

    assert answer.status_code == 303
    assert set(cookies_of(answer)) >= {"language", "zone"}
    db.session.expire_all()
    assert (ada.name, ada.language, ada.zone) == ("Ada L.", "de", "Europe/Istanbul")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "language": "de", "zone": "UTC"},
        {"name": "x" * 201, "language": "de", "zone": "UTC"},
        {"name": "Ada", "language": "fr", "zone": "UTC"},
        {"name": "Ada", "language": "de", "zone": "Mars/Olympus"},
    ],
)
def test_bad_preferences_change_nothing(client, ada, sign_in, given):
    sign_in(client, ada)

    assert client.submit("/account", given).status_code == 422

    db.session.expire_all()
    assert (ada.name, ada.language, ada.zone) == ("Ada Lovelace", "tr", "Asia/Tokyo")


def test_changing_the_password_keeps_this_sign_in_and_ends_the_others(client, app, ada):
    elsewhere = app.test_client()
    for browser in (client, elsewhere):
        browser.fill_in("/sign-in", RIGHT)

    answer = client.fill_in(
        "/account", {"old_password": PASSWORD, "new_password": "a brand new one"}, to="/account/password"
    )

    assert answer.headers["Location"] == "/account"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("wrong", "a brand new one", "old_password"), (PASSWORD, "short", "new_password"), (PASSWORD, "", "new_password")],
)
def test_a_refused_change_of_password_is_named_at_its_field(client, ada, sign_in, old, new, field):
    sign_in(client, ada)

    answer = client.submit("/account/password", {"old_password": old, "new_password": new})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Ada Lovelace"' in answer.text


def test_the_account_is_for_those_signed_in(client):
    assert client.get("/account").headers["Location"] == "/sign-in?next=/account"
    assert client.submit("/account/password", {}).status_code == 302


def test_the_account_lists_what_one_organises(client, sign_in):
    city = event("city")
    event("other")
    sign_in(client, organiser(city))

    page = client.get("/account").text

    assert 'href="/city/organise' in page
    assert "/other/" not in page


def test_guessing_is_slowed_for_each_network_address(limited_client, ada):
    answers = [limited_client.submit("/sign-in", {**RIGHT, "email": f"e{n}@example.org"}) for n in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("email", ["ada@example.org", "eve@example.org"])
def test_guessing_one_account_is_stopped_from_wherever_it_comes(limited_app, ada, email):
    def guess(number, password):
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        return limited_app.test_client().submit("/sign-in", {"email": email, "password": password}, environ_base=where)

    answers = [guess(number, "a wrong one").status_code for number in range(10)]

    assert answers == [422] * 10
    assert guess(11, "a wrong one").status_code == 429
    refused = guess(12, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60


def test_no_stranger_can_lock_an_owner_out_by_guessing(limited_app, ada, outbox):
    own, stranger = limited_app.test_client(), limited_app.test_client()
    own.submit("/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.200"})
    own.submit("/sign-out", environ_base={"REMOTE_ADDR": "192.0.2.200"})
    own_mark = own.get_cookie("meridian_known").value

    for number in range(10):
        stranger.submit("/sign-in", {**RIGHT, "password": "wrong"}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})

    assert stranger.submit("/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 429
    assert own.submit("/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.200"}).status_code == 303
    assert "ada" not in own_mark


def test_who_chose_a_new_password_by_mail_gets_in_while_others_guess(limited_app, ada, outbox):
    browser = limited_app.test_client()
    for number in range(10):
        browser.submit("/sign-in", {**RIGHT, "password": "wrong"}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert browser.submit("/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 429

    browser.submit("/account/forgot", {"email": "ada@example.org"})
    token = outbox()[-1].data["secrets"]["token"]
    browser.submit(f"/account/reset/{token}", {"password": "quite another long one"})
    answer = browser.submit("/sign-in", {**RIGHT, "password": "quite another long one"})

    assert answer.status_code == 303


def test_the_mark_by_which_a_browser_is_known_cannot_be_made_or_borrowed(limited_app, ada):
    browser = limited_app.test_client()
    browser.submit("/sign-in", {**RIGHT, "email": account("eve@example.org").email})
    browser.submit("/sign-out")
    of_another = browser.get_cookie("meridian_known").value
    for number in range(10):
        browser.set_cookie("meridian_known", (of_another, of_another[:-2], "x.y", "\xff")[number % 4])
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        browser.submit("/sign-in", {**RIGHT, "password": "wrong"}, environ_base=where)

    assert browser.submit("/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 429


def test_asking_for_resets_is_slowed(limited_client):
    answers = [limited_client.submit("/account/forgot", {"email": "a@example.org"}).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]
