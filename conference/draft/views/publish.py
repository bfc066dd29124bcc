"""Publishing: what is new, and the button."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.services import settle_bookings
from conference.draft.forms.publish import PublishForm
from conference.draft.queries import draft_state
from conference.draft.rules.missing import find_missing
from conference.draft.services import NothingChanged, publish_release
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import account, organiser


@bp.get("/publish")
@organiser(Action.SEE_DRAFT)
def show_publish(event: Event) -> tuple[str, int]:
    """Show what the next release would bring, and what speaks against it."""
    return _shown(event, PublishForm(), 200)


@bp.post("/publish")
@organiser(Action.PUBLISH)
def publish(event: Event) -> Response | tuple[str, int]:
    """Publish the draft as the next release."""
    form = PublishForm()
    if form.validate_on_submit():
        try:
            release = publish_release(event.id, author_id=account().id, note=form.note.data or "", now=clock.now())
        except NothingChanged as refusal:
            form.form_errors = [*form.form_errors, _("Release %(number)s says just the same.", number=refusal.number)]
        else:
            settle_bookings(event.id, now=clock.now())
            flash(_("Release %(number)s is published. Everybody sees it now.", number=release.number), "success")
            return redirect(url_for("draft.show_publish", event=event.slug), 303)
    return _shown(event, form, 422)


def _shown(event: Event, form: PublishForm, status: int) -> tuple[str, int]:
    state = draft_state(event, now=clock.now())
    return page(
        "draft/show_publish.html", event, state=state, form=form, missing=find_missing(state.programme.document),
        older=state.newest.programme if state.newest else None, status=status, here="publish",
    )  # fmt: skip
