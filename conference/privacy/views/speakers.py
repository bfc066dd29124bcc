"""Taking a speaker out of the programme for good, where they ask the organisers for it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame, speaker_of
from conference.events.rules import Action
from conference.events.tables import Event
from conference.privacy import services
from conference.privacy.forms import EraseSpeakerForm
from conference.privacy.views.blueprint import bp
from conference.web.guards import account, organiser


@bp.route("/<event>/organise/speakers/<code>/erase", methods=["GET", "POST"])
@organiser(Action.EDIT_EVENT)
def erase_speaker(event: Event, code: str) -> Response | tuple[str, int]:
    """Take a speaker out of the draft and all releases, once what that means was read and ticked."""
    speaker = speaker_of(event.id, code)
    form = EraseSpeakerForm()
    if form.validate_on_submit():
        count = services.erase_speaker(event.id, code, now=clock.now())
        done = _("The person is taken out of the programme.")
        where = ngettext("%(num)s release was changed.", "%(num)s releases were changed.", count)
        flash(f"{done} {where}", "success")
        return redirect(url_for("draft.edit_speaker", event=event.slug, code=code), 303)
    page = render_template(
        "privacy/erase_speaker.html",
        **organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id)),
        here="speakers",
        form=form,
        speaker=speaker,
    )
    return page, 422 if form.errors else 200
