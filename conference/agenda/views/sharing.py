"""Private links by which others read an agenda: made, shown, revoked, and followed."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.agenda import services
from conference.agenda.forms import RevokeShareForm, ShareForm
from conference.agenda.queries import ShareNotFound, share_of, shared_agenda, shares_of, standing, token_of_share
from conference.agenda.rules import agenda_of
from conference.agenda.services import TooManyShares
from conference.agenda.tables import AgendaShare
from conference.agenda.views.blueprint import bp, installation
from conference.programme.queries import Published, newest_release, newest_release_of
from conference.registrations.queries import registration_of
from conference.registrations.tables import Registration
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, signed_in
from conference.web.headers import kept_private


@bp.get("/<event>/agenda/shares")
@signed_in
def list_shares(event: str) -> Response:
    """List the links by which others read one's agenda, with a form for another one."""
    published = newest_release(event)
    registration = registration_of(published.event_id, account().id)
    if registration is None:
        return redirect(url_for("agenda.show_agenda", event=event), 303)
    return _list(published, registration, ShareForm(formdata=None))


@bp.post("/<event>/agenda/shares")
@signed_in
def create_share(event: str) -> Response:
    """Make another link."""
    published, registration = _own_registration(event)
    form = ShareForm()
    if not form.validate_on_submit():
        return _list(published, registration, form, status=422)
    try:
        share, _token = services.share_agenda(
            registration.id, name=form.name.data or "", secret_key=installation().secret_key, now=clock.now()
        )
    except TooManyShares as refusal:
        form.form_errors.append(
            _("You have %(most)s links already. Revoke one that is no longer needed.", most=refusal.most)
        )
        return _list(published, registration, form, status=422)
    flash(_("The link for “%(name)s” is ready. Copy it and send it on.", name=share.name), "success")
    return redirect(url_for("agenda.list_shares", event=event, _anchor=f"share-{share.id}"), 303)


@bp.route("/<event>/agenda/shares/<int:share_id>/revoke", methods=["GET", "POST"])
@signed_in
def remove_share(event: str, share_id: int) -> Response:
    """Ask, and then let a link work no longer."""
    published, registration = _own_registration(event)
    try:
        share = share_of(registration.id, share_id)
    except ShareNotFound:
        abort(404)
    form = RevokeShareForm()
    if not form.validate_on_submit():
        return _shown("agenda/remove_share.html", published, form=form, share=share)
    services.revoke_share(share.id, registration_id=registration.id, now=clock.now())
    flash(_("The link for “%(name)s” works no longer.", name=share.name), "success")
    return redirect(url_for("agenda.list_shares", event=event), 303)


@bp.get("/agendas/<token>")
def show_shared_agenda(token: str) -> Response:
    """Show somebody else's agenda to whoever has its link. Unknown and revoked ones get the same answer."""
    shared = shared_agenda(token) or abort(404)
    published = newest_release_of(shared.event_id) or abort(404)
    now = clock.now()
    frame = event_frame(published, standing(published, visitor_id()))
    theirs = standing(published, shared.account_id)
    page = render_template(
        "agenda/show_shared_agenda.html",
        **frame,
        name=shared.name,
        theirs=theirs,
        agenda=agenda_of(theirs, zone=frame["zones"][0], now=now),
    )
    services.note_visit(shared.share_id, now=now)
    return kept_private(page)


def _own_registration(event: str) -> tuple[Published, Registration]:
    published = newest_release(event)
    return published, registration_of(published.event_id, account().id) or abort(404)


def _list(published: Published, registration: Registration, form: ShareForm, *, status: int = 200) -> Response:
    shares = [(share, _address(share)) for share in shares_of(registration.id)]
    return _shown("agenda/list_shares.html", published, status=status, form=form, shares=shares)


def _address(share: AgendaShare) -> str | None:
    token = token_of_share(share, secret_key=installation().secret_key)
    return installation().base_url + url_for("agenda.show_shared_agenda", token=token) if token else None


def _shown(template: str, published: Published, *, status: int = 200, **values: Any) -> Response:
    """Return a page that is kept nowhere: it holds secret addresses."""
    frame = event_frame(published, standing(published, account().id))
    response = kept_private(render_template(template, **frame, **values), status)
    del response.headers["Referrer-Policy"]  # its own address holds no secret
    return response
