"""A speaker's own page, by their private link: no account is needed."""

from functools import wraps
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference import clock, zones
from conference.db import act_as
from conference.draft.forms.clashes import availability_form
from conference.draft.queries import draft_programme
from conference.draft.queries.circumstances import speaker_spans
from conference.draft.tables import Speaker
from conference.errors import DomainError
from conference.events.tables import Event
from conference.speaking import services
from conference.speaking.forms import AnswerForm, MaterialForm, profile_form
from conference.speaking.queries import LinkNotFound, answers_of, contributions_of, link_by_token
from conference.speaking.rules import Answer, Answered, asked_sessions, current_answer, with_wishes
from conference.speaking.services import TooManyContributions
from conference.speaking.tables import ContributionKind, ContributionState, SpeakerLink
from conference.speaking.views.blueprint import bp
from conference.web.guards import View, open_to_all
from conference.web.headers import kept_private
from conference.web.limits import limiter

SENDING = "30 per minute; 200 per hour"


def by_link(view: View) -> View:
    """Let whoever has a speaker's link pass; the view is given the link, the speaker and the event."""

    @wraps(view)
    def guarded(token: str, **kwargs: Any) -> Response:
        try:
            link, speaker, event = link_by_token(token)
        except LinkNotFound:
            return kept_private(render_template("speaking/_link_not_valid.html"), 404)
        act_as(None)
        if link.seen_at is None:
            services.note_seen(speaker.id, now=clock.now())
        answer: Response = view(_Desk(token, link, speaker, event), **kwargs)
        return answer

    return open_to_all(guarded)


class _Desk:
    """Whose page it is, and what is on it."""

    def __init__(self, token: str, link: SpeakerLink, speaker: Speaker, event: Event) -> None:
        self.token, self.link, self.speaker, self.event = token, link, speaker, event

    @property
    def profile(self) -> dict[str, Any]:
        """What the draft says of the speaker now."""
        speaker = self.speaker
        return {"name": speaker.name, "affiliation": speaker.affiliation, "biography": speaker.biography}

    def back(self, part: str = "") -> Response:
        """Lead back to the page."""
        address = url_for("speaking.show_own", token=self.token, _anchor=part or None)
        response = make_response(redirect(address, 303))
        response.headers["Cache-Control"] = "no-store"
        return response


@bp.get("/speaking/<token>")
@by_link
def show_own(desk: _Desk) -> Response:
    """Show a speaker what is known of them, their slots and all that they can do."""
    return _page(desk)


@bp.post("/speaking/<token>/profile")
@limiter.limit(SENDING)
@by_link
def send_profile(desk: _Desk) -> Response:
    """Propose another name, affiliation or biography."""
    form: Any = profile_form(tuple(desk.event.languages))()
    if not form.validate_on_submit():
        return _page(desk, profile=form)
    if form.version.data != desk.speaker.version:
        form.version.data = desk.speaker.version
        form.form_errors.append(
            _(
                "The organisers changed this meanwhile. What you wrote is kept: "
                "compare it with the present text, and send it again."
            )
        )
        return _page(desk, profile=form)
    values = form.data
    wants = {field: _kept(desk, field, values[field]) for field in desk.profile}
    try:
        sent = services.propose_profile(desk.speaker, was=desk.profile, now=clock.now(), **wants)
    except TooManyContributions:
        return _too_many(desk)
    if sent:
        flash(_("Thank you. The organisers look at it, and then it goes into the programme."), "success")
    else:
        flash(_("Nothing differs from what the programme says already."), "success")
    return desk.back("profile")


@bp.post("/speaking/<token>/sessions/<code>/answer")
@limiter.limit(SENDING)
@by_link
def send_answer(desk: _Desk, code: str) -> Response:
    """Confirm or decline a slot."""
    form = AnswerForm(prefix=code)
    if not form.validate_on_submit():
        return _page(desk, answers={code: form})
    try:
        services.answer_slot(desk.speaker, code, Answer(form.answer.data), words=form.words.data or "", now=clock.now())
    except TooManyContributions:
        return _too_many(desk)
    flash(_("Thank you. The organisers see your answer at once."), "success")
    return desk.back(f"s-{code}")


