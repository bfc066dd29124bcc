"""The second step of a sign-in: a code, a recovery code, or a passkey."""

from datetime import datetime
from typing import Any

from flask import Response, flash, jsonify, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext as _

from conference import clock
from conference.accounts import services
from conference.accounts.forms import CodeForm, CredentialForm
from conference.accounts.queries import account_by_id, authenticator_of, passkeys_of
from conference.accounts.rules import is_mark_of
from conference.accounts.tables import Account
from conference.accounts.views.blueprint import asked_next, bp, going_on, kept_private, secret_key, site, start_sign_in
from conference.web import limits
from conference.web.guards import open_to_all, safe_next
from conference.web.limits import limiter


@bp.route("/sign-in/second", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def take_second_step() -> Response:
    """Ask for a code, and sign in by it."""
    owner = _awaited()
    if owner is None:
        return _too_late()
    form = CodeForm()
    if form.validate_on_submit():
        limits.stop_guessing_codes(owner.email)
        try:
            services.use_code(owner.id, form.code.data or "", secret_key=secret_key(), now=clock.now())
        except services.WrongCode:
            limits.count_wrong_code(owner.email)
            form.code.errors = [
                _("This code does not work, or was used already. The app shows a new one every half minute.")
            ]
        else:
            return _passed(owner)
    return _page(owner, form)


@bp.post("/sign-in/second/passkey")
@open_to_all
@limiter.limit(limits.SIGN_IN)
def take_second_step_by_passkey() -> Response:
    """Sign in by a passkey after the first step."""
    owner = _awaited()
    if owner is None:
        return _too_late()
    form = CredentialForm()
    if form.validate_on_submit() and shown_passkey(form, owner.id) is not None:
        return _passed(owner)
    code_form = CodeForm(formdata=None)
    code_form.form_errors.append(_("The passkey could not be read. Please try again."))
    return _page(owner, code_form)


@bp.post("/sign-in/passkey")
@open_to_all
@limiter.limit(limits.SIGN_IN)
def sign_in_by_passkey() -> Response:
    """Sign in by a passkey alone: the device has verified its owner, so it stands for both steps."""
    form = CredentialForm()
    target = safe_next(cookie.get("passkey", {}).get("next"))
    owner = shown_passkey(form, None) if form.validate_on_submit() else None
    if owner is None:
        flash(
            _("The passkey could not be read, or belongs to no account here. Please try again, or sign in otherwise."),
            "error",
        )
        return make_response(redirect(url_for("accounts.sign_in", next=target), 303))
    start_sign_in(owner)
    return going_on(owner, target)


@bp.post("/sign-in/passkey/options")
@open_to_all
@limiter.limit(limits.PASSKEY_OPTIONS)
def show_passkey_options() -> Response:
    """Tell a script what to ask the browser for: any passkey of this site, or in the second step one of the account."""
    here = site()
    if here is None:
        return make_response(jsonify(error="no passkeys"), 404)
    owner = _awaited()
    options, challenge = services.options_to_show(site=here, account_id=owner.id if owner else None)
    return keep_challenge(options, challenge, next=asked_next())


def keep_challenge(options: dict[str, Any], challenge: str, **more: str | None) -> Response:
    """Answer with what to ask the browser for, and keep its challenge for the answer."""
    cookie["passkey"] = {"challenge": challenge, **more}
    return kept_private(jsonify(options))


def shown_passkey(form: CredentialForm, account_id: int | None) -> Account | None:
    """Return whose passkey the browser showed for the challenge kept last, which no other answer can use again."""
    kept, here = cookie.pop("passkey", {}), site()
    if here is None or not kept:
        return None
    try:
        return services.use_passkey(
            form.credential.data or "", challenge=kept["challenge"], site=here, account_id=account_id, now=clock.now()
        )
    except services.PasskeyRefused:
        return None


def _awaited() -> Account | None:
    """Return who passed the first step in this browser a short while ago, or None."""
    kept = cookie.get("second_step")
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    owner = account_by_id(kept["account"])
    # A password changed meanwhile makes the first step worthless.
    return owner if owner is not None and is_mark_of(owner.password_hash, kept["mark"]) else None


def _passed(owner: Account) -> Response:
    kept = cookie["second_step"]
    start_sign_in(owner, stays=kept["stays"])
    return going_on(owner, safe_next(kept["next"]))


def _too_late() -> Response:
    cookie.pop("second_step", None)
    flash(_("That took too long. Please sign in once more."), "error")
    return make_response(redirect(url_for("accounts.sign_in"), 303))


def _page(owner: Account, form: CodeForm) -> Response:
    page = render_template(
        "accounts/take_second_step.html",
        form=form,
        has_authenticator=authenticator_of(owner.id) is not None,
        has_passkeys=bool(site() and passkeys_of(owner.id)),
    )
    return kept_private(page, 422 if form.errors or form.form_errors else 200)
