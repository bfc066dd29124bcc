"""The list of all clashes and of what is missing, and accepting warnings."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.forms.clashes import AcceptForm
from conference.draft.queries import acceptances, draft_state
from conference.draft.rules.findings import (
    Finding,
    Severity,
    finding_filter,
    findings_of,
    kinds_present,
    severities,
)
from conference.draft.services import NotAccepted, accept_warning, withdraw_acceptance
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import PAGE_SIZE, circumstances_now, page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Programme
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.paging import page_of

FILTERS = ("show", "kind", "day", "page")
"""The arguments of the list: these alone go on to its other pages and forms."""


@bp.get("/clashes")
@organiser(Action.SEE_DRAFT)
def list_clashes(event: Event) -> tuple[str, int]:
    """Show what clashes and what is missing, filtered, a page at a time."""
    return _shown(event, AcceptForm(formdata=None), 200)


@bp.post("/clashes")
@organiser(Action.EDIT_DRAFT)
def accept_clash(event: Event) -> Response | tuple[str, int]:
    """Accept a warning, with the reason why it may stay."""
    form = AcceptForm()
    document = (state := draft_state(event, now=clock.now())).programme.document
    standing = {
        finding.fingerprint: finding
        for finding in findings_of(document, circumstances_now(event, document))
        if finding.severity is not Severity.ERROR
    }
    finding = standing.get(form.fingerprint.data or "")
    if finding is None:
        flash(_("This changed meanwhile. What stands now is listed here."), "warning")
        return _back(event)
    if not form.validate_on_submit():
        return _shown(event, form, 422)
    accept_warning(
        event.id, finding.fingerprint, kind=finding.kind, name=_name_of(finding, state.programme),
        reason=form.reason.data or "", now=clock.now(),
    )  # fmt: skip
    flash(_("Accepted. It comes back should its facts change."), "success")
    return _back(event)


@bp.post("/clashes/<fingerprint>/withdraw")
@organiser(Action.EDIT_DRAFT)
def withdraw_clash(event: Event, fingerprint: str) -> Response:
    """Let a warning be shown again that was accepted."""
    try:
        withdraw_acceptance(event.id, fingerprint)
    except NotAccepted:
        flash(_("This changed meanwhile. What stands now is listed here."), "warning")
    else:
        flash(_("The warning is shown again."), "success")
    return _back(event)


def _arguments() -> dict[str, Any]:
    return {name: value for name in FILTERS if (value := request.args.get(name))}


def _back(event: Event) -> Response:
    return redirect(url_for("draft.list_clashes", event=event.slug, **_arguments()), 303)


def _shown(event: Event, form: AcceptForm, status: int) -> tuple[str, int]:
    state = draft_state(event, now=clock.now())
    document = state.programme.document
    findings = findings_of(document, circumstances_now(event, document))
    wanted = finding_filter(request.args)
    found = page_of(
        [finding for finding in findings if wanted.lets_through(finding)],
        request.args.get("page", 1, type=int),
        size=PAGE_SIZE,
    )
    arguments = _arguments()
    return page(
        "draft/list_clashes.html",
        event,
        state=state,
        status=status,
        clashes=[one.what for one in findings if one.is_clash and one.severity is not Severity.ACCEPTED],
        form=form,
        wanted=wanted,
        found=found,
        groups=[
            (group, list(members))
            for group, members in groupby(found.items, key=lambda one: (one.severity.value, one.is_clash))
        ],
        counts=severities(findings),
        kinds=kinds_present(findings),
        days=sorted({finding.day for finding in findings if finding.day}),
        acceptances=acceptances(event.id),
        arguments={name: value for name, value in arguments.items() if name != "page"},
        here_again=arguments,
        here="clashes",
    )


def _name_of(finding: Finding, programme: Programme) -> str:
    """Return what a finding is about, for the audit log, in the event's main language."""
    languages = programme.event.languages
    titles = [pick(programme.sessions[code].title, languages[0], languages) for code in finding.codes]
    return " / ".join(titles) or getattr(finding.what, "key", "") or programme.event.slug
