"""Security headers of every answer."""

from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit
from wsgiref.headers import Headers

from flask import Flask, Response, current_app, make_response, request

import config

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy (W3C CSP 3): everything from us, nothing inline, no frames."""

STRICT_TRANSPORT = "max-age=31536000"
"""Strict-Transport-Security (RFC 6797): for a year, https alone. Only sent where people come by https."""


def init_app(app: Flask, settings: config.Settings) -> None:
    """Add the headers after each request; views may set their own first."""

    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if settings.is_secure:
            headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        if response.status_code == HTTPStatus.PERMANENT_REDIRECT and response.location:
            # The router names the host that the request named, which may be anybody's.
            parts = urlsplit(response.location)
            response.location = urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))
        if _is_for_oneself():
            headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if response.mimetype == "text/html":
            headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.update(("Cookie", "Accept-Language"))
        return response

    app.after_request(add_headers)


def kept_private(page: str | Response, status: int | None = None) -> Response:
    """Answer with a page, or a way on, whose address holds a token: kept nowhere, and its address told to nobody.

    The origin is still sent: without it Flask-WTF refuses the page's own form under https.
    """
    response = make_response(page) if status is None else make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def secure_file(headers: Headers, settings: config.Settings) -> None:
    """Add to a file below ``static/``, which is served without a request of Flask's, what it needs of these."""
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    if settings.is_secure:
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT


def _is_for_oneself() -> bool:
    """Say whether the page asked for is of accounts, or shown to those alone who are signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    guard: str = getattr(view, "guard", "")
    return request.blueprint == "accounts" or guard == "signed_in" or guard.startswith("organiser")
