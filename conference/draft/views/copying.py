"""Copying an event."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.forms.copying import copying_form
from conference.draft.services import copy_event as copy
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action, DayOutOfRange, SlugMalformed
from conference.events.services import SlugTaken
from conference.events.tables import Event
from conference.web.guards import account, organiser


@bp.route("/copy", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def copy_event(event: Event) -> Response | tuple[str, int]:
    """Make a new event that begins like this one."""
    if not account().may_create_events:
        abort(403)
    form = copying_form(event.languages)(data={"title": event.title})
    if form.validate_on_submit():
        try:
            made = copy(event.id, form.facts(event.languages[0]), owner_id=account().id, now=clock.now())
        except SlugTaken:
            form.refuse_slug(is_taken=True)
        except SlugMalformed:
            form.refuse_slug(is_taken=False)
        except DayOutOfRange as refusal:
            form.refuse_day(refusal.first_year, refusal.last_year)
        else:
            flash(_("The copy is there. Only you see it until you publish."), "success")
            return redirect(url_for("draft.show_overview", event=made.slug), 303)
    return page("draft/copy_event.html", event, form=form, status=422 if form.errors else 200, here="event")
