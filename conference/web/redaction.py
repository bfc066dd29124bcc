"""Keeps secret addresses, of feeds and in letters, out of logs (RFC 9110 section 17.9)."""

import logging
import re

from flask import Flask

_SECRET = re.compile(
    r"(/feeds/|/agendas/|/account/(?:confirm|reset|notices|address)/|/sign-in/link/"
    r"|(?<!/organise)/(?:proposals|speaking)/|/(?:invitations|joining)/|%2[Ff](?:invitations|joining)%2[Ff])[^/\s\"'?#&]+"
)
LOGGERS = ("gunicorn.access", "gunicorn.error", "werkzeug", "meridian")


_QUERY = re.compile(r"(/sign-in/openid/back\?)[^\s\"']+")
"""What an OpenID provider hands over in an address (RFC 6749 section 4.1.2)."""


def redacted(text: str) -> str:
    """Return a text with the tokens of private feeds and of letters struck out: ``/feeds/…``."""
    return _QUERY.sub(r"\1…", _SECRET.sub(r"\1…", text))


class RedactTokens(logging.Filter):
    """Strikes tokens out of whatever is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it names a secret address; it is always logged."""
        message = record.getMessage()
        if _SECRET.search(message) or _QUERY.search(message):
            record.msg, record.args = redacted(message), ()
        return True


def init_app(_app: Flask) -> None:
    """Watch the logs of the servers and our own."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, RedactTokens) for known in logger.filters):
            logger.addFilter(RedactTokens())
