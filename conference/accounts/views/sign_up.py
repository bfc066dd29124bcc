"""Opening an account and confirming its address."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user

from conference import clock
from conference.accounts import services
from conference.accounts.forms import ButtonForm, ConfirmForm, SignUpForm, password_words
from conference.accounts.queries import account_by_token
from conference.accounts.rules import PRIVACY_NOTICE, is_mark_of
from conference.accounts.tables import TokenPurpose
from conference.accounts.views.blueprint import asked_next, bp, going_on, kept_private, start_sign_in
from conference.registrations.services import tell_where_they_stand
from conference.web import limits
from conference.web.guards import account, open_to_all, safe_next
from conference.web.limits import limiter
from conference.web.notice import notice_shown


@bp.route("/sign-up", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def sign_up() -> Response:
    """Open an account. What follows is the same whether or not the address has one already."""
    if current_user.is_authenticated:
        return going_on(account(), asked_next())
    form = SignUpForm()
    if form.validate_on_submit():
        try:
            opened = services.open_account(
                email=form.email.data,
                name=form.name.data,
                password=form.password.data,
                language=form.language.data,
                zone=form.zone.data,
                consent_version=PRIVACY_NOTICE,
                shown=notice_shown(form.consent.label.text),
                going_to=asked_next(),
                now=clock.now(),
            )
        except services.WeakPassword as refusal:
            form.password.errors = [password_words(refusal.fault)]
        else:
            mark = services.mark_of_sign_up(opened)
            cookie["awaited"] = {"email": form.email.data, "next": asked_next(), "mark": mark}
            return make_response(redirect(url_for("accounts.show_check_mail"), 303))
    page = render_template("accounts/sign_up.html", form=form, going_to=asked_next())
    return make_response(page, 422 if form.errors else 200)


@bp.get("/account/check-mail")
def show_check_mail() -> Response:
    """Tell that a letter is on its way, and how to get another."""
    awaited = cookie.get("awaited")
    if not awaited:
        return make_response(redirect(url_for("accounts.sign_in")))
    page = render_template(
        "accounts/show_check_mail.html",
        email=awaited["email"],
        going_to=safe_next(awaited.get("next")),
        knows_password=bool(awaited.get("knows_password")),
        form=ButtonForm(),
    )
    return kept_private(page)


@bp.post("/account/send-again")
@open_to_all
@limiter.limit(limits.RESET)
def send_confirmation_again() -> Response:
    """Send the letter that asks to confirm an address again, to the address of the sign-up just made."""
    awaited = cookie.get("awaited")
    if not awaited:
        return make_response(redirect(url_for("accounts.sign_in"), 303))
    services.send_confirmation_again(awaited["email"], going_to=safe_next(awaited.get("next")), now=clock.now())
    flash(_("Another letter is on its way. Links in earlier letters no longer work."), "success")
    return make_response(redirect(url_for("accounts.show_check_mail"), 303))


@bp.route("/account/confirm/<token>", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def confirm_address(token: str) -> Response:
    """Confirm an address and sign in. Only the button does it: programs that open links in mails change nothing.

    A browser that did not sign up is asked for the password chosen then.
    """
    holder = account_by_token(token, TokenPurpose.CONFIRM_ADDRESS, now=clock.now())
    if holder is None:
        return _link_not_valid()
    mark = cookie.get("awaited", {}).get("mark")
    form: Any = ButtonForm() if is_mark_of(holder.password_hash, mark) else ConfirmForm()
    if form.validate_on_submit():
        password = form.password.data if "password" in form else None
        if password is not None:
            limits.stop_guessing(holder.email)
        try:
            confirmed = services.confirm_address(
                token, mark=mark, password=password, now=clock.now(), and_then=tell_where_they_stand
            )
        except services.LinkNotValid:
            return _link_not_valid()
        except services.WrongPassword:
            limits.count_wrong_password(holder.email)
            form.password.errors = [_("This is not the password that was chosen when the account was opened.")]
        else:
            start_sign_in(confirmed)
            flash(_("Your address is confirmed, and you are signed in. Welcome!"), "success")
            return going_on(confirmed, asked_next())
    page = render_template("accounts/confirm_address.html", form=form, holder=holder)
    return kept_private(page, 422 if form.errors else 200)


def _link_not_valid() -> Response:
    return kept_private(render_template("accounts/_link_not_valid.html", purpose="confirm"), 410)
