"""Signing in and out."""

from flask import Response, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user

from conference.accounts import services
from conference.accounts.forms import SignInForm
from conference.accounts.queries import normalised_email
from conference.accounts.views.blueprint import asked_next, bp, event_of, going_on, let_in, provider_name, site
from conference.web import limits
from conference.web.guards import account, end_sign_in, open_to_all
from conference.web.limits import limiter


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def sign_in() -> Response:
    """Sign in and go on to where one was going."""
    if current_user.is_authenticated:
        return going_on(account(), asked_next())
    form = SignInForm()
    if form.validate_on_submit():
        email = normalised_email(form.email.data or "")
        limits.stop_guessing(email)
        try:
            signed_in = services.check_sign_in(email, form.password.data or "")
        except services.SignInFailed:
            limits.count_wrong_password(email)
            form.form_errors.append(_("The e-mail address or the password is not right."))
        except services.AddressNotConfirmed as refusal:
            cookie["awaited"] = {
                "email": refusal.email, "next": asked_next(), "mark": refusal.mark, "knows_password": True,
            }  # fmt: skip
            return make_response(redirect(url_for("accounts.show_check_mail"), 303))
        else:
            return let_in(signed_in, stays=form.stays.data, target=asked_next())
    target = asked_next()
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        going_to=target,
        event_slug=event_of(target),
        has_passkeys=site() is not None,
        provider=provider_name(),
    )
    return make_response(page, 422 if form.errors or form.form_errors else 200)


@bp.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """Sign out on this device."""
    end_sign_in()
    return make_response(redirect(url_for("events.list_events"), 303))
