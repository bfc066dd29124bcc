"""Bringing back what was just removed.

What was removed stands, signed, in the page that says so. It is kept nowhere else, and an hour later it is gone.
"""

from dataclasses import asdict

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from conference import clock
from conference.draft import services
from conference.draft.services import ExternalIdTaken, IsThere, NotInDraft, Removed
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import organiser

SECONDS = 3600
"""How long something can be brought back."""

_LISTS = {
    "Theme": "themes", "Room": "rooms", "Speaker": "speakers", "Municipality": "partnerships",
    "Partnership": "partnerships", "Session": "sessions",
}  # fmt: skip


def removed_page(event: Event, removed: Removed, name: str) -> tuple[str, int]:
    """Say that something is removed, and offer to bring it back.

    :param name: by which people know it.
    """
    here = _LISTS[removed.kind]
    token = _signer().dumps({"event": event.id, "name": name, "removed": asdict(removed)})
    return page(
        "draft/show_removed.html", event, name=name, token=token, back=f"draft.list_{here}", here=here,
        is_session=removed.kind == "Session",
    )  # fmt: skip


@bp.post("/bring-back")
@organiser(Action.EDIT_DRAFT)
def bring_back(event: Event) -> Response:
    """Bring back what was removed within the hour."""
    try:
        told = _signer().loads(request.form.get("removed", ""), max_age=SECONDS)
    except BadSignature:
        told = None
    if told is None or told["event"] != event.id:
        flash(_("This cannot be brought back any more."), "error")
        return redirect(url_for("draft.show_overview", event=event.slug), 303)
    removed = Removed(**told["removed"])
    try:
        services.bring_back(event.id, removed, now=clock.now())
    except (IsThere, ExternalIdTaken):
        flash(_("“%(name)s” is there already, or something took its place.", name=told["name"]), "warning")
    except NotInDraft:
        flash(_("Something that “%(name)s” names was removed, too. Bring that back first.", name=told["name"]), "error")
    else:
        flash(_("“%(name)s” is back, just as it was.", name=told["name"]), "success")
    return redirect(url_for(f"draft.list_{_LISTS[removed.kind]}", event=event.slug), 303)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="draft-bring-back")
