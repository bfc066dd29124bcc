"""The form by which anybody proposes a session."""

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.rules import PRIVACY_NOTICE
from conference.agenda.queries import standing
from conference.codes import new_token
from conference.events.queries import event_by_slug
from conference.events.tables import Event
from conference.programme.queries import newest_release_of
from conference.proposals.forms.proposal import TRAP, ProposalFormFrame
from conference.proposals.queries import call_of, stage_of_call
from conference.proposals.rules.states import CallClosed, Stage
from conference.proposals.services import TooManyLetters, propose
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import new_form
from conference.web import limits
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import open_to_all
from conference.web.limits import limiter
from conference.web.locale import current_language

LONGEST_MARK = 100


@bp.route("/<event>/propose", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.PROPOSE, methods=["POST"])
def show_form(event: str) -> Response:
    """Propose a session. The call's form stands open to all while the call does, whatever of the event is published."""
    found = event_by_slug(event)
    call = call_of(found.id)
    stage = stage_of_call(call, now=clock.now())
    if call is None or stage is Stage.OFF:
        abort(404)
    if stage is not Stage.OPEN:
        page = render_template("proposals/show_closed.html", **public_frame(found), call=call, stage=stage)
        return make_response(page, 422 if request.method == "POST" else 200)
    form = new_form(found, call, mark=new_token())
    if form.more.data:
        # Only more lines: what is missing is not missed yet.
        form.speakers.add_lines()
        return _shown(found, form, 200)
    if form.validate_on_submit() and _taken(found, form):
        cookie["proposed"] = {"event": found.slug, "email": form.contact_email.data, "title": form.title.data}
        return redirect(url_for("proposals.show_thanks", event=found.slug), 303)
    return _shown(found, form, 422 if form.errors else 200)


@bp.get("/<event>/propose/thanks")
def show_thanks(event: str) -> Response:
    """Say that a proposal came in, and where the letter about it went."""
    found = event_by_slug(event)
    told = cookie.get("proposed") or {}
    if told.get("event") != found.slug:
        return redirect(url_for("proposals.show_form", event=found.slug), 303)
    response = make_response(render_template("proposals/show_thanks.html", **public_frame(found), told=told))
    response.headers["Cache-Control"] = "no-store"
    return response


def _taken(event: Event, form: ProposalFormFrame) -> bool:
    """Store what was filled in; say at the field where that is refused."""
    if form[TRAP].data:
        return True
    try:
        propose(
            event.id,
            form.facts(),
            letters_language=current_language(),
            consent_version=PRIVACY_NOTICE,
            sent_from=(form["sent_from"].data or new_token())[:LONGEST_MARK],
            secret_key=current_app.config["SECRET_KEY"],
            now=clock.now(),
        )
    except CallClosed:
        form.form_errors.append(_("The call has just been closed."))
    except TooManyLetters:
        form.contact_email.errors = [_("Several proposals came from this address just now. Please wait an hour.")]
    else:
        return True
    return False


def _shown(event: Event, form: ProposalFormFrame, status: int) -> Response:
    call = call_of(event.id)
    page = render_template("proposals/show_form.html", **public_frame(event), form=form, call=call, own=None)
    return make_response(page, status)


def public_frame(event: Event) -> dict[str, object]:
    """Return what a page about the call needs for all to see: the frame of the event where it is published.

    ``published`` is None where it is not; the page then says nothing of the event but its title.
    """
    published = newest_release_of(event.id)
    if published is None:
        return {"event": event, "published": None, "zones": [event.zone]}
    return {"event": event, **event_frame(published, standing(published, visitor_id()))}
