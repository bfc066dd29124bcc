"""Answers for programs that ask again and again: validators, 304, compression, no cookies.

RFC 9110 sections 8.8 (validators), 12.5.3 (Accept-Encoding), 13 (conditional requests) and 15.4.5 (304).
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.http import HTTP_STATUS_CODES, http_date

CALENDAR_SUFFIX = ".ics"
_SAME_SECOND = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent, in both codings."""

    plain: bytes
    zipped: bytes | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes to keep."""
        return len(self.plain) + len(self.zipped or b"")


def zipped(plain: bytes) -> bytes:
    """Return bytes compressed (RFC 1952), the same bytes always: without the time in their header."""
    return gzip.compress(plain, compresslevel=6, mtime=0)


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, which answers can do without."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, and say that the answer varies with it, unless the answer has nothing to do with it."""
        if not g.get("has_no_cookies", False):
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let answers to programs do without cookies."""
    app.session_interface = CookieSessions()


def without_cookies() -> None:
    """Let the answer to this request neither set a cookie nor vary with one."""
    g.has_no_cookies = True


def is_for_calendars() -> bool:
    """Say whether this request is a calendar program's, by its address: then errors are plain text, not pages."""
    return request.path.endswith(CALENDAR_SUFFIX)


def plain_refusal(status: int) -> Response:
    """Return an error for a program: one line of text, never kept, the same for everyone."""
    without_cookies()
    response = Response(f"{status} {HTTP_STATUS_CODES.get(status, 'Error')}\n", status=status)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def conditional_answer(
    make: Callable[[], Content],
    *,
    tag: str,
    changed_at: datetime,
    content_type: str,
    headers: Mapping[str, str],
    now: datetime,
    compresses: bool = True,
) -> Response:
    """Answer a GET or HEAD: 304 where the asker has it already, else the content.

    :param make: gives the content; not called for a 304.
    :param tag: equal for equal bytes, without quotes; each coding has a tag of its own, as strong tags demand.
    :param changed_at: of the last change, UTC.
    :param content_type: with its charset.
    :param headers: of the answer, of a 304 too.
    :param compresses: whether gzip may be used where it is asked for.
    """
    takes_gzip = compresses and _takes_gzip()
    etag = f"{tag}-gzip" if takes_gzip else tag
    response = Response(status=304) if _has_it(etag, changed_at, now) else _full(make(), takes_gzip=takes_gzip)
    response.headers["Content-Type"] = content_type
    response.headers.update(dict(headers))
    response.set_etag(etag)
    response.vary.add("Accept-Encoding")
    # Until the second is over there may be another change in it, which the date could not tell apart.
    if changed_at + _SAME_SECOND <= now:
        response.headers["Last-Modified"] = http_date(changed_at.astimezone(UTC))
    return response


def _full(content: Content, *, takes_gzip: bool) -> Response:
    if not takes_gzip:
        return Response(content.plain)
    response = Response(content.zipped if content.zipped is not None else zipped(content.plain))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip() -> bool:
    accepted = request.accept_encodings
    quality: float = accepted.quality("gzip")
    wants_identity: Any = dict(accepted).get("identity")
    return quality > 0 and (wants_identity is None or quality >= wants_identity)


def _has_it(etag: str, changed_at: datetime, now: datetime) -> bool:
    """Evaluate If-None-Match, and only where there is none If-Modified-Since (RFC 9110 section 13.2.2)."""
    if "If-None-Match" in request.headers:
        known = request.if_none_match
        return known.star_tag or known.contains_weak(etag)
    since = request.if_modified_since
    return since is not None and since <= now and changed_at <= since
