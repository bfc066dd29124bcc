"""The call: setting it up, and seeing its form as others do."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft.queries import themes_in_order
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.document import Format
from conference.proposals import services
from conference.proposals.forms.call import call_form
from conference.proposals.queries import answers_by_question, call_of, listed_proposals, questions_of, stage_of_call
from conference.proposals.rules.listing import counted
from conference.proposals.services import StaleCall
from conference.proposals.tables import Call
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk, new_form
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.route("/<event>/organise/call", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def edit_call(event: Event) -> Response | tuple[str, int]:
    """Set up the call: when it is open, what may be proposed, and the questions."""
    call = call_of(event.id)
    language, languages = current_language(), tuple(event.languages)
    themes = [(theme.slug, pick(theme.title, language, languages)) for theme in themes_in_order(event.id)]
    form = call_form(languages, event.zone, themes)(data=_known(event, call, themes))
    is_stale = False
    if form.validate_on_submit():
        try:
            services.set_up_call(event.id, form.call(), version=form.version.data)
        except StaleCall:
            is_stale = True
            stored = call_of(event.id)
            form.version.data = stored.version if stored else 0
        else:
            flash(_("The call is saved."), "success")
            return redirect(url_for("proposals.edit_call", event=event.slug), 303)
    questions = questions_of(event.id)
    return desk(
        "proposals/edit_call.html", event, status=409 if is_stale else 422 if form.errors else 200, form=form,
        call=call, is_stale=is_stale, stage=stage_of_call(call, now=clock.now()),
        asked=[question for question in questions if question.is_asked],
        retired=[question for question in questions if not question.is_asked],
        answered={number: len(answers) for number, answers in answers_by_question(event.id).items()},
        counts=counted(listed_proposals(event.id)),
    )  # fmt: skip


def _known(event: Event, call: Call | None, themes: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what the form begins with: the call, or one that lets everything be proposed and is not open yet."""
    if call is None:
        return {
            "version": 0, "themes": [slug for slug, _title in themes], "formats": [str(name) for name in Format],
            "suggests_places": True,
        }  # fmt: skip
    known: dict[str, Any] = {
        name: getattr(call, name)
        for name in ("version", "is_public", "introduction", "themes", "formats", "suggests_places")
    }
    for end, instant in (("opens", call.opens_at), ("closes", call.closes_at)):
        if instant:
            local = zones.to_local(instant, event.zone)
            known |= {f"{end}_day": local.date(), f"{end}_time": local.time().replace(tzinfo=None)}
    return known


@bp.get("/<event>/organise/call/preview")
@organiser(Action.REVIEW_PROPOSALS)
def preview_call(event: Event) -> tuple[str, int]:
    """Show the form as those see it who propose something. Nothing can be sent from here."""
    call = call_of(event.id)
    if call is None:
        abort(404)
    return desk(
        "proposals/preview_call.html", event, form=new_form(event, call, mark=""), call=call, own=None,
        introduction=call.introduction,
    )  # fmt: skip
