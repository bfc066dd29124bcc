"""What a password and an address must be, and how long the letters' links work. Pure."""

import hashlib
import hmac
import unicodedata
from datetime import timedelta
from enum import StrEnum

import idna
from email_validator import EmailNotValidError, validate_email

PRIVACY_NOTICE = "2026-11-27"
"""The wording of the privacy notice that is shown now. Change it with the text of the page."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

CONFIRM_LINK_LIFETIME = timedelta(days=2)
RESET_LINK_LIFETIME = timedelta(hours=2)

UNCONFIRMED_ACCOUNT_LIFETIME = timedelta(days=30)
"""After this an account whose address nobody confirmed is deleted."""

MOST_LETTERS = 5
LETTERS_WINDOW = timedelta(hours=1)
"""At most so many letters of one kind reach one mailbox within the window: nobody can flood a stranger's."""

COMMON_PASSWORDS = frozenset(
    {
        "0123456789", "1111111111", "1234567890", "12345678910", "1q2w3e4r5t", "1qaz2wsx3edc", "9876543210",
        "abcdefghij", "abcd123456", "aaaaaaaaaa", "baseball12", "beşiktaş1903", "besiktas1903", "changeme123",
        "conference", "fenerbahce", "fenerbahce1907", "football12", "galatasaray", "galatasaray1905", "geheim1234",
        "hallo12345", "iloveyou12", "iloveyou123", "istanbul34", "istanbul1453", "konferenz1", "letmein123",
        "meridian123", "meridian1234", "passw0rd123", "password12", "password123", "password1234", "passwort12",
        "passwort123", "passwort1234", "p@ssw0rd123", "q1w2e3r4t5", "qazwsxedcrfv", "qwerty1234", "qwerty12345",
        "qwerty123456", "qwertyuiop", "qwertz1234", "qwertz12345", "qwertzuiop", "qwertzuiopü", "schalke1904",
        "schatz1234", "seniseviyorum", "sifre12345", "şifre12345", "türkiye1923", "turkiye1923", "welcome123",
        "willkommen", "willkommen1", "willkommen123", "zxcvbnm123",
    }
)  # fmt: skip
"""Long enough, and yet among the first that anyone would try."""


class PasswordFault(StrEnum):
    """Why a password cannot be used."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"
    PERSONAL = "personal"
    """It is the address or the name of its owner."""


def hours_of(span: timedelta) -> int:
    """Return a span in whole hours."""
    return int(span.total_seconds() // 3600)


def minutes_of(span: timedelta) -> int:
    """Return a span in whole minutes."""
    return int(span.total_seconds() // 60)


def prepared_password(password: str) -> str:
    """Return the form in which a password is checked and hashed: NFKC, as different keyboards write it (RFC 8265)."""
    return unicodedata.normalize("NFKC", password)


def password_fault(password: str, *, email: str, name: str) -> PasswordFault | None:
    """Return why a password cannot be used, or None. Length counts, composition does not (NIST SP 800-63B 3.1.1)."""
    password = prepared_password(password)
    if len(password) < SHORTEST_PASSWORD:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordFault.TOO_LONG
    wanted = password.strip().casefold()
    if wanted in COMMON_PASSWORDS or len(set(wanted)) < 3:  # noqa: PLR2004 - one letter or two, over and over
        return PasswordFault.TOO_COMMON
    email = email.strip().casefold()
    name = prepared_password(name).strip().casefold()
    if wanted in {email, email.partition("@")[0], name, name.replace(" ", "")}:
        return PasswordFault.PERSONAL
    return None


def sign_up_mark(password_hash: str) -> str:
    """Return the mark of a sign-up, by which the browser that made it is known when the letter's link is opened in it.

    It changes with the password, and tells nothing of it: the hash has a random salt of its own.
    """
    return hashlib.sha256(password_hash.encode()).hexdigest()


def is_mark_of(password_hash: str, mark: str | None) -> bool:
    """Say whether a browser's mark is that of the sign-up with this hash."""
    return mark is not None and hmac.compare_digest(sign_up_mark(password_hash).encode(), mark.encode())


def normalised_email(email: str) -> str:
    """Return the form in which an address is stored and found: trimmed, lower case, its domain in ASCII (RFC 5891).

    What is no address comes back as it is, trimmed and in lower case: it finds nothing.
    """
    email = unicodedata.normalize("NFC", email).strip().lower()
    local, at, domain = email.rpartition("@")
    if not at or domain.isascii():
        return email
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return email


def email_in(text: str) -> str | None:
    """Return the address that a text is, in the form in which it is stored; None where it is none (RFC 5321).

    Only its form is checked, as forms check it: letters beyond ASCII only in its domain.
    """
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return None
    return normalised_email(found)
