"""The page of a letter within one of ours: what may show it, and what it may do itself."""

from flask import Response, make_response

from conference.web.headers import POLICY

AROUND = f"{POLICY}; frame-src 'self'"
"""The policy of a page that shows a letter's page within."""
WITHIN = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox"
"""The policy of a letter's page: nothing is fetched, nothing runs, and it counts as of nobody's site (W3C CSP 3)."""


def around(page: str, status: int = 200) -> Response:
    """Answer with a page of ours that shows the page of a letter in a frame."""
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = AROUND
    return response


def locked_in(html: str) -> Response:
    """Answer with the page of a letter, for a frame within one of ours."""
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = WITHIN
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
