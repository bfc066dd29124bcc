from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.accounts.rules import STAYS
from conference.accounts.rules.sign_ins import IDLE, SEEN_PAUSE
from conference.accounts.services import clear_sign_ins
from conference.accounts.tables import SignIn
from conference.db import db
from tests.factories.accounts import PASSWORD, account

RIGHT = {"email": "ada@example.org", "password": PASSWORD}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ada(app, now):
    return account("ada@example.org")


def is_signed_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def rows(of=None) -> list[SignIn]:
    return list(db.session.scalars(select(SignIn).order_by(SignIn.id)))


def test_a_sign_in_leaves_a_row_without_its_key(client, ada):
    client.set_cookie("zone", "Europe/Istanbul")
    client.submit("/sign-in", RIGHT, headers={"User-Agent": FIREFOX})

    (row,) = rows()
    with client.session_transaction() as cookie:
        key = cookie["_user_id"]
    assert (row.program, row.zone, row.stays) == ("Firefox, Linux", "Europe/Istanbul", False)
    assert key not in {row.key_hash, row.program}
    page = client.get("/account/devices").text
    assert "Firefox, Linux" in page
    assert "this device" in page
    assert "İstanbul" in page or "Istanbul" in page


def test_signing_out_deletes_the_row_so_that_an_old_cookie_is_worthless(client, app, ada):
    client.fill_in("/sign-in", RIGHT)
    with client.session_transaction() as cookie:
        old = dict(cookie)
    client.submit("/sign-out")

    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(old)
    assert not is_signed_in(thief)
    assert rows() == []


def test_one_device_is_signed_out(client, app, ada):
    other = app.test_client()
    for browser in (client, other):
        browser.fill_in("/sign-in", RIGHT)
    other_id = rows()[1].id

    answer = client.submit(f"/account/devices/{other_id}/sign-out")

    assert answer.headers["Location"] == "/account/devices"
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_device_that_stays_is_signed_out_too(client, app, ada):
    other = app.test_client()
    other.fill_in("/sign-in", {**RIGHT, "stays": "y"})
    client.fill_in("/sign-in", RIGHT)

    client.submit("/account/devices/sign-out-others")

    other.delete_cookie("meridian")
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_ones_own_device_is_signed_out_wholly(client, ada):
    client.fill_in("/sign-in", {**RIGHT, "stays": "y"})

    client.submit(f"/account/devices/{rows()[0].id}/sign-out")

    assert client.get_cookie("meridian_stay") is None
    assert not is_signed_in(client)


@pytest.mark.parametrize("number", ["{other}", "99999999999999999999", "0"])
def test_nobody_signs_out_devices_of_others(client, app, ada, number):
    other = app.test_client()
    other.sign_in(account("eve@example.org"))
    client.sign_in(ada)
    theirs = next(row.id for row in rows() if row.account_id != ada.id)

    answer = client.submit(f"/account/devices/{number.format(other=theirs)}/sign-out")

    assert answer.status_code == 404
    assert is_signed_in(other)


def test_devices_are_for_those_signed_in(client):
    assert client.get("/account/devices").headers["Location"] == "/sign-in?next=/account/devices"
    assert client.submit("/account/devices/sign-out-others").status_code == 302


def test_when_a_device_was_seen_is_noted_only_now_and_then(client, ada, now, set_clock, queries):
    client.sign_in(ada)
    set_clock(SEEN_PAUSE - timedelta(seconds=1))
    queries.clear()
    client.get("/account/devices")
    assert [one for one in queries if one.startswith("UPDATE")] == []
    assert rows()[0].last_seen_at == now

    later = set_clock(SEEN_PAUSE)
    client.get("/account/devices")

    assert rows()[0].last_seen_at == later
    assert rows()[0].ends_at == later + IDLE


def test_a_request_of_somebody_signed_in_costs_one_question_more(client, ada, queries):
    client.get("/privacy")
    queries.clear()
    client.get("/privacy")
    before = len(queries)
    client.sign_in(ada)
    queries.clear()
    client.get("/privacy")

    assert len(queries) - before == 1


@pytest.mark.parametrize(("stays", "span"), [("", IDLE), ("y", STAYS)])
def test_a_sign_in_ends_by_itself(client, ada, set_clock, now, stays, span):
    client.fill_in("/sign-in", {**RIGHT, "stays": stays})
    set_clock(span - timedelta(seconds=1))
    row = rows()[0]
    assert row.ends_at == now + span

    end = set_clock(span)
    assert not is_signed_in(client)
    assert clear_sign_ins(now=end) == 1
    assert rows() == []


def test_the_list_costs_as_many_questions_with_many_devices(client, app, ada, queries):
    def asked(count: int) -> int:
        for _ in range(count):
            app.test_client().sign_in(ada)
        queries.clear()
        client.get("/account/devices")
        return len(queries)

    client.sign_in(ada)
    assert asked(1) == asked(5)
