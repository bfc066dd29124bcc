"""Rate limits: how often one caller may try what others could abuse."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

import config

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=False)

SIGN_IN = "10 per minute; 60 per hour"
REGISTER = "10 per minute; 60 per hour"
RESET = "5 per minute; 20 per hour"
"""Limits for each address of the network; those for each account are the accounts' own."""


def init_app(app: Flask, settings: config.Settings) -> None:
    """Count in Redis where there is one, else in each process."""
    app.config["RATELIMIT_ENABLED"] = settings.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    limiter.init_app(app)
