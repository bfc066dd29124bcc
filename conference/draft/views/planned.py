"""Releases that are planned for a set time."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.forms.publish import ReleaseForm, release_form
from conference.draft.queries import NoSuchPlan, plan_of
from conference.draft.services import PlanDone, PlanNotFound, TimeHasPassed, change_plan, withdraw_plan
from conference.draft.tables import PlannedRelease
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.guards import account, organiser


@bp.route("/publish/planned/<int:plan_id>", methods=["GET", "POST"])
@organiser(Action.PUBLISH)
def edit_plan(event: Event, plan_id: int) -> Response | tuple[str, int]:
    """Give a planned release another time or other notes."""
    plan = _plan(event, plan_id)
    form: ReleaseForm = release_form(tuple(event.languages), event.zone)(data={"notes": dict(plan.notes)})
    form.needs_time = True
    if not form.is_submitted():
        form.show_instant(plan.due_at)
    if form.validate_on_submit() and form.due_at:
        try:
            change_plan(
                event.id, plan.id, due_at=form.due_at, notes=form.notes.data, author_id=account().id, now=clock.now()
            )
        except TimeHasPassed:
            form.say_at("day", _("This time has passed. Choose one that is still to come."))
        except PlanDone:
            return _too_late(event)
        else:
            flash(_("The planned release is changed."), "success")
            return _back(event)
    return page("draft/edit_plan.html", event, status=422 if form.errors else 200, form=form, plan=plan, here="publish")


@bp.post("/publish/planned/<int:plan_id>/withdraw")
@organiser(Action.PUBLISH)
def withdraw_planned(event: Event, plan_id: int) -> Response:
    """Let a planned release not be published."""
    plan = _plan(event, plan_id)
    try:
        withdraw_plan(event.id, plan.id, now=clock.now())
    except PlanNotFound:
        abort(404)
    except PlanDone:
        return _too_late(event)
    flash(_("It will not be published then. The draft stays as it is."), "success")
    return _back(event)


def _plan(event: Event, plan_id: int) -> PlannedRelease:
    try:
        return plan_of(event.id, plan_id)
    except NoSuchPlan:
        abort(404)


def _too_late(event: Event) -> Response:
    flash(_("This is done already, so it cannot be changed any more. The list shows what became of it."), "warning")
    return _back(event)


def _back(event: Event) -> Response:
    return redirect(url_for("draft.show_publish", event=event.slug, _anchor="planned"), 303)
