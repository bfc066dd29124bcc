"""Pages of events as such: which there are, and how to create one."""

from itertools import islice

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.rules.event_templates import TEMPLATES
from conference.draft.services import create_event_from
from conference.events.forms import NewEventForm
from conference.events.queries import events_organised_by, roles_by_event
from conference.events.rules import Action, SlugMalformed, may
from conference.events.services import SlugTaken
from conference.events.views.blueprint import bp
from conference.programme.queries import newest_releases
from conference.web.guards import account, signed_in

MOST_COPIED = 5
"""How many events are named that a new one could be copied from."""


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
    form = NewEventForm(
        languages=[account().language], templates={key: template.last_day for key, template in TEMPLATES.items()}
    )
    if form.validate_on_submit() and not form.preview.data:
        try:
            event = create_event_from(
                TEMPLATES.get(form.template.data), owner_id=account().id, slug=form.wanted_slug(), now=clock.now(),
                **vars(form.facts()),
            )  # fmt: skip
        except SlugTaken:
            form.refuse_slug(is_taken=True)
        except SlugMalformed:
            form.refuse_slug(is_taken=False)
        else:
            flash(_("Your event is there. Only its organisers see it until you publish."), "success")
            return redirect(url_for("draft.show_overview", event=event.slug))
    roles = roles_by_event(account().id)
    copied = (one for one in events_organised_by(account().id) if may(roles.get(one.id), Action.EDIT_DRAFT))
    page = render_template("events/create_event.html", form=form, copied=list(islice(copied, MOST_COPIED)))
    return page, 422 if form.errors else 200
