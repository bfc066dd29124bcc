"""The private links of speakers: made, shown, sent, revoked."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame, speaker_of
from conference.events.rules import Action
from conference.events.tables import Event
from conference.speaking import services
from conference.speaking.forms import SendForm
from conference.speaking.queries import answers_of, contributions_of, link_of, token_of
from conference.speaking.rules import asked_sessions, current_answer
from conference.speaking.services import NoAddress, TooManyLetters
from conference.speaking.views.blueprint import bp, installation
from conference.web.guards import account, organiser
from conference.web.headers import kept_private


@bp.get("/<event>/organise/speakers/<code>/link")
@organiser(Action.EDIT_DRAFT)
def show_link(event: Event, code: str) -> Response:
    """Show a speaker's link, what they answered and what they sent."""
    speaker = speaker_of(event.id, code)
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    sessions = frame["programme"].sessions_of_speaker(code)
    said = answers_of(event.id, speaker.id).get(code, {})
    link = link_of(speaker.id)
    token = token_of(link, installation().secret_key) if link else None
    page = render_template(
        "speaking/show_link.html", **frame, here="speakers", speaker=speaker, link=link,
        address=installation().base_url + url_for("speaking.show_own", token=token) if token else None,
        form=SendForm(data={"language": link.language} if link else None),
        asked=asked_sessions(sessions), said=said, sent=contributions_of(speaker),
        current={session.code: current_answer(session, said.get(session.code)) for session in sessions},
    )  # fmt: skip
    return kept_private(page)


@bp.post("/<event>/organise/speakers/<code>/link/make")
@organiser(Action.EDIT_DRAFT)
def make_link(event: Event, code: str) -> Response:
    """Make a speaker's link, or another one in its place."""
    form = SendForm()
    if form.validate_on_submit():
        services.make_link(
            event.id, code, language=form.language.data, secret_key=installation().secret_key, now=clock.now()
        )
        flash(_("The link is ready. An earlier one no longer works."), "success")
    return _back(event, code)


@bp.post("/<event>/organise/speakers/<code>/link/send")
@organiser(Action.EDIT_DRAFT)
def send_link(event: Event, code: str) -> Response:
    """Send a speaker their link by mail."""
    form = SendForm()
    speaker = speaker_of(event.id, code)
    if form.validate_on_submit():
        try:
            services.send_link(
                event.id, code, language=form.language.data, secret_key=installation().secret_key, now=clock.now()
            )
        except NoAddress:
            flash(_("%(name)s has no e-mail address. Add it, or copy the link.", name=speaker.name), "error")
        except TooManyLetters:
            flash(
                _("%(email)s had several of these letters within the hour. Please wait a little.", email=speaker.email),
                "error",
            )
        else:
            flash(_("The letter to %(email)s is on its way.", email=speaker.email), "success")
    return _back(event, code)


@bp.post("/<event>/organise/speakers/<code>/link/revoke")
@organiser(Action.EDIT_DRAFT)
def revoke_link(event: Event, code: str) -> Response:
    """Let a speaker's link work no longer."""
    services.revoke_link(event.id, code)
    flash(_("The link no longer works. What was sent by it stays."), "success")
    return _back(event, code)


def _back(event: Event, code: str) -> Response:
    return redirect(url_for("speaking.show_link", event=event.slug, code=code), 303)
