"""Secrets that must be shown again: sealed with a key derived from the installation's. Pure."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(secret: str, *, key: str, purpose: str) -> bytes:
    """Return a secret encrypted, such as the token of a private address that its owner may see again.

    :param key: the installation's secret key.
    :param purpose: what it is for: what is sealed for one purpose opens for no other.
    """
    return _cipher(key, purpose).encrypt(secret.encode())


def unseal(sealed: bytes, *, key: str, purpose: str) -> str | None:
    """Return what was sealed; None where it was sealed with another key or for another purpose, or was wiped."""
    try:
        return _cipher(key, purpose).decrypt(sealed).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=16)
def _cipher(key: str, purpose: str) -> Fernet:
    """Return the cipher of a purpose, with a key of its own (HKDF, RFC 5869)."""
    derived = HKDF(SHA256(), 32, salt=None, info=f"meridian: {purpose}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
