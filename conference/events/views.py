"""Pages of events as such: which there are, and how to create one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.events.forms import EventForm
from conference.events.queries import events_organised_by
from conference.events.rules import SlugMalformed
from conference.events.services import SlugTaken
from conference.events.services import create_event as create
from conference.programme.queries import newest_releases
from conference.web.guards import account, signed_in

bp = Blueprint("events", __name__)


@bp.get("/")
def list_events() -> Response | str:
    """Show the events; a visitor goes straight to the only one."""
    published = newest_releases()
    organised = events_organised_by(current_user.id) if current_user.is_authenticated else []
    may_create = current_user.is_authenticated and current_user.may_create_events
    if len(published) == 1 and not organised and not may_create:
        return redirect(url_for("programme.show_welcome", event=published[0].programme.event.slug))
    return render_template(
        "events/list_events.html", published=published, organised=organised, may_create=may_create,
        numbers={one.event_id: one.number for one in published},
    )  # fmt: skip


@bp.route("/events/new", methods=["GET", "POST"])
@signed_in
def create_event() -> Response | tuple[str, int]:
    """Create an event."""
    if not account().may_create_events:
        abort(403)
    form = EventForm(languages=[account().language])
    if form.validate_on_submit() and not form.preview.data:
        try:
            event = create(owner_id=account().id, slug=form.wanted_slug(), now=clock.now(), **vars(form.facts()))
        except SlugTaken:
            form.refuse_slug(is_taken=True)
        except SlugMalformed:
            form.refuse_slug(is_taken=False)
        else:
            flash(_("Your event is there. Only its organisers see it until you publish."), "success")
            return redirect(url_for("draft.show_overview", event=event.slug))
    page = render_template("events/create_event.html", form=form)
    return page, 422 if form.errors else 200