@bp.post("/speaking/<token>/sessions/<code>/material")
@limiter.limit(SENDING)
@by_link
def send_material(desk: _Desk, code: str) -> Response:
    """Propose a link to what remains of a session."""
    form = MaterialForm(prefix=f"{code}-material")
    if not form.validate_on_submit():
        return _page(desk, material={code: form})
    try:
        services.send_material(
            desk.speaker, code, title=form.title.data or "", url=form.url.data or "", now=clock.now()
        )
    except TooManyContributions:
        return _too_many(desk)
    flash(_("Thank you. The organisers look at it, and then it goes into the programme."), "success")
    return desk.back(f"s-{code}")


@bp.post("/speaking/<token>/availability")
@limiter.limit(SENDING)
@by_link
def send_availability(desk: _Desk) -> Response:
    """Say when one can come."""
    form = _availability(desk)
    if not form.validate_on_submit():
        return _page(desk, free=form)
    try:
        services.state_availability(desk.speaker, form.spans(), now=clock.now())
    except DomainError:
        form.hours.errors = [*form.hours.errors, _("Please look at these times again.")]
        return _page(desk, free=form)
    flash(_("Thank you. The organisers plan with it from now on."), "success")
    return desk.back("free")


def _kept(desk: _Desk, field: str, value: Any) -> Any:
    """Return a value with the texts of languages that the form does not show."""
    stored = desk.profile[field]
    if not isinstance(stored, dict):
        return value
    hidden = {language: text for language, text in stored.items() if language not in desk.event.languages}
    return {**hidden, **value}


def _availability(desk: _Desk) -> Any:
    event = desk.event
    spans = speaker_spans(event.id).get(desk.speaker.code, [])
    return availability_form(spans, days=zones.days_between(event.first_day, event.last_day), zone=event.zone)


def _too_many(desk: _Desk) -> Response:
    flash(_("Much that you sent waits already. Please let the organisers look at it first."), "error")
    return desk.back()


def _page(
    desk: _Desk, *, profile: Any = None, answers: dict[str, Any] | None = None, material: dict[str, Any] | None = None,
    free: Any = None,
) -> Response:  # fmt: skip
    programme = draft_programme(desk.event)
    sent = contributions_of(desk.speaker)
    waiting = next(
        (
            one.contribution.data for one in sent
            if one.contribution.kind == ContributionKind.PROFILE and one.contribution.state == ContributionState.WAITING
        ), None,
    )  # fmt: skip
    # What organisers wrote since the speaker wished for something is not to be undone by sending it again.
    wished = with_wishes(desk.profile, waiting["was"], waiting["wants"]) if waiting else desk.profile
    said = answers_of(desk.event.id, desk.speaker.id).get(desk.speaker.code, {})
    sessions = programme.sessions_of_speaker(desk.speaker.code)
    for code in (*(answers or {}), *(material or {})):
        if code not in {session.code for session in sessions}:
            raise services.NotTheirs
    current = {session.code: current_answer(session, said.get(session.code)) for session in sessions}
    page = render_template(
        "speaking/show_own.html",
        token=desk.token, event=desk.event, speaker=desk.speaker, programme=programme, zones=list(programme.zones),
        sessions=sessions, asked={session.code for session in asked_sessions(sessions)},
        current=current,
        said=said, sent=sent, waiting=waiting["wants"] if waiting else None, profile_now=desk.profile,
        profile=profile or profile_form(tuple(desk.event.languages))(
            formdata=None, data={**wished, "version": desk.speaker.version}
        ),
        answers={
            code: (answers or {}).get(code) or _answer_form(code, said.get(code), current) for code in current
        },
        material={
            session.code: (material or {}).get(session.code) or MaterialForm(None, prefix=f"{session.code}-material")
            for session in sessions
        },
        free=free or _availability(desk),
    )  # fmt: skip
    return kept_private(page, 422 if request.method == "POST" else 200)


def _answer_form(code: str, known: Answered | None, current: dict[str, Answer | None]) -> AnswerForm:
    """Return the form for an answer, with the one that still holds."""
    data = {"answer": known.answer, "words": known.words} if known and current[code] else {}
    return AnswerForm(None, prefix=code, data=data)
