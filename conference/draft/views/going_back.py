"""Making an earlier release the newest again."""

from flask import abort, flash, redirect, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.services import settle_bookings
from conference.draft.forms.publish import GoingBackForm, going_back_form
from conference.draft.queries import DraftState, draft_state
from conference.draft.rules.going_back import GoingBack, fingerprint, going_back
from conference.draft.rules.release_reading import Reading
from conference.draft.services import DraftChangedMeanwhile, NothingChanged, PublishedMeanwhile, go_back_to
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.draft.views.publish import outlook_on
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Programme, succeed
from conference.programme.queries import ReleaseNotFound, released_document
from conference.translated import Translated
from conference.web.guards import account, organiser
from conference.web.locale import current_language

SHOWN = 60
"""How many changes of a kind are named before the page merely counts them."""


@bp.route("/publish/back/<int:number>", methods=["GET", "POST"])
@organiser(Action.PUBLISH)
def go_back(event: Event, number: int) -> Response | tuple[str, int]:
    """Show what going back to an earlier release would change and lose, and do it."""
    state = draft_state(event, now=clock.now())
    back = _back(event, state, number)
    form: GoingBackForm = going_back_form(tuple(event.languages))(data={"notes": _note(event, number)})
    if form.validate_on_submit():
        try:
            published = go_back_to(
                event.id, number, newest=form.newest.data or 0, seen=form.seen.data or "", author_id=account().id,
                note=form.notes.data, now=clock.now(),
            )  # fmt: skip
        except NothingChanged as refusal:
            form.form_errors = [*form.form_errors, _("Release %(number)s says just the same.", number=refusal.number)]
        except (PublishedMeanwhile, DraftChangedMeanwhile):
            words = _("Somebody changed or published something meanwhile. Please look again at what would be lost.")
            form.form_errors = [*form.form_errors, words]
        else:
            settle_bookings(event.id, now=clock.now())
            words = _("Release %(number)s is published: the programme is as in release %(earlier)s again.",
                      number=published.number, earlier=number)  # fmt: skip
            flash(words, "success")
            return redirect(url_for("draft.show_publish", event=event.slug), 303)
    return _shown(event, state, back, form, number)


def _shown(event: Event, state: DraftState, back: GoingBack, form: GoingBackForm, number: int) -> tuple[str, int]:
    newest = state.newest
    if newest is None:
        abort(404)
    form.newest.data = newest.number
    form.seen.data = fingerprint(state.programme.document)
    drafted = succeed(newest.programme.document, state.programme.document, published_at=clock.now())
    language = current_language()
    return page(
        "draft/go_back.html", event, status=422 if form.errors else 200, state=state, form=form, number=number,
        back=back, shown=SHOWN, here="publish",
        reading=Reading(newest.programme, Programme(back.target), back.pending, language),
        losing=Reading(newest.programme, Programme(drafted), back.lost, language),
        **outlook_on(event, newest.programme.document, back.target, back.pending.changes),
    )  # fmt: skip


def _back(event: Event, state: DraftState, number: int) -> GoingBack:
    """Return what going back means; the newest release is none to go back to."""
    if state.newest is None or number >= state.newest.number:
        abort(404)
    try:
        earlier = released_document(event.id, number)
    except ReleaseNotFound:
        abort(404)
    return going_back(earlier, state.newest.programme.document, state.programme.document, now=clock.now())


def _note(event: Event, number: int) -> Translated:
    """Return what the release says of itself unless the organiser says otherwise, in each language of the event."""
    notes = {}
    for language in event.languages:
        with force_locale(language):
            notes[language] = _("The programme is as in release %(number)s again.", number=number)
    return notes
