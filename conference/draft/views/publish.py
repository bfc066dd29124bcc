"""Publishing: what is new, whom it would touch, who will be told, and the button."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import agendas_of
from conference.agenda.services import settle_bookings
from conference.calendars.queries import reach_in
from conference.draft.forms.publish import ReleaseForm, release_form
from conference.draft.queries import DraftState, acceptances, draft_state, plans_of, releases_of
from conference.draft.rules.impact import impact_of
from conference.draft.rules.missing import find_missing
from conference.draft.rules.release_reading import Reading
from conference.draft.services import NothingChanged, PublishedMeanwhile, TimeHasPassed, plan_release, publish_release
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.queries import role_of
from conference.events.rules import Action, may
from conference.events.tables import Event
from conference.notices.queries import Audience, audience_of
from conference.notices.rules import news_of
from conference.programme.document import Change, Document, Programme, changes_between, succeed
from conference.web.guards import account, organiser
from conference.web.locale import current_language
from conference.web.paging import page_of

SHOWN = 40
"""How many changes of a kind are named before the page merely counts them."""
TOLD_A_PAGE = 100


@bp.get("/publish")
@organiser(Action.SEE_DRAFT)
def show_publish(event: Event) -> tuple[str, int]:
    """Show what the next release would bring, whom it touches, and what speaks against it."""
    return _shown(event, _form(event), 200)


@bp.post("/publish")
@organiser(Action.PUBLISH)
def publish(event: Event) -> Response | tuple[str, int]:
    """Publish the draft as the next release."""
    form = _form(event)
    if form.validate_on_submit():
        try:
            number = publish_release(
                event.id, author_id=account().id, note=form.notes.data, now=clock.now(),
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


@bp.post("/publish/planned")
@organiser(Action.PUBLISH)
def plan_publishing(event: Event) -> Response | tuple[str, int]:
    """Let the draft, as it will be then, be published at a set time."""
    form = _form(event)
    form.needs_time = True
    if form.validate_on_submit() and form.due_at:
        try:
            plan_release(event.id, due_at=form.due_at, notes=form.notes.data, author_id=account().id, now=clock.now())
        except TimeHasPassed:
            form.say_at("day", _("This time has passed. Choose one that is still to come."))
        else:
            flash(_("It is planned. The draft is published then, as it is then."), "success")
            return redirect(url_for("draft.show_publish", event=event.slug, _anchor="planned"), 303)
    return _shown(event, form, 422)


@bp.get("/publish/told")
@organiser(Action.SEE_PEOPLE)
def list_told(event: Event) -> tuple[str, int]:
    """List who will be told of the next release by letter, and of which of their sessions."""
    state = draft_state(event, now=clock.now())
    changes = news_of(state.pending.changes, now=clock.now()) if state.newest else {}
    audience = audience_of(event.id, list(changes))
    return page(
        "draft/list_told.html", event, state=state, here="publish", audience=audience, news=changes,
        page=page_of(audience.people, request.args.get("page", 1, type=int), size=TOLD_A_PAGE),
    )  # fmt: skip


def _form(event: Event) -> ReleaseForm:
    return release_form(tuple(event.languages), event.zone)()


def _shown(event: Event, form: ReleaseForm, status: int) -> tuple[str, int]:
    state = draft_state(event, now=clock.now())
    form.number.data = state.next_number
    return page(
        "draft/show_publish.html", event, state=state, form=form,
        missing=find_missing(state.programme.document, acceptances(event.id)),
        older=state.newest.programme if state.newest else None, shown=SHOWN, status=status, here="publish",
        plans=plans_of(event.id), releases=releases_of(event.id), reach=reach_in(event.id),
        may_see_people=may(role_of(event.id, account().id), Action.SEE_PEOPLE), **outlook(event, state),
    )  # fmt: skip


def outlook(event: Event, state: DraftState) -> dict[str, Any]:
    """Return what the next release would change and do, for the page: see :func:`outlook_on`."""
    if state.newest is None:
        return {}
    following = succeed(state.newest.programme.document, state.programme.document, published_at=clock.now())
    return {
        "reading": Reading(state.newest.programme, Programme(following), state.pending, current_language()),
        **outlook_on(event, state.newest.programme.document, following, state.pending.changes),
    }


def outlook_on(
    event: Event, before: Document, after: Document, changes: Iterable[Change] | None = None
) -> dict[str, Any]:
    """Return what going from one programme to another does.

    :returns: ``impact``, on agendas and people; ``audience``, who would be told of it.
    """
    changes = changes_between(before, after) if changes is None else changes
    audience: Audience = audience_of(event.id, list(news_of(changes, now=clock.now())))
    return {"impact": impact_of(before, after, agendas_of(event.id)), "audience": audience}
