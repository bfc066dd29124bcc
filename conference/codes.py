"""Short public codes and secret tokens. Pure but for the system's random source."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: a code can be read out on the telephone in three languages."""

CODE_LENGTH = 6


def new_code() -> str:
    """Return a fresh random code, about one in a thousand million; the database keeps it unique."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    """Say whether ``text`` has the form of a code."""
    return len(text) == CODE_LENGTH and all(letter in ALPHABET for letter in text)


def new_token() -> str:
    """Return a secret of 256 random bits, safe in the path of an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal: the only form in which a database finds it.

    A plain hash suffices since the token is random and long; it cannot be guessed from its hash.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
