"""Second factors: one-time codes of an authenticator (RFC 6238), recovery codes, and where passkeys can be. Pure."""

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp

from conference.codes import ALPHABET

STEP = 30
"""Seconds for which one code of an authenticator is shown (RFC 6238 section 4.1)."""

DRIFT = 1
"""How many steps a clock may be ahead or behind."""

RECOVERY_CODES = 10
RECOVERY_GROUPS, RECOVERY_GROUP = 4, 4
"""A recovery code is so many groups of so many letters: 80 random bits, so a plain hash of it cannot be turned back."""

MOST_PASSKEYS = 20
LONGEST_PASSKEY_NAME = 60


def new_authenticator_secret() -> str:
    """Return a fresh secret of 160 random bits in base 32 (RFC 4226 section 4 R6)."""
    return pyotp.random_base32()


def is_authenticator_secret(text: str) -> bool:
    """Say whether a text is a secret as :func:`new_authenticator_secret` makes them."""
    return bool(re.fullmatch(r"[A-Z2-7]{32}", text))


def authenticator_address(secret: str, *, email: str, issuer: str) -> str:
    """Return the ``otpauth:`` address that a QR code carries into an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(now: datetime) -> int:
    """Return the number of the time step that an instant lies in."""
    return int(now.timestamp()) // STEP


def accepted_step(secret: str, code: str, *, last_step: int, now: datetime) -> int | None:
    """Return the time step whose code this is, or None where it is none that works now.

    :param last_step: the newest step whose code was used: neither it nor an older one works again (RFC 6238
        section 5.2).
    """
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    totp = pyotp.TOTP(secret)
    current = step_of(now)
    for step in range(current - DRIFT, current + DRIFT + 1):
        expected = totp.at(datetime.fromtimestamp(max(step, 0) * STEP, UTC))
        if hmac.compare_digest(expected, digits) and step > last_step:
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return ten fresh codes that each get their owner in once."""
    return [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_GROUP)) for _ in range(RECOVERY_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def plain_recovery_code(text: str) -> str:
    """Return a recovery code as it is hashed, however it was typed: without spaces and hyphens, in capitals."""
    return re.sub(r"[\s\-–]", "", text).upper()


def is_recovery_code(text: str) -> bool:
    """Say whether a text has the form of a recovery code, however it was typed."""
    plain = plain_recovery_code(text)
    return len(plain) == RECOVERY_GROUPS * RECOVERY_GROUP and all(letter in ALPHABET for letter in plain)


@dataclass(frozen=True)
class Site:
    """This installation, as a passkey knows it (W3C Web Authentication, section 4: Relying Party).

    :ivar host: to which passkeys belong; they do not work under any other.
    :ivar origin: of its pages.
    """

    host: str
    origin: str


def site_for_passkeys(base_url: str) -> Site | None:
    """Return the installation for passkeys; None where browsers allow none: by http, or without a name."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_named = bool(host)
    else:
        is_named = False
    if not is_named or (parts.scheme != "https" and host != "localhost"):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}")
