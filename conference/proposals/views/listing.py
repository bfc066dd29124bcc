"""The list of proposals, and as a file."""

from collections.abc import Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.events.rules import Action
from conference.events.tables import Event
from conference.proposals.queries import (
    all_proposals,
    call_of,
    labels_of,
    listed_proposals,
    questions_of,
    stage_of_call,
)
from conference.proposals.render import csv_bytes
from conference.proposals.rules.listing import Listed, Order, Scored, counted, found, wanted_from
from conference.proposals.rules.states import State
from conference.proposals.tables import Proposal
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk
from conference.questions.rules.asking import Answer, Kind, answered
from conference.translated import pick, sort_key
from conference.web.guards import account, organiser
from conference.web.locale import current_language
from conference.web.paging import page_of

PAGE_SIZE = 50


@bp.get("/<event>/organise/proposals")
@organiser(Action.SEE_PROPOSALS)
def list_proposals(event: Event) -> tuple[str, int]:
    """Show the proposals, filtered, a page at a time."""
    call = call_of(event.id)
    listed = listed_proposals(event.id)
    wanted = wanted_from(request.args)
    chosen = found(listed, wanted, reviewer_id=account().id)
    language = current_language()
    return desk(
        "proposals/list_proposals.html", event, call=call, stage=stage_of_call(call, now=clock.now()), wanted=wanted,
        counts=counted(listed), total=len(listed), states=list(State), orders=list(Order), scored=list(Scored),
        labels={label.id: label for label in labels_of(event.id)},
        cities=sorted({one.municipality for one in listed}, key=lambda name: sort_key(name, language)),
        found=page_of(chosen, request.args.get("page", 1, type=int), size=PAGE_SIZE),
    )  # fmt: skip


@bp.get("/<event>/organise/proposals.csv")
@organiser(Action.REVIEW_PROPOSALS)
def download_proposals(event: Event) -> Response:
    """Send the proposals that the list shows, with everything that was answered, as a table."""
    chosen = found(listed_proposals(event.id), wanted_from(request.args), reviewer_id=account().id)
    rows = {proposal.code: proposal for proposal in all_proposals(event.id)}
    questions, language = questions_of(event.id), current_language()
    labels = {label.id: label.name for label in labels_of(event.id)}
    head = [*_columns(), *(pick(question.label, language, event.languages) for question in questions)]
    lines = []
    for one in chosen:
        answers = {answer.number: _in_one(answer) for answer in answered(questions, rows[one.code].answers, language)}
        own = [labels[number] for number in one.labels]
        lines.append([*_cells(one, rows[one.code], own), *(answers.get(question.id, "") for question in questions)])
    response = FlaskResponse(csv_bytes(head, lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-proposals.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _columns() -> list[str]:
    return [
        _("Code"), _("State"), _("Title"), _("Abstract"), _("Language"), _("Theme"), _("Format"),
        _("Length in minutes"), _("Municipality"), _("Country"), _("Partner city"), _("Speakers"),
        _("Contact person"), _("E-mail address"), _("Labels"), _("Mean score"), _("Scores"), _("Proposed at (UTC)"),
    ]  # fmt: skip


def _cells(one: Listed, proposal: Proposal, labels: Sequence[str]) -> list[Any]:
    people = [
        ", ".join(part for part in (person["name"], person["email"], person["affiliation"]) if part)
        for person in proposal.speakers
    ]
    mean = one.scores.mean
    return [
        one.code, one.state, one.title, proposal.abstract, one.language, one.theme or "", one.format, one.minutes,
        one.municipality, one.country, one.partner, "; ".join(people), proposal.contact_name, proposal.contact_email,
        ", ".join(labels), "" if mean is None else round(mean, 2), one.scores.number,
        f"{proposal.created_at:%Y-%m-%d %H:%M}",
    ]  # fmt: skip


def _in_one(answer: Answer) -> str:
    if answer.kind == Kind.CONSENT:
        return str(_("yes") if answer.is_given else _("no"))
    return "; ".join(answer.words)
