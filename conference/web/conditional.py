"""Answers for programs that ask again and again: validators, 304, compression, no cookies.

RFC 9110 sections 13 (conditional requests), 15.4.5 (304) and 15.5.7 (406).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import TooManyRequests
from werkzeug.http import HTTP_STATUS_CODES, http_date

from conference.web.negotiation import CODINGS, IDENTITY, coded, coding_for, has_it, tag_in

ICALENDAR_SUFFIX, JCAL_SUFFIX = ".ics", ".jcal"
CALENDAR_SUFFIXES = (ICALENDAR_SUFFIX, JCAL_SUFFIX)
PREFIXES_OF_PROGRAMS = ("/dav/", "/feeds/", "/.well-known/caldav")
SAME_SECOND = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent.

    :ivar ready: in other codings, where it was made ready in them.
    """

    plain: bytes
    ready: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many bytes it takes to keep."""
        return len(self.plain) + sum(map(len, self.ready.values()))

    def in_coding(self, coding: str) -> bytes:
        """Return its bytes in one of our codings."""
        return self.ready.get(coding) or coded(self.plain, coding)


def in_all_codings(plain: bytes) -> Content:
    """Return content that is packed once and sent often."""
    return Content(plain, {coding: coded(plain, coding) for coding in CODINGS})


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, which answers can do without."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, and say that the answer varies with it, unless the answer has nothing to do with it."""
        if not g.get("has_no_cookies", False):
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let answers to programs do without cookies."""
    app.session_interface = CookieSessions()
    app.before_request(_answer_options)


def _answer_options() -> Response | None:
    """Say what may be asked of a calendar as all else is said to programs: alike whether it is there or not.

    RFC 9110 section 9.3.7. Where more than Flask knows is to be said, the view does.
    """
    rule = request.url_rule
    if request.method != "OPTIONS" or not getattr(rule, "provide_automatic_options", False) or not is_for_calendars():
        return None
    response = plain_refusal(200)
    response.data = b""
    response.headers["Allow"] = in_order(getattr(rule, "methods", ()))
    del response.headers["Content-Type"]
    return response


def in_order(methods: Iterable[str]) -> str:
    """Return methods as Allow names them, always in the same order."""
    return ", ".join(sorted(methods))


def without_cookies() -> None:
    """Let the answer to this request neither set a cookie nor vary with one."""
    g.has_no_cookies = True


def is_for_calendars() -> bool:
    """Say whether this request is a calendar program's, by its address: then errors are plain text, not pages.

    One that was mistyped counts as well: a page would be taken for the calendar, and would repeat a private address.
    """
    path = request.path.rstrip("/").casefold()
    return path.endswith(CALENDAR_SUFFIXES) or request.path.casefold().startswith(PREFIXES_OF_PROGRAMS)


def plain_refusal(status: int) -> Response:
    """Return an error for a program: one line of text, never kept, the same for everyone."""
    without_cookies()
    response = Response(f"{status} {HTTP_STATUS_CODES.get(status, 'Error')}\n", status=status)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


READY = "meridian.ready"
"""Under which an answer that may be given again lies in the WSGI environment."""


SPENT = "meridian.spent"
"""Under which the seconds lie after which who asks may be sent content again, where they were sent too much."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that whoever asks the same may be given again, as long as what it was made of stays as it is.

    :ivar tag: of the plain bytes, without quotes.
    :ivar changed_at: of the last change, UTC.
    :ivar until: when it ends to hold by itself, UTC.
    :ivar compresses: whether it may be sent in other codings.
    :ivar coding: of ``body``.
    :ivar body: None where the asker had it already.
    """

    tag: str
    changed_at: datetime
    until: datetime
    compresses: bool
    coding: str
    body: bytes | None


def conditional_answer(
    make: Callable[[], Content],
    *,
    tag: str,
    changed_at: datetime,
    content_type: str,
    headers: Mapping[str, str],
    now: datetime,
    compresses: bool = True,
    holds_until: datetime | None = None,
) -> Response:
    """Answer a GET or HEAD: 304 where the asker has it already, else the content.

    :param make: gives the content; not called for a 304.
    :param tag: equal for equal bytes, without quotes; each coding has a tag of its own, as strong tags demand.
    :param changed_at: of the last change, UTC.
    :param content_type: with its charset.
    :param headers: of the answer, of a 304 too.
    :param compresses: whether codings may be used that are asked for.
    :param holds_until: until when the answer may be given to others who ask the same, while the row that decides it
        stays as it is; None for never.
    :raises TooManyRequests: the asker was sent too much already. What they have is confirmed all the same.
    """
    coding = coding_for(request.headers.get("Accept-Encoding"), compresses=compresses)
    if coding is None:
        return plain_refusal(406)
    coded_tag = tag_in(tag, coding)
    known, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    body: bytes | None = None
    if has_it(known, since, tag=coded_tag, changed_at=changed_at, now=now):
        response = Response(status=304)
    elif (wait := request.environ.get(SPENT)) is not None:
        raise TooManyRequests(retry_after=wait)
    else:
        body = make().in_coding(coding)
        response = Response(body)
        if coding != IDENTITY:
            response.headers["Content-Encoding"] = coding
    response.headers["Content-Type"] = content_type
    response.headers.update(dict(headers))
    response.set_etag(coded_tag)
    response.vary.add("Accept-Encoding")
    # Until the second is over there may be another change in it, which the date could not tell apart.
    if changed_at + SAME_SECOND <= now:
        response.headers["Last-Modified"] = http_date(changed_at.astimezone(UTC))
        if holds_until is not None:
            request.environ[READY] = Ready(tag, changed_at, holds_until, compresses, coding, body)
    return response
