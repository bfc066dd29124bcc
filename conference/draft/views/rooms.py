"""Rooms: their list, order and forms."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.forms.clashes import availability_form
from conference.draft.forms.places import room_form
from conference.draft.queries import acceptances, draft_state, room_of, room_spans
from conference.draft.rules.missing import Place, find_missing, missing_by_key
from conference.draft.services import StillInUse
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import onward, page, stored
from conference.draft.views.undo import removed_page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.get("/rooms")
@organiser(Action.SEE_DRAFT)
def list_rooms(event: Event) -> tuple[str, int]:
    """Show the rooms in their order."""
    state = draft_state(event, now=clock.now())
    lacking = missing_by_key(find_missing(state.programme.document, acceptances(event.id)), Place.ROOM)
    return page("draft/list_rooms.html", event, state=state, lacking=lacking)


@bp.route("/rooms/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_room(event: Event) -> Response | tuple[str, int]:
    """Add a room."""
    form = room_form(tuple(event.languages))()
    if stored(form, lambda: services.add_room(event.id, **form.facts())):
        flash(_("The room is added."), "success")
        return onward(event, form, another="draft.create_room", otherwise="draft.list_rooms")
    return page("draft/edit_room.html", event, form=form, room=None, status=form.status, here="rooms")


@bp.route("/rooms/<key>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_room(event: Event, key: str) -> Response | tuple[str, int]:
    """Change a room."""
    room = room_of(event.id, key)
    form = room_form(tuple(event.languages))(obj=room)
    if stored(form, lambda: services.edit_room(event.id, key, version=form.version.data, **form.facts())):
        flash(_("The room is saved."), "success")
        return redirect(url_for("draft.list_rooms", event=event.slug), 303)
    free = availability_form(
        room_spans(event.id).get(key, []), days=zones.days_between(event.first_day, event.last_day), zone=event.zone
    )
    return page("draft/edit_room.html", event, form=form, room=room, free=free, status=form.status, here="rooms")


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
            removed = services.remove_room(event.id, key)
        except StillInUse as refusal:
            in_use = refusal
        else:
            return removed_page(event, removed, pick(removed.values["name"], current_language(), event.languages))
    return page("draft/remove_room.html", event, room=room, in_use=in_use, status=422 if in_use else 200, here="rooms")
