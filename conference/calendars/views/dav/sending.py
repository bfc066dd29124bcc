"""The headers of every answer to a program that speaks CalDAV."""

from flask import Response

from conference.calendars.views import feeds

XML = "application/xml; charset=utf-8"
CLASSES = "1, 3, access-control, calendar-access"
"""What of WebDAV and CalDAV is spoken (RFC 4918 section 18, RFC 3744 section 7.2, RFC 4791 section 5.1)."""

READS = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")


def sent(body: bytes, status: int = 200, *, content_type: str = XML) -> Response:
    """Return an answer that is for whoever asked alone."""
    response = Response(body, status)
    response.headers["Content-Type"] = content_type
    response.headers["DAV"] = CLASSES
    response.headers["Cache-Control"] = "private, no-cache" if status < 400 else "no-store"  # noqa: PLR2004
    response.headers.update(feeds.PRIVATE_HEADERS)
    return response
