"""A proposal's private page, for those who made it: reading, changing, withdrawing."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference import clock
from conference.proposals.queries import (
    call_of,
    proposal_by_token,
    questions_of,
    stage_of_call,
)
from conference.proposals.rules.states import CallClosed, Decided, may_edit, may_withdraw
from conference.proposals.services import edit_proposal, withdraw_proposal
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import edit_form
from conference.proposals.views.public import public_frame
from conference.proposals.views.words import names_in
from conference.questions.rules.asking import answered
from conference.web import limits
from conference.web.guards import open_to_all
from conference.web.headers import kept_private
from conference.web.limits import limiter
from conference.web.locale import current_language


@bp.get("/proposals/<token>")
def show_own(token: str) -> Response:
    """Show a proposal to those who made it. What was decided is told by letter, and stands here after that."""
    proposal, event = proposal_by_token(token)
    call = call_of(event.id)
    stage = stage_of_call(call, now=clock.now())
    return kept_private(
        render_template(
            "proposals/show_own.html", **public_frame(event), token=token, proposal=proposal, call=call, stage=stage,
            answers=answered(questions_of(event.id), proposal.answers, current_language()),
            may_edit=may_edit(proposal.state, stage), may_withdraw=may_withdraw(proposal.state),
            **names_in(event, proposal),
        )
    )  # fmt: skip


@bp.route("/proposals/<token>/edit", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.PROPOSE, methods=["POST"])
def edit_own(token: str) -> Response:
    """Change a proposal while the call is open."""
    proposal, event = proposal_by_token(token)
    call = call_of(event.id)
    if call is None or not may_edit(proposal.state, stage_of_call(call, now=clock.now())):
        return _refused(token)
    form = edit_form(event, call, proposal)
    if form.more.data:
        form.speakers.add_lines()
    elif form.validate_on_submit():
        try:
            edit_proposal(proposal.id, form.facts(contact_email=proposal.contact_email), now=clock.now())
        except (CallClosed, Decided):
            return _refused(token)
        flash(_("Your proposal is changed."), "success")
        return _back(token)
    page = render_template(
        "proposals/edit_own.html", **public_frame(event), token=token, proposal=proposal, call=call, form=form,
        own=proposal,
    )  # fmt: skip
    return kept_private(page, 422 if form.errors and not form.more.data else 200)


@bp.post("/proposals/<token>/withdraw")
@open_to_all
def withdraw(token: str) -> Response:
    """Take a proposal back."""
    proposal, _event = proposal_by_token(token)
    try:
        withdraw_proposal(proposal.id, now=clock.now())
    except Decided:
        return _refused(token)
    flash(_("Your proposal is withdrawn."), "success")
    return _back(token)


def _back(token: str) -> Response:
    return kept_private(make_response(redirect(url_for("proposals.show_own", token=token), 303)))


def _refused(token: str) -> Response:
    if request.method == "POST":
        flash(_("Your proposal can no longer be changed. Please write to the organisers."), "error")
    return _back(token)
