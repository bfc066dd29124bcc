"""Rate limits: how often one caller may try what others could abuse."""

import hashlib
from datetime import timedelta
from math import ceil
from time import time  # noqa: TID251 - the limits are counted by the machine's own

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

import config
from conference.codes import new_token

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=True, retry_after="delta-seconds")

SIGN_IN = "10 per minute; 60 per hour"
REGISTER = "10 per minute; 60 per hour"
RESET = "5 per minute; 20 per hour"
PASSKEY_OPTIONS = "30 per minute; 300 per hour"
TAKE_DATA = "10 per hour"
PROPOSE = "10 per minute; 60 per hour"
TO_MANY = "20 per minute; 120 per hour"
"""Limits for each address of the network; those for each account are the accounts' own."""

FAILURES = parse("10 per 15 minutes")
"""How many wrong passwords one account takes, from wherever they come, before it takes none for a while.

Browsers that were signed in to it before are counted each by itself: so nobody can lock its owner out by
guessing on and on.
"""

CODE_FAILURES = parse("10 per hour")
"""How many wrong codes of a second factor one account takes: of a million codes three are right at a time."""

DRAWINGS = parse("60 per minute")
"""How many codes of views one address of the network lets be drawn: one takes as long as dozens of feeds."""

KNOWN_COOKIE = "meridian_known"
KNOWN_FOR = timedelta(days=365)


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
    _stop(FAILURES, "wrong-password", _counted_as(account))


def count_wrong_password(account: str) -> None:
    """Count one more wrong password on an account."""
    if limiter.enabled:
        limiter.limiter.hit(FAILURES, "wrong-password", _counted_as(account))


def forget_account(account: str) -> None:
    """Forget all tries on an account that is no more."""
    if limiter.enabled:
        limiter.limiter.clear(FAILURES, "wrong-password", _key(account))
        limiter.limiter.clear(CODE_FAILURES, "wrong-code", _key(account))


def stop_guessing_codes(account: str) -> None:
    """Answer 429 once too many wrong codes were tried on an account, right or wrong as this one may be."""
    _stop(CODE_FAILURES, "wrong-code", _key(account))


def count_wrong_code(account: str) -> None:
    """Count one more wrong code on an account."""
    if limiter.enabled:
        limiter.limiter.hit(CODE_FAILURES, "wrong-code", _key(account))


def stop_guessing_here(user: str) -> None:
    """Answer 429 once too many wrong passwords of calendars came for a name from one address of the network.

    For wrong ones alone: a password is too long to be guessed, so nobody is to be locked out.

    :param user: as it was given.
    """
    _stop(FAILURES, "calendar-password", get_remote_address(), _key(user))


def count_wrong_here(user: str) -> None:
    """Count one more wrong password of a calendar for a name, from this address of the network."""
    if limiter.enabled:
        limiter.limiter.hit(FAILURES, "calendar-password", get_remote_address(), _key(user))


def count_drawing() -> None:
    """Answer 429 once too many codes of views were drawn for one address of the network, else count one more."""
    _stop(DRAWINGS, "drawing", get_remote_address())
    if limiter.enabled:
        limiter.limiter.hit(DRAWINGS, "drawing", get_remote_address())


def _stop(limit: RateLimitItem, *counted_as: str) -> None:
    """Answer 429 where a limit is reached, and say in how many seconds it ends to be (RFC 6585 section 4)."""
    if limiter.enabled and not limiter.limiter.test(limit, *counted_as):
        ends_at = limiter.limiter.get_window_stats(limit, *counted_as).reset_time
        raise TooManyRequests(retry_after=max(1, ceil(ends_at - time())))


def know_browser(response: Response, account: str) -> None:
    """Let this browser be known as one that was signed in to an account, or chose its password by mail."""
    settings: config.Settings = current_app.config["SETTINGS"]
    mark = _marks().dumps([_key(account), new_token()])
    response.set_cookie(
        KNOWN_COOKIE, mark, max_age=KNOWN_FOR, path="/", secure=settings.is_secure, httponly=True, samesite="Lax"
    )


def _counted_as(account: str) -> str:
    """Return under which name wrong passwords are counted: the account's, or that of a browser it knows."""
    mark = request.cookies.get(KNOWN_COOKIE, "")
    try:
        known, browser = _marks().loads(mark)
    except (BadSignature, ValueError, TypeError):
        return _key(account)
    return _key(f"{account} {browser}") if known == _key(account) else _key(account)


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _key(account: str) -> str:
    """Return what stands for an account in the store of counts: no address lies there in the clear."""
    return hashlib.sha256(account.encode("utf-8", "surrogateescape")).hexdigest()
