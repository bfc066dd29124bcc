"""Speakers: their list and forms."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.draft import services
from conference.draft.forms.clashes import availability_form
from conference.draft.forms.strands import speaker_form
from conference.draft.queries import acceptances, draft_state, speaker_of, speaker_spans
from conference.draft.rules.listing import SpeakerStanding, speakers_found
from conference.draft.rules.missing import Place, find_missing, missing_by_key
from conference.draft.services import StillInUse
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import PAGE_SIZE, onward, page, stored
from conference.draft.views.undo import removed_page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.speaking.queries import speaker_standings
from conference.web.guards import organiser
from conference.web.locale import current_language
from conference.web.paging import page_of


@bp.get("/speakers")
@organiser(Action.SEE_DRAFT)
def list_speakers(event: Event) -> tuple[str, int]:
    """Show the speakers, or those whose name or affiliation has a text in it."""
    state = draft_state(event, now=clock.now())
    text = request.args.get("q", "").strip()[:200]
    lacking = missing_by_key(find_missing(state.programme.document, acceptances(event.id)), Place.SPEAKER)
    idle = [code for code in state.programme.speakers if not state.programme.sessions_of_speaker(code)]
    standing = request.args.get("standing", "")
    only = {SpeakerStanding.IDLE: idle, SpeakerStanding.INCOMPLETE: lacking}.get(standing)  # type: ignore[call-overload]
    found = speakers_found(state.programme, text, language=current_language(), only=only)
    number = request.args.get("page", 1, type=int)
    return page(
        "draft/list_speakers.html", event, state=state, text=text, standing=standing if only is not None else "",
        lacking=lacking, found=page_of(found, number, size=PAGE_SIZE),
        asked=speaker_standings(event.id, state.programme),
    )  # fmt: skip


@bp.route("/speakers/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_speaker(event: Event) -> Response | tuple[str, int]:
    """Add a speaker."""
    form = speaker_form(tuple(event.languages))()
    if stored(form, lambda: services.add_speaker(event.id, **form.facts())):
        flash(_("%(name)s is added.", name=form["name"].data), "success")
        return onward(event, form, another="draft.create_speaker", otherwise="draft.list_speakers")
    return page("draft/edit_speaker.html", event, form=form, speaker=None, status=form.status, here="speakers")


@bp.route("/speakers/<code>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_speaker(event: Event, code: str) -> Response | tuple[str, int]:
    """Change a speaker."""
    speaker = speaker_of(event.id, code)
    form = speaker_form(tuple(event.languages))(obj=speaker)
    if stored(form, lambda: services.edit_speaker(event.id, code, version=form.version.data, **form.facts())):
        flash(_("%(name)s is saved.", name=form["name"].data), "success")
        return redirect(url_for("draft.list_speakers", event=event.slug), 303)
    free = availability_form(
        speaker_spans(event.id).get(code, []), days=zones.days_between(event.first_day, event.last_day),
        zone=event.zone,
    )  # fmt: skip
    return page(
        "draft/edit_speaker.html", event, form=form, speaker=speaker, free=free, status=form.status, here="speakers"
    )


@bp.route("/speakers/<code>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_speaker(event: Event, code: str) -> Response | tuple[str, int]:
    """Remove a speaker who presents nothing, after asking."""
    speaker = speaker_of(event.id, code)
    in_use = None
    if request.method == "POST":
        try:
            removed = services.remove_speaker(event.id, code)
        except StillInUse as refusal:
            in_use = refusal
        else:
            return removed_page(event, removed, speaker.name)
    return page(
        "draft/remove_speaker.html", event, speaker=speaker, in_use=in_use, status=422 if in_use else 200,
        here="speakers",
    )  # fmt: skip
