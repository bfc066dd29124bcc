"""What belongs to no part: the visitor's zone, the privacy notice, signs of health."""

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
)
from sqlalchemy import text

import config
from conference import zones
from conference.db import db
from conference.web.filters import asset
from conference.web.guards import open_to_all, safe_next
from conference.web.locale import current_language, remember_zone
from conference.web.notice import notice_facts, operator

bp = Blueprint("web", __name__)

ICON_SIZES = (192, 512)
"""Pixels of the pictures by which an installed Meridian is shown."""


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
    return render_template("web/show_privacy.html", **notice_facts())


@bp.get("/accessibility")
def show_accessibility() -> str:
    """Show the statement on accessibility."""
    return render_template("web/show_accessibility.html", **operator())


@bp.get("/offline")
def show_offline() -> str:
    """Show what a browser keeps for when there is no connection: the page itself is kept with it."""
    return render_template("web/show_offline.html")


@bp.get("/manifest.webmanifest")
def show_manifest() -> Response:
    """Tell browsers how Meridian is installed as an app (W3C Web Application Manifest)."""
    response = jsonify(
        id="/",
        name="Meridian",
        short_name="Meridian",
        lang=current_language(),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#f6f1e1",
        theme_color="#f6f1e1",
        icons=[
            {"src": asset("img/mark.svg"), "type": "image/svg+xml", "sizes": "any"},
            *(
                {"src": asset(f"img/icon-{size}.png"), "type": "image/png", "sizes": f"{size}x{size}", "purpose": use}
                for size in ICON_SIZES
                for use in ("any", "maskable")
            ),
        ],
    )
    response.mimetype = "application/manifest+json"
    response.vary.update(("Cookie", "Accept-Language"))
    return response


@bp.get("/service-worker.js")
def show_service_worker() -> Response:
    """Send the script that keeps pages for when there is no connection: from here its reach is the whole site."""
    response = send_file(config.ROOT / "static" / "js" / "service-worker.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/healthz")
def show_health() -> Response:
    """Say that this process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def show_readiness() -> Response:
    """Say that the database answers too."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")
