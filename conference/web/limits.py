"""Rate limits: how often one caller may try what others could abuse."""

import hashlib

from flask import Flask, abort
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

import config

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=True, retry_after="delta-seconds")

SIGN_IN = "10 per minute; 60 per hour"
REGISTER = "10 per minute; 60 per hour"
RESET = "5 per minute; 20 per hour"
"""Limits for each address of the network; those for each account are the accounts' own."""

FAILURES = parse("10 per 15 minutes")
"""How many wrong passwords one account takes, from wherever they come, before it takes none for a while."""


def init_app(app: Flask, settings: config.Settings) -> None:
    """Count in Redis where there is one, else in each process."""
    app.config["RATELIMIT_ENABLED"] = settings.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    limiter.init_app(app)


def stop_guessing(account: str) -> None:
    """Answer 429 once too many wrong passwords were tried on an account, right or wrong as this one may be.

    :param account: its address, or another name for it. One without an account counts just the same, so
        that nobody learns which exist.
    """
    if limiter.enabled and not limiter.limiter.test(FAILURES, "wrong-password", _key(account)):
        abort(429)


def count_wrong_password(account: str) -> None:
    """Count one more wrong password on an account."""
    if limiter.enabled:
        limiter.limiter.hit(FAILURES, "wrong-password", _key(account))


def _key(account: str) -> str:
    """Return what stands for an account in the store of counts: no address lies there in the clear."""
    return hashlib.sha256(account.encode("utf-8", "surrogateescape")).hexdigest()
