"""What an event says of itself."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.queries import draft_state
from conference.draft.rules.clashes import ClashKind, find_clashes
from conference.draft.services import SlugFixed, StaleVersion, edit_settings
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.forms import EventForm
from conference.events.rules import Action, SlugMalformed
from conference.events.services import SlugTaken
from conference.events.tables import Event
from conference.web.guards import organiser


@bp.route("/event", methods=["GET", "POST"])
@organiser(Action.EDIT_EVENT)
def edit_event(event: Event) -> Response | tuple[str, int]:
    """Change the event's title, texts, days, zones and languages."""
    state = draft_state(event, now=clock.now())
    form = EventForm(obj=event)
    stale = None
    if form.validate_on_submit() and not form.preview.data:
        slug = event.slug if state.newest else form.wanted_slug()
        try:
            edited = edit_settings(event.id, form.facts(), slug=slug, version=form.version.data)
        except StaleVersion as refusal:
            stale = refusal
            form.version.data = refusal.version
        except SlugFixed:  # published meanwhile: the page, drawn again, no longer offers another
            return redirect(url_for("draft.edit_event", event=event.slug), 303)
        except SlugTaken:
            form.refuse_slug(is_taken=True)
        except SlugMalformed:
            form.refuse_slug(is_taken=False)
        else:
            flash(_("The event is saved."), "success")
            _warn_of_sessions_outside(edited)
            return redirect(url_for("draft.edit_event", event=edited.slug), 303)
    return page(
        "draft/edit_event.html", event, state=state, form=form, stale=stale,
        stale_rows=[(form[name].label.text, stale.stored[name], stale.wanted[name]) for name in stale.differing]
        if stale else [],
        status=409 if stale else 422 if form.errors else 200, here="event",
    )  # fmt: skip


def _warn_of_sessions_outside(event: Event) -> None:
    document = draft_state(event, now=clock.now()).programme.document
    outside = sum(clash.kind is ClashKind.OUTSIDE_EVENT for clash in find_clashes(document))
    if outside:
        words = ngettext(
            "%(num)s session now lies outside the event’s days. It stays where it is; the overview names it.",
            "%(num)s sessions now lie outside the event’s days. They stay where they are; the overview names them.",
            outside,
        )
        flash(words, "warning")
