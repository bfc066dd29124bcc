"""Error pages in the house style, and what refusals common to all parts become."""

import logging

from flask import Flask, Response, g, jsonify, render_template, request
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from conference.db import db
from conference.events.queries import EventNotFound, events_organised_by
from conference.web import conditional

logger = logging.getLogger("meridian")

PAGES = (400, 403, 404, 405, 409, 413, 429, 500, 503)


def init_app(app: Flask) -> None:
    """Answer every HTTP error with a page of its own, or as JSON where that was asked for."""
    app.before_request(_lead_no_program_on)
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(CSRFError, lambda _error: _page(400, reason="csrf"))
    app.register_error_handler(EventNotFound, _show_no_event)
    app.register_error_handler(StaleDataError, lambda _error: _page(409))
    for outage in (OperationalError, InterfaceError, NoConnectionLeft):
        app.register_error_handler(outage, _show_outage)
    if not app.testing:
        app.register_error_handler(Exception, _show_failure)


def _lead_no_program_on() -> Response | None:
    """Find nothing where people are led to the right spelling: the way on would repeat a private address."""
    is_misspelt = isinstance(request.routing_exception, RequestRedirect)
    return conditional.plain_refusal(404) if is_misspelt and conditional.is_for_calendars() else None


def _show(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect raised as an exception
        return error.get_response()  # type: ignore[return-value]
    response = _page(error.code)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = conditional.in_order(error.valid_methods or ())
    return response


def _show_no_event(_error: EventNotFound) -> Response:
    """Say that there is nothing; to those with a role in an event, that it is not published yet."""
    slug = (request.view_args or {}).get("event")
    if slug and current_user.is_authenticated and not conditional.is_for_calendars():
        event = next((event for event in events_organised_by(current_user.id) if event.slug == slug), None)
        if event is not None and request.accept_mimetypes.best != "application/json":
            return Response(render_template("errors/unpublished.html", event=event), 404, mimetype="text/html")
    return _page(404)


def _show_outage(error: OperationalError | InterfaceError | NoConnectionLeft) -> Response:
    db.session.rollback()
    told = str(getattr(error, "orig", error)).splitlines()
    logger.warning("the database did not answer %s: %s", request.endpoint, *(told[:1] or [""]))
    response = _page(503)
    response.headers["Retry-After"] = "30"
    return response


def _show_failure(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _show(error)
    db.session.rollback()
    logger.error("a request failed: %s %s", request.method, request.endpoint, exc_info=error)
    return _page(500)


def _page(status: int, **facts: str) -> Response:
    if conditional.is_for_calendars():
        return conditional.plain_refusal(status)
    if request.accept_mimetypes.best == "application/json":
        response = jsonify(error=status)
    else:
        if status >= 500:  # noqa: PLR2004
            # The page greets nobody by name: the account may be the very thing that cannot be read
            g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where flask-login keeps who asks
        page = status if status in PAGES else 400 if status < 500 else 500  # noqa: PLR2004
        response = Response(render_template(f"errors/{page}.html", **facts), mimetype="text/html")
    response.status_code = status
    return response
