"""What belongs to no part: the visitor's zone, the privacy notice, signs of health."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request
from sqlalchemy import text

import config
from conference import zones
from conference.accounts import rules as accounts
from conference.db import db
from conference.web.guards import open_to_all, safe_next
from conference.web.locale import remember_zone

bp = Blueprint("web", __name__)


@bp.post("/zone")
@open_to_all
def set_zone() -> Response:
    """Keep the time zone that the visitor chose."""
    zone = request.form.get("zone", "")
    if not zones.is_zone(zone):
        abort(400)
    response = make_response(redirect(safe_next(request.form.get("next")) or "/"))
    remember_zone(response, zone)
    return response


@bp.get("/privacy")
def show_privacy() -> str:
    """Show the privacy notice, with the spans of time that the code keeps to."""
    return render_template(
        "web/show_privacy.html",
        version=accounts.PRIVACY_NOTICE,
        stays_days=accounts.STAYS.days,
        unconfirmed_days=accounts.UNCONFIRMED_ACCOUNT_LIFETIME.days,
        confirm_hours=accounts.hours_of(accounts.CONFIRM_LINK_LIFETIME),
        reset_hours=accounts.hours_of(accounts.RESET_LINK_LIFETIME),
        **_operator(),
    )


@bp.get("/accessibility")
def show_accessibility() -> str:
    """Show the statement on accessibility."""
    return render_template("web/show_accessibility.html", **_operator())


def _operator() -> dict[str, Any]:
    """Return who runs this installation: its host, and where to write, if the settings tell."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return {"host": urlsplit(settings.base_url).hostname, "contact": settings.contact}


@bp.get("/healthz")
def show_health() -> Response:
    """Say that this process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def show_readiness() -> Response:
    """Say that the database answers too."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")
