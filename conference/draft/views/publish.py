"""Publishing: what is new, and the button."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.services import settle_bookings
from conference.draft.forms.publish import PublishForm
from conference.draft.queries import draft_state
from conference.draft.rules.missing import find_missing
from conference.draft.services import NothingChanged, PublishedMeanwhile, publish_release
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import account, organiser

SHOWN = 40
"""How many changes of a kind are named before the page merely counts them."""


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
            number = publish_release(
                event.id, author_id=account().id, note=form.note.data or "", now=clock.now(),
                number=form.number.data or None,
            ).number  # fmt: skip
        except PublishedMeanwhile as refusal:
            if refusal.author_id != account().id or refusal.number != form.number.data:
                words = _("Release %(number)s was published meanwhile. What is new since then stands here.",
                          number=refusal.number)  # fmt: skip
                flash(words, "warning")
                return redirect(url_for("draft.show_publish", event=event.slug), 303)
            number = refusal.number  # the button was pressed twice: it is done
        except NothingChanged as refusal:
            form.form_errors = [*form.form_errors, _("Release %(number)s says just the same.", number=refusal.number)]
            return _shown(event, form, 422)
        settle_bookings(event.id, now=clock.now())
        flash(_("Release %(number)s is published. Everybody sees it now.", number=number), "success")
        return redirect(url_for("draft.show_publish", event=event.slug), 303)
    return _shown(event, form, 422)


def _shown(event: Event, form: PublishForm, status: int) -> tuple[str, int]:
    state = draft_state(event, now=clock.now())
    form.number.data = state.next_number
    return page(
        "draft/show_publish.html", event, state=state, form=form, missing=find_missing(state.programme.document),
        older=state.newest.programme if state.newest else None, shown=SHOWN, status=status, here="publish",
    )  # fmt: skip
