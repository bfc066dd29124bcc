"""Deciding on one proposal or several: the letter first, then the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.events.rules import Action
from conference.events.tables import Event
from conference.proposals.forms.review import DecisionForm, decision_form, usual_letter
from conference.proposals.queries import NoSuchProposal, proposals_of
from conference.proposals.rules.letters import filled_in
from conference.proposals.rules.listing import wanted_from
from conference.proposals.rules.states import DECISIONS, TOLD, State, may_decide
from conference.proposals.services import Decision, decide_proposals
from conference.proposals.tables import Proposal
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk
from conference.translated import pick
from conference.web.filters import public_address
from conference.web.guards import organiser

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Preview:
    """A letter as one of those concerned will read it."""

    proposal: Proposal
    subject: str
    body: str


@bp.route("/<event>/organise/proposals/decide", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def decide(event: Event) -> Response | tuple[str, int]:
    """Decide on the proposals that the address names, with the letter that stands in the form, or without any."""
    wanted = request.args.get("to", "")
    if wanted not in DECISIONS:
        abort(404)
    state = State(wanted)
    codes = list(dict.fromkeys(request.args.getlist("code")))[:MOST_AT_ONCE]
    if not codes:
        flash(_("Tick at least one proposal first."), "error")
        return _back(event, [])
    proposals = proposals_of(event.id, codes)
    if len(proposals) != len(codes):
        raise NoSuchProposal
    concerned = [one for one in proposals if may_decide(one.state, state)]
    told = [one for one in concerned if state in TOLD and one.told_state != state]
    form = _form(state, told)
    is_silent = "silent" in request.form or not told
    if request.method == "POST" and "preview" not in request.form:
        # Without a letter nothing of the form matters but its token, which is checked before.
        if is_silent or form.validate_on_submit():
            decision = decide_proposals(
                event.id, codes, state, letters={} if is_silent else form.letters(),
                secret_key=current_app.config["SECRET_KEY"], now=clock.now(),
            )  # fmt: skip
            _say(state, decision)
            return _back(event, codes)
    elif request.method == "POST":
        form.validate()
    return desk(
        "proposals/decide.html", event, status=422 if form.errors else 200, form=form, state=state,
        concerned=concerned, told=told, left=[one for one in proposals if one not in concerned],
        previews=_previews(event, form, told) if "preview" in request.form and not form.errors else [],
        arguments=wanted_from(request.args).arguments,
    )  # fmt: skip


def _form(state: State, told: Sequence[Proposal]) -> DecisionForm:
    languages = list(dict.fromkeys(one.letters_language for one in told))
    known: dict[str, str] = {}
    for language in languages:
        words = usual_letter(state, language)
        known |= {f"subject_{language}": words.subject, f"body_{language}": words.body}
    form: DecisionForm = decision_form(languages)(data=known)
    return form


def _previews(event: Event, form: DecisionForm, told: Sequence[Proposal]) -> list[Preview]:
    """Return the letter to the first of those concerned in each language."""
    letters = form.letters()
    first = {one.letters_language: one for one in reversed(told)}
    shown = []
    for language, one in first.items():
        facts = {
            "name": one.contact_name,
            "title": one.title,
            "event": pick(event.title, language, event.languages),
            "link": public_address("/proposals/…"),
        }
        words = letters[language]
        shown.append(Preview(one, filled_in(words.subject, facts), filled_in(words.body, facts)))
    return shown


def _say(state: State, decision: Decision) -> None:
    count = len(decision.changed)
    sentences = {
        State.ACCEPTED: ngettext("%(num)s proposal is accepted.", "%(num)s proposals are accepted.", count),
        State.WAITING: ngettext(
            "%(num)s proposal is on the waiting list.", "%(num)s proposals are on the waiting list.", count
        ),
        State.DECLINED: ngettext("%(num)s proposal is declined.", "%(num)s proposals are declined.", count),
        State.NEW: ngettext("%(num)s proposal is new again.", "%(num)s proposals are new again.", count),
    }
    words = [sentences[state]] if count else [_("Nothing changed: it was decided so before.")]
    if decision.told:
        words.append(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", len(decision.told)))
    if state is State.ACCEPTED and count:
        words.append(_("As sessions without a slot they now wait in the draft."))
    flash(" ".join(words), "success")
    if decision.withdrawn:
        left = len(decision.withdrawn)
        flash(ngettext("%(num)s was withdrawn and stays so.", "%(num)s were withdrawn and stay so.", left), "warning")


def _back(event: Event, codes: Sequence[str]) -> Response:
    arguments = wanted_from(request.args).arguments
    if len(codes) == 1:
        return redirect(url_for("proposals.show_proposal", event=event.slug, code=codes[0], **arguments), 303)
    return redirect(url_for("proposals.list_proposals", event=event.slug, **arguments), 303)
