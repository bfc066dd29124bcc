"""Rooms: their list, order and forms."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.draft import services
from conference.draft.forms.places import room_form
from conference.draft.queries import room_of
from conference.draft.services import StillInUse
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page, stored
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import organiser


@bp.get("/rooms")
@organiser(Action.SEE_DRAFT)
def list_rooms(event: Event) -> tuple[str, int]:
    """Show the rooms in their order."""
    return page("draft/list_rooms.html", event)


@bp.route("/rooms/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_room(event: Event) -> Response | tuple[str, int]:
    """Add a room."""
    form = room_form(tuple(event.languages))()
    if stored(form, lambda: services.add_room(event.id, **form.facts())):
        flash(_("The room is added."), "success")
        return redirect(url_for("draft.list_rooms", event=event.slug), 303)
    return page("draft/edit_room.html", event, form=form, room=None, status=form.status, here="rooms")


@bp.route("/rooms/<key>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_room(event: Event, key: str) -> Response | tuple[str, int]:
    """Change a room."""
    room = room_of(event.id, key)
    form = room_form(tuple(event.languages))(obj=room)
    if stored(form, lambda: services.edit_room(event.id, key, version=form.version.data, **form.facts())):
        flash(_("The room is stored."), "success")
        return redirect(url_for("draft.list_rooms", event=event.slug), 303)
    return page("draft/edit_room.html", event, form=form, room=room, status=form.status, here="rooms")


@bp.post("/rooms/<key>/move")
@organiser(Action.EDIT_DRAFT)
def move_room(event: Event, key: str) -> Response:
    """Move a room one place up or down."""
    match request.form.get("step"):
        case "up":
            services.move_room(event.id, key, step=-1)
        case "down":
            services.move_room(event.id, key, step=1)
        case _other:
            abort(400)
    return redirect(url_for("draft.list_rooms", event=event.slug, _anchor=f"room-{key}"), 303)


@bp.route("/rooms/<key>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_room(event: Event, key: str) -> Response | tuple[str, int]:
    """Remove a room in which no session is, after asking."""
    room = room_of(event.id, key)
    in_use = None
    if request.method == "POST":
        try:
            services.remove_room(event.id, key)
        except StillInUse as refusal:
            in_use = refusal
        else:
            flash(_("The room is removed."), "success")
            return redirect(url_for("draft.list_rooms", event=event.slug), 303)
    return page("draft/remove_room.html", event, room=room, in_use=in_use, status=422 if in_use else 200, here="rooms")
