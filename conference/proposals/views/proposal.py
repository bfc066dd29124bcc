"""One proposal as reviewers see it: score, comments, labels, removal."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.db import LARGEST_KEY
from conference.events.rules import Action
from conference.events.tables import Event
from conference.proposals import services
from conference.proposals.forms.review import CommentForm
from conference.proposals.queries import (
    labels_of,
    listed_proposals,
    proposal_of,
    questions_of,
    review_of,
    session_code_of,
)
from conference.proposals.rules.listing import found, neighbours, wanted_from
from conference.proposals.rules.states import BEST, DECISIONS, WORST, may_decide
from conference.proposals.services import NotYours
from conference.proposals.tables import Proposal
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk
from conference.proposals.views.words import names_in
from conference.questions.rules.asking import answered
from conference.web.guards import account, organiser
from conference.web.locale import current_language


@bp.get("/<event>/organise/proposals/<code>")
@organiser(Action.SEE_PROPOSALS)
def show_proposal(event: Event, code: str) -> tuple[str, int]:
    """Show a proposal with all its answers, and what reviewers say of it."""
    return _shown(event, proposal_of(event.id, code))


@bp.post("/<event>/organise/proposals/<code>/score")
@organiser(Action.REVIEW_PROPOSALS)
def score(event: Event, code: str) -> Response:
    """Give a proposal one's score, or take it back."""
    given = request.form.get("score", "")
    if given not in {"", *map(str, range(WORST, BEST + 1))}:
        abort(400)
    services.score_proposal(event.id, code, account().id, int(given) if given else None, now=clock.now())
    flash(_("Your score is noted.") if given else _("Your score is taken back."), "success")
    return _back(event, code)


@bp.post("/<event>/organise/proposals/<code>/comments")
@organiser(Action.REVIEW_PROPOSALS)
def comment(event: Event, code: str) -> Response | tuple[str, int]:
    """Say something of a proposal to the other organisers."""
    form = CommentForm()
    if not form.validate_on_submit():
        return _shown(event, proposal_of(event.id, code), comment_form=form)
    services.comment_on(event.id, code, account().id, form.text.data or "", now=clock.now())
    flash(_("Your comment is noted."), "success")
    return _back(event, code, anchor="comments")


@bp.route("/<event>/organise/proposals/<code>/comments/<int:number>", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def edit_comment(event: Event, code: str, number: int) -> Response | tuple[str, int]:
    """Change one's own comment."""
    proposal = proposal_of(event.id, code)
    known = _own_comment(proposal, number)
    form = CommentForm(data={"text": known})
    if form.validate_on_submit():
        try:
            services.edit_comment(event.id, code, number, account().id, form.text.data or "", now=clock.now())
        except NotYours:
            abort(404)
        flash(_("Your comment is changed."), "success")
        return _back(event, code, anchor="comments")
    return desk(
        "proposals/edit_comment.html", event, proposal=proposal, form=form, number=number,
        status=422 if form.errors else 200, arguments=wanted_from(request.args).arguments,
    )  # fmt: skip


@bp.post("/<event>/organise/proposals/<code>/comments/<int:number>/remove")
@organiser(Action.REVIEW_PROPOSALS)
def remove_comment(event: Event, code: str, number: int) -> Response | tuple[str, int]:
    """Remove one's own comment; its words stand in the field for a new one, to be noted again."""
    proposal = proposal_of(event.id, code)
    _own_comment(proposal, number)
    try:
        text = services.remove_comment(event.id, code, number, account().id)
    except NotYours:
        abort(404)
    flash(_("Your comment is removed. Its words still stand below, should you want them back."), "success")
    form = CommentForm(formdata=None, data={"text": text})
    return _shown(event, proposal, comment_form=form)


@bp.post("/<event>/organise/proposals/<code>/labels")
@organiser(Action.REVIEW_PROPOSALS)
def label_proposal(event: Event, code: str) -> Response:
    """Choose the labels of a proposal."""
    chosen = [int(text) for text in request.form.getlist("label") if text.isascii() and text.isdecimal()]
    services.label_proposal(event.id, code, [number for number in chosen if number <= LARGEST_KEY])
    flash(_("The labels are saved."), "success")
    return _back(event, code, anchor="labels")


@bp.route("/<event>/organise/proposals/<code>/remove", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def remove_proposal(event: Event, code: str) -> Response | tuple[str, int]:
    """Remove a proposal with all personal data in it, after asking."""
    proposal = proposal_of(event.id, code)
    if request.method == "POST":
        services.remove_proposal(event.id, code)
        flash(_("“%(title)s” is removed, with everything that was said of it.", title=proposal.title), "success")
        return redirect(url_for("proposals.list_proposals", event=event.slug), 303)
    return desk(
        "proposals/remove_proposal.html", event, proposal=proposal, review=review_of(proposal.id),
        session_code=session_code_of(event.id, proposal.session_uid),
    )  # fmt: skip


def _shown(event: Event, proposal: Proposal, *, comment_form: CommentForm | None = None) -> tuple[str, int]:
    wanted = wanted_from(request.args)
    chosen = found(listed_proposals(event.id), wanted, reviewer_id=account().id)
    before, after = neighbours(chosen, proposal.code)
    review = review_of(proposal.id)
    form = comment_form or CommentForm(formdata=None)
    context: dict[str, Any] = {
        "proposal": proposal,
        "review": review,
        "answers": answered(questions_of(event.id), proposal.answers, current_language()),
        "labels": labels_of(event.id),
        **names_in(event, proposal),
        "before": before,
        "after": after,
        "arguments": wanted.arguments,
        "form": form,
        "own_score": review.scores.by_account.get(account().id),
        "reviewer_id": account().id,
        "decisions": [state for state in DECISIONS if may_decide(proposal.state, state) and state != proposal.state],
        "session_code": session_code_of(event.id, proposal.session_uid),
        "worst": WORST,
        "best": BEST,
    }
    return desk("proposals/show_proposal.html", event, status=422 if form.errors else 200, **context)


def _own_comment(proposal: Proposal, number: int) -> str:
    own = {known.id: known.text for known, _name in review_of(proposal.id).comments if known.account_id == account().id}
    if number not in own:
        abort(404)
    return own[number]


def _back(event: Event, code: str, anchor: str | None = None) -> Response:
    arguments = wanted_from(request.args).arguments
    return redirect(url_for("proposals.show_proposal", event=event.slug, code=code, **arguments, _anchor=anchor), 303)
