"""Keeps secret addresses of pages (RFC 9110 section 17.9) and the addresses of people out of logs."""

import logging
import re

from flask import Flask

_SECRET = re.compile(
    r"((?:/feeds/|/agendas/|/account/(?:confirm|reset|notices|address)/|/sign-in/link/"
    r"|(?<!/organise)/(?:proposals|speaking|seats)/|/(?:invitations|joining)/"
    r"|%2F(?:invitations|joining)%2F)/*)[^/\s\"'?#&]+",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])(?=[a-z0-9_-]*[A-Z])[A-Za-z0-9_-]{43,}")
"""What looks like a token of ours, wherever it stands: addresses are mistyped, and sent on in other ones."""

_QUERY = re.compile(r"(/sign-in/openid/back\?)[^\s\"']+")
"""What an OpenID provider hands over in an address (RFC 6749 section 4.1.2)."""

_ABOUT_PEOPLE = re.compile(r"([?&](?:name|email|organisation|municipality|q|q_\w+)=)[^&\s\"'#]+")
"""What links fill into forms, answers to organisers' questions too, and what somebody searched for."""

_RUN = re.compile(r"[^\s\"<>()\[\],;:=/?&]+")
_AT_HOST = re.compile(r"(?:@|%40)[\w-]+(?:\.[\w-]+)+")
"""What an address of mail ends with, as it is or as it stands in the address of a page."""

LOGGERS = (
    "gunicorn.access", "gunicorn.error", "werkzeug", "meridian", "meridian.accounts", "meridian.letters",
    "meridian.mail", "meridian.wording", "meridian.worker",
)  # fmt: skip
"""All that are written to: what is set for one does not hold for those below it."""


def redacted(text: str) -> str:
    """Return a text without tokens (``/feeds/…``), addresses of mail, and what somebody filled in or searched for."""
    for pattern in (_SECRET, _QUERY, _ABOUT_PEOPLE):
        text = pattern.sub(r"\1…", text)
    text = _TOKEN.sub("…", text)
    return _RUN.sub(_without_addresses, text) if "@" in text or "%40" in text else text


def _without_addresses(run: re.Match[str]) -> str:
    """Return what stands between two blanks or the like without addresses.

    Each letter is looked at a fixed number of times: callers choose what is logged, and how long it is.
    """
    hosts = [found.span() for found in _AT_HOST.finditer(run[0])]
    return f"…@…{run[0][hosts[-1][1] :]}" if hosts and hosts[-1][0] else run[0]


class RedactTokens(logging.Filter):
    """Strikes tokens and addresses of people out of whatever is logged, tracebacks too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it names them; it is always logged."""
        message = record.getMessage()
        if (wanted := redacted(message)) != message:
            record.msg, record.args = wanted, ()
        if record.exc_info and not record.exc_text:
            # A formatter writes down what it finds here, and nothing else of the exception.
            record.exc_text = redacted(_formatter.formatException(record.exc_info))
        return True


_formatter = logging.Formatter()


def init_app(app: Flask) -> None:
    """Watch the logs of the servers, of Flask and our own."""
    for name in (*LOGGERS, app.logger.name):
        logger = logging.getLogger(name)
        if not any(isinstance(known, RedactTokens) for known in logger.filters):
            logger.addFilter(RedactTokens())
