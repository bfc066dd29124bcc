"""For how long an event keeps data of people."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.events.rules import Action
from conference.events.tables import Event
from conference.privacy import services
from conference.privacy.forms import RetentionForm
from conference.privacy.queries.retention import Keeping, count_registered, keeping_of
from conference.privacy.rules import FEWEST_DAYS, MOST_DAYS, USUAL_DAYS, DaysOutOfBounds, LongerThanPromised
from conference.privacy.views.blueprint import bp
from conference.web.guards import account, organiser


@bp.app_context_processor
def _told_everywhere() -> dict[str, object]:
    """Give templates ``keeping_of(event_id)`` and ``data_go_soon(event_id)``, and the usual number of days."""
    return {"keeping_of": _keeping, "data_go_soon": _near, "usual_kept_days": USUAL_DAYS}


def _keeping(event_id: int) -> Keeping:
    """Ask once for each request."""
    known: dict[int, Keeping] = g.setdefault("keeping", {})
    if event_id not in known:
        known[event_id] = keeping_of(event_id)
    return known[event_id]


def _near(event_id: int) -> Keeping | None:
    found = _keeping(event_id)
    return found if found.is_near(clock.now()) else None


@bp.route("/<event>/organise/people-data", methods=["GET", "POST"])
@organiser(Action.EDIT_EVENT)
def edit_retention(event: Event) -> Response | tuple[str, int]:
    """Say for how many days past its end the event keeps data of people, and read what goes then."""
    keeping = keeping_of(event.id)
    form = RetentionForm(data={"days": keeping.days})
    if keeping.cleared_at is None and form.validate_on_submit():
        try:
            services.set_retention(event.id, form.days.data or 0)
        except LongerThanPromised as refusal:
            form.days.errors = [
                _("Those who have registered were told %(days)s days. You can only shorten that.", days=refusal.days)
            ]
        except DaysOutOfBounds as refusal:
            form.days.errors = [
                _("Choose a number from %(at_least)s to %(at_most)s.", at_least=refusal.fewest, at_most=refusal.most)
            ]
        else:
            flash(_("How long people’s data are kept is saved."), "success")
            return redirect(url_for("privacy.edit_retention", event=event.slug), 303)
    page = render_template(
        "privacy/edit_retention.html",
        **organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id)),
        here="retention",
        form=form,
        keeping=keeping,
        last_kept_day=zones.local_day(keeping.goes_at - timedelta(seconds=1), event.zone),
        is_promised=count_registered(event.id) > 0,
        bounds=(FEWEST_DAYS, MOST_DAYS),
    )
    return page, 422 if form.errors else 200
