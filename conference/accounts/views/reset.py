"""Choosing a new password without the old one."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.forms import AskForResetForm, ResetPasswordForm, password_words
from conference.accounts.queries import account_by_token
from conference.accounts.tables import TokenPurpose
from conference.accounts.views.blueprint import bp, kept_private
from conference.registrations.services import tell_where_they_stand
from conference.web import limits
from conference.web.guards import open_to_all
from conference.web.limits import limiter


@bp.route("/account/forgot", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.RESET, methods=["POST"])
def ask_for_reset() -> Response:
    """Ask for a letter with a link to choose a new password. The answer is the same for every address."""
    form = AskForResetForm()
    if form.validate_on_submit():
        services.ask_for_reset(form.email.data, now=clock.now())
        cookie["reset_asked_for"] = form.email.data
        return make_response(redirect(url_for("accounts.show_reset_sent"), 303))
    return make_response(render_template("accounts/ask_for_reset.html", form=form), 422 if form.errors else 200)


@bp.get("/account/forgot/sent")
def show_reset_sent() -> Response:
    """Tell that the letter is on its way, if there is an account."""
    email = cookie.get("reset_asked_for")
    if not email:
        return make_response(redirect(url_for("accounts.ask_for_reset")))
    return kept_private(render_template("accounts/show_reset_sent.html", email=email))


@bp.route("/account/reset/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.RESET, methods=["POST"])
def reset_password(token: str) -> Response:
    """Choose a new password by the link of a letter. It ends every sign-in of the account."""
    form = ResetPasswordForm()
    if form.validate_on_submit():
        try:
            owner = services.reset_password(token, form.password.data, now=clock.now(), and_then=tell_where_they_stand)
        except services.LinkNotValid:
            return _link_not_valid()
        except services.WeakPassword as refusal:
            form.password.errors = [password_words(refusal.fault)]
        else:
            cookie.clear()
            flash(_("Your new password is set. Please sign in with it."), "success")
            response = make_response(redirect(url_for("accounts.sign_in"), 303))
            limits.know_browser(response, owner.email)
            return response
    holder = account_by_token(token, TokenPurpose.RESET_PASSWORD, now=clock.now())
    if holder is None:
        return _link_not_valid()
    page = render_template("accounts/reset_password.html", form=form, holder=holder)
    return kept_private(page, 422 if form.errors else 200)


def _link_not_valid() -> Response:
    return kept_private(render_template("accounts/_link_not_valid.html", purpose="reset"), 410)
