from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.accounts.rules.second_factor import (
    RECOVERY_CODES,
    STEP,
    accepted_step,
    authenticator_address,
    is_authenticator_secret,
    is_recovery_code,
    new_authenticator_secret,
    new_recovery_codes,
    plain_recovery_code,
    site_for_passkeys,
    step_of,
)

# The secret of RFC 6238 appendix B, and its codes of six digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KNOWN = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), KNOWN)
def test_codes_are_those_of_the_standard(seconds, code):
    assert accepted_step(SECRET, code, last_step=-1, now=at(seconds)) == seconds // STEP
    assert accepted_step(SECRET, f" {code[:3]} {code[3:]}", last_step=-1, now=at(seconds)) == seconds // STEP


@given(step=st.integers(2, 10**9), drift=st.integers(-5, 5), within=st.integers(0, STEP - 1))
def test_a_code_works_within_one_step_of_its_own(step, drift, within):
    code = pyotp.TOTP(SECRET).at(at(step * STEP))
    accepted = accepted_step(SECRET, code, last_step=-1, now=at((step + drift) * STEP + within))

    if abs(drift) <= 1:
        assert accepted is not None
    elif accepted is not None:  # one in a million: the same digits by chance
        assert pyotp.TOTP(SECRET).at(at(accepted * STEP)) == code


@given(step=st.integers(2, 10**9), later=st.integers(0, 3))
def test_no_code_works_twice_nor_after_a_newer_one(step, later):
    now = at(step * STEP)
    code = pyotp.TOTP(SECRET).at(now)

    assert accepted_step(SECRET, code, last_step=step + later, now=now) in {None, *range(step + later + 1, step + 2)}


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "28708a", "287082\n1", "-87082", "0x1234"])
def test_what_is_no_code_is_refused(code):
    assert accepted_step(SECRET, code, last_step=-1, now=at(59)) is None


def test_the_step_of_an_instant():
    assert step_of(at(59)) == 1
    assert step_of(at(60)) == 2


def test_secrets_are_known_by_their_form():
    assert is_authenticator_secret(new_authenticator_secret())
    assert not is_authenticator_secret("x")
    assert not is_authenticator_secret("1" * 32)
    assert new_authenticator_secret() != new_authenticator_secret()


def test_the_address_carries_account_and_issuer():
    address = authenticator_address(SECRET, email="ada+x@example.org", issuer="Meridian")

    assert address.startswith("otpauth://totp/Meridian:ada%2Bx%40example.org?secret=")
    assert "issuer=Meridian" in address


def test_ten_recovery_codes_differ_and_are_read_however_they_are_typed():
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES
    for code in codes:
        assert is_recovery_code(code)
        assert plain_recovery_code(f" {code.lower().replace('-', ' ')} ") == plain_recovery_code(code)


@pytest.mark.parametrize("text", ["", "123456", "AAAA-AAAA-AAAA", "OOOO-IIII-0000-1111", "ÄÄÄÄ-AAAA-AAAA-AAAA"])
def test_other_texts_are_no_recovery_codes(text):
    assert not is_recovery_code(text)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://conference.example", "conference.example"),
        ("https://conference.example:8443", "conference.example"),
        ("http://localhost:5000", "localhost"),
        ("http://conference.example", None),
        ("http://127.0.0.1:5000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_passkeys_are_where_browsers_allow_them(address, host):
    site = site_for_passkeys(address)

    assert (site.host if site else None) == host
    if site:
        assert site.origin == address


def test_a_window_is_reckoned_in_steps_not_from_now():
    code = pyotp.TOTP(SECRET).at(at(60))

    assert accepted_step(SECRET, code, last_step=-1, now=at(60) - timedelta(seconds=30)) == 2
    assert accepted_step(SECRET, code, last_step=-1, now=at(60) - timedelta(seconds=31)) is None
