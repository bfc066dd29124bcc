"""The link of an invitation: taking part as somebody on the guest list, or saying that one cannot come."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda.queries import standing
from conference.programme.queries import Published, newest_release
from conference.registrations import services
from conference.registrations.forms.guests import AnswerForm
from conference.registrations.queries import guest_by_token
from conference.registrations.services import GuestGone
from conference.registrations.tables import Guest
from conference.registrations.views.blueprint import bp
from conference.registrations.views.registering import registering_page
from conference.web import limits
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import open_to_all
from conference.web.headers import kept_private
from conference.web.limits import limiter


@bp.route("/<event>/invitations/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def accept(event: str, token: str) -> Response:
    """Take part as somebody on the guest list, by the link of the letter."""
    published, guest = _invited(event, token)
    return kept_private(registering_page(published, guest, url_for("registrations.accept", event=event, token=token)))


@bp.route("/<event>/invitations/<token>/decline", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def decline_invitation(event: str, token: str) -> Response:
    """Say that one cannot come, once the question was read."""
    published, guest = _invited(event, token)
    form = AnswerForm()
    if form.validate_on_submit():
        services.decline_as_guest(published.event_id, guest.id, now=clock.now())
        guest.declined_at = guest.declined_at or clock.now()
    page = render_template(
        "registrations/decline_invitation.html", **event_frame(published, standing(published, visitor_id())),
        form=form, guest=guest, address=url_for("registrations.accept", event=event, token=token),
    )  # fmt: skip
    return kept_private(page, 422 if form.errors else 200)


def _invited(event: str, token: str) -> tuple[Published, Guest]:
    """Return the newest release of an event and the guest whose link was followed.

    :raises GuestGone: it works no longer.
    """
    published = newest_release(event)
    guest = guest_by_token(published.event_id, token)
    if guest is None:
        raise GuestGone
    return published, guest


@bp.errorhandler(GuestGone)
def _show_invitation_gone(_refusal: Exception) -> Response:
    """Answer that a link works no longer, also where the guest was taken off the list a moment before."""
    published = newest_release((request.view_args or {})["event"])
    frame = event_frame(published, standing(published, visitor_id()))
    return kept_private(render_template("registrations/invitation_gone.html", **frame), 410)
