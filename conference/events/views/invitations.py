"""Accepting an invitation to organise an event, by the link of its letter."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from conference import clock
from conference.accounts.forms import password_words
from conference.accounts.queries import account_by_email
from conference.accounts.rules import PRIVACY_NOTICE
from conference.accounts.services import AddressTaken, WeakPassword
from conference.db import act_as
from conference.events.forms import ROLE_NAMES, ROLE_WORDS, AcceptForm, InvitedAccountForm
from conference.events.queries import invitation_by_token, role_of
from conference.events.services import InvitationNotValid, accept_invitation, open_invited_account
from conference.events.tables import Event, Invitation
from conference.events.views.blueprint import bp
from conference.web import limits
from conference.web.guards import account, open_to_all, start_sign_in
from conference.web.headers import kept_private
from conference.web.limits import limiter
from conference.web.locale import remember_language, remember_zone
from conference.web.notice import notice_shown


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def accept(token: str) -> Response:
    """Show who asks whom to what, and let them accept: with the account signed in, or with a new one."""
    found = invitation_by_token(token, now=clock.now())
    if found is None:
        return _not_valid()
    invitation, event = found
    if current_user.is_authenticated:
        return _accept_signed_in(token, invitation, event)
    holder = account_by_email(invitation.email)
    if holder is not None and holder.is_active:
        return _page(token, invitation, event, form=None)
    return _accept_newly(token, invitation, event)


def _accept_signed_in(token: str, invitation: Invitation, event: Event) -> Response:
    form = AcceptForm()
    if form.validate_on_submit():
        act_as(account().id)
        try:
            role = accept_invitation(token, account_id=account().id, now=clock.now())
        except InvitationNotValid:
            return _not_valid()
        flash(_("Welcome! You are now among the organisers, as %(role)s.", role=ROLE_NAMES[role]), "success")
        return make_response(redirect(url_for("draft.show_overview", event=event.slug), 303))
    return _page(token, invitation, event, form=form, held=role_of(event.id, account().id))


def _accept_newly(token: str, invitation: Invitation, event: Event) -> Response:
    form = InvitedAccountForm(data={"language": invitation.language})
    if form.validate_on_submit():
        try:
            opened = open_invited_account(
                token, name=form.name.data, password=form.password.data, language=form.language.data,
                zone=form.zone.data, consent_version=PRIVACY_NOTICE,
                shown=notice_shown(form.consent.label.text), now=clock.now(),
            )  # fmt: skip
        except WeakPassword as refusal:
            form.password.errors = [password_words(refusal.fault)]
        except AddressTaken:  # confirmed a moment before
            return make_response(redirect(url_for("events.accept", token=token), 303))
        except InvitationNotValid:
            return _not_valid()
        else:
            start_sign_in(opened)
            flash(_("Your account is open, and you are signed in. Welcome among the organisers!"), "success")
            response = make_response(redirect(url_for("draft.show_overview", event=event.slug), 303))
            remember_language(response, opened.language)
            remember_zone(response, opened.zone)
            limits.know_browser(response, opened.email)
            return response
    return _page(token, invitation, event, form=form)


def _page(
    token: str, invitation: Invitation, event: Event, *, form: AcceptForm | InvitedAccountForm | None,
    held: str | None = None,
) -> Response:  # fmt: skip
    page = render_template(
        "events/accept_invitation.html", event=event, invitation=invitation, form=form, held=held,
        way_back=url_for("events.accept", token=token), role_names=ROLE_NAMES, role_words=ROLE_WORDS,
    )  # fmt: skip
    return kept_private(page, 422 if form is not None and form.errors else 200)


def _not_valid() -> Response:
    return kept_private(render_template("events/_invitation_not_valid.html"), 410)
