"""Showing again who one is, before something sensitive is changed."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.forms import CredentialForm, ProveForm
from conference.accounts.queries import openid_links_of, passkeys_of
from conference.accounts.services import passwords
from conference.accounts.views.blueprint import asked_next, bp, kept_private, provider_name, site
from conference.accounts.views.second_step import keep_challenge, shown_passkey
from conference.web import limits
from conference.web.guards import account, sign_in, signed_in
from conference.web.limits import limiter


@bp.route("/account/prove", methods=["GET", "POST"])
@signed_in
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def prove() -> Response:
    """Ask for the password once more."""
    form = ProveForm()
    if form.validate_on_submit():
        limits.stop_guessing(account().email)
        if passwords.match(form.password.data or "", account().password_hash):
            return _proven()
        limits.count_wrong_password(account().email)
        form.password.errors = [_("This is not your password.")]
    return _page(form)


@bp.post("/account/prove/passkey")
@signed_in
@limiter.limit(limits.SIGN_IN)
def prove_by_passkey() -> Response:
    """Take a passkey in place of the password."""
    form = CredentialForm()
    if form.validate_on_submit() and shown_passkey(form, account().id) is not None:
        return _proven()
    refused = ProveForm(formdata=None)
    refused.form_errors.append(_("The passkey could not be read. Please try again."))
    return _page(refused)


@bp.post("/account/prove/passkey/options")
@signed_in
@limiter.limit(limits.PASSKEY_OPTIONS)
def show_own_passkey_options() -> Response:
    """Tell a script what to ask the browser for: a passkey of this account."""
    here = site()
    if here is None:
        return make_response({"error": "no passkeys"}, 404)
    return keep_challenge(*services.options_to_show(site=here, account_id=account().id))


def _proven() -> Response:
    services.note_proof(sign_in().id, now=clock.now())
    return make_response(redirect(asked_next() or url_for("accounts.show_safety"), 303))


def _page(form: ProveForm) -> Response:
    page = render_template(
        "accounts/prove.html",
        here="safety",
        form=form,
        going_to=asked_next(),
        provider=provider_name() if openid_links_of(account().id) else None,
        has_passkeys=bool(site() and passkeys_of(account().id)),
    )
    return kept_private(page, 422 if form.errors or form.form_errors else 200)
