"""What speakers sent, for editors to decide, and letters to all speakers."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.queries import organise_frame
from conference.events.rules import Action, TextTooLong
from conference.events.tables import Event
from conference.speaking import services
from conference.speaking.forms import DeclineForm, SendForm
from conference.speaking.queries import contributions_decided, contributions_waiting, speakers_to_ask
from conference.speaking.services import AlreadyDecided
from conference.speaking.views.blueprint import bp, installation
from conference.web.guards import account, organiser


@bp.get("/<event>/organise/speaking")
@organiser(Action.SEE_DRAFT)
def list_contributions(event: Event) -> str:
    """Show what waits, what was decided last, and how many speakers could be asked."""
    return render_template(
        "speaking/list_contributions.html",
        **organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id)),
        here="speaking",
        waiting=contributions_waiting(event.id),
        decided=contributions_decided(event.id),
        to_ask=len(speakers_to_ask(event.id)),
        form=SendForm(),
    )


@bp.post("/<event>/organise/speaking/send")
@organiser(Action.EDIT_DRAFT)
def send_links(event: Event) -> Response:
    """Send their link to all speakers who have an address and were not sent it yet."""
    form = SendForm()
    if form.validate_on_submit():
        sent, put_off = services.send_links(
            event.id, language=form.language.data, secret_key=installation().secret_key, now=clock.now()
        )
        flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", sent), "success")
        if put_off:
            flash(
                ngettext("%(num)s mailbox had several letters within the hour; try again later.",
                         "%(num)s mailboxes had several letters within the hour; try again later.", put_off), "warning",
            )  # fmt: skip
    return _back(event)


@bp.post("/<event>/organise/speaking/<int:contribution_id>/accept")
@organiser(Action.EDIT_DRAFT)
def accept(event: Event, contribution_id: int) -> Response:
    """Take over what a speaker proposed."""
    try:
        services.accept_contribution(event.id, contribution_id, decider_id=account().id, now=clock.now())
    except AlreadyDecided:
        flash(_("This was decided meanwhile, or the speaker sent something newer."), "warning")
    except TextTooLong as refusal:
        flash(_("With it the text would be longer than %(max)d characters. Shorten the text in the draft first.",
                max=refusal.at_most), "error")  # fmt: skip
    else:
        flash(_("Taken over. Visitors see it after the next release."), "success")
    return _back(event)


@bp.post("/<event>/organise/speaking/<int:contribution_id>/decline")
@organiser(Action.EDIT_DRAFT)
def decline(event: Event, contribution_id: int) -> Response:
    """Leave the draft as it is."""
    form = DeclineForm()
    if not form.validate_on_submit():
        flash(_("The word to the speaker is too long: at most %(max)d characters.", max=500), "error")
        return _back(event)
    try:
        services.decline_contribution(
            event.id, contribution_id, reply=form.reply.data or "", decider_id=account().id, now=clock.now()
        )
    except AlreadyDecided:
        flash(_("This was decided meanwhile, or the speaker sent something newer."), "warning")
    else:
        flash(_("Declined. The speaker sees it on their page."), "success")
    return _back(event)


def _back(event: Event) -> Response:
    return redirect(url_for("speaking.list_contributions", event=event.slug), 303)
