from datetime import UTC, datetime, timedelta

import pytest

from conference.accounts.rules.sign_ins import (
    IDLE,
    PROOF_LASTS,
    SEEN_PAUSE,
    STAYS,
    device_name,
    is_proof_fresh,
    is_worth_noting,
    sign_in_ends_at,
)

NOW = datetime(2027, 6, 8, 7, 37, tzinfo=UTC)
SECOND = timedelta(seconds=1)


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Safari/605.1.15", "Safari, macOS"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {APPLE} Mobile Safari/604.1", "Safari, iPhone"),
        (f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.14.1", "curl"),
        ("<b>x</b>\r\nSet-Cookie: a=b", "<b>x<"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(user_agent, name):
    assert device_name(user_agent) == name


def test_the_name_of_a_device_is_short_and_one_line():
    name = device_name("x" * 5000)

    assert len(name) == 100
    assert device_name("\x00\n\u202e") == ""


def test_a_sign_in_lasts_a_week_or_a_month():
    assert sign_in_ends_at(NOW, stays=False) == NOW + IDLE
    assert sign_in_ends_at(NOW, stays=True) == NOW + STAYS


def test_windows_are_half_open():
    assert is_proof_fresh(NOW, NOW + PROOF_LASTS - SECOND)
    assert not is_proof_fresh(NOW, NOW + PROOF_LASTS)
    assert not is_worth_noting(NOW, NOW + SEEN_PAUSE - SECOND)
    assert is_worth_noting(NOW, NOW + SEEN_PAUSE)
