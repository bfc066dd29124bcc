"""What keeps an account safe: password, passkeys, authenticator, recovery codes."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import Headers

from conference import clock
from conference.accounts import services
from conference.accounts.forms import AuthenticatorForm, NewPasskeyForm
from conference.accounts.queries import (
    are_recovery_codes,
    authenticator_of,
    codes_left,
    has_second_factor,
    openid_links_of,
    passkeys_of,
)
from conference.accounts.render import qr_drawing
from conference.accounts.rules.second_factor import (
    RECOVERY_CODES,
    authenticator_address,
    is_authenticator_secret,
    new_authenticator_secret,
)
from conference.accounts.views.blueprint import asked_next, bp, kept_private, provider_name, secret_key, site
from conference.accounts.views.second_step import keep_challenge
from conference.web import limits
from conference.web.guards import account, recently_proven, safe_next, sign_in, signed_in
from conference.web.limits import limiter

SITE_NAME = "Meridian"


@bp.get("/account/safety")
@signed_in
def show_safety() -> str:
    """Show by what one signs in, and lead to changing it."""
    passkeys, authenticator = passkeys_of(account().id), authenticator_of(account().id)
    return render_template(
        "accounts/show_safety.html",
        here="safety",
        passkeys=passkeys,
        authenticator=authenticator,
        codes_left=codes_left(account().id) if passkeys or authenticator else 0,
        can_have_passkeys=site() is not None,
        links=openid_links_of(account().id),
        provider=provider_name(),
    )


@bp.get("/account/second-factor")
@signed_in
def show_missing_factor() -> Response:
    """Tell that an event asks a second factor of those who organise it, and lead to setting one up."""
    target = asked_next()
    if has_second_factor(account().id):
        return make_response(redirect(target or url_for("accounts.show_safety"), 303))
    return make_response(
        render_template(
            "accounts/show_missing_factor.html", here="safety", going_to=target, can_have_passkeys=site() is not None
        )
    )


@bp.route("/account/authenticator", methods=["GET", "POST"])
@recently_proven
@limiter.limit(limits.SIGN_IN, methods=["POST"])
def add_authenticator() -> Response:
    """Show a secret as a QR code, and keep it once a code made of it comes back."""
    if authenticator_of(account().id) is not None:
        return _to_safety()
    form = AuthenticatorForm()
    if form.validate_on_submit() and is_authenticator_secret(form.secret.data or ""):
        try:
            codes = services.add_authenticator(
                account().id, secret=form.secret.data or "", code=form.code.data or "", secret_key=secret_key(),
                sign_in_id=sign_in().id, now=clock.now(),
            )  # fmt: skip
        except services.AuthenticatorExists:
            return _to_safety()
        except services.WrongCode:
            form.code.errors = [
                _("This is not the code that belongs to the picture. Is the clock of the device right?")
            ]
        else:
            flash(_("The app is set up. From now on signing in asks for its code."), "success")
            return _codes_page(codes) if codes else _to_safety()
    given = form.secret.data or ""
    secret = given if is_authenticator_secret(given) else new_authenticator_secret()
    form.secret.data = secret
    address = authenticator_address(secret, email=account().email, issuer=SITE_NAME)
    page = render_template(
        "accounts/add_authenticator.html",
        here="safety",
        form=form,
        address=address,
        drawing=Markup(qr_drawing(address)),  # noqa: S704 - drawn here, of squares alone
        going_to=asked_next(),
    )
    return kept_private(page, 422 if form.errors else 200)


@bp.post("/account/authenticator/remove")
@recently_proven
def remove_authenticator() -> Response:
    """Take the authenticator away."""
    services.remove_authenticator(account().id, now=clock.now())
    flash(_("The app is removed: signing in no longer asks for its code."), "success")
    return _to_safety()


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@recently_proven
def add_passkey() -> Response:
    """Add a passkey, which a script has the browser make."""
    here = site()
    form = NewPasskeyForm()
    if here is not None and form.validate_on_submit():
        kept = cookie.pop("passkey", {})
        try:
            codes = services.add_passkey(
                account().id, form.credential.data or "", challenge=kept.get("challenge", ""),
                handle=kept.get("handle", ""), site=here, name=form.name.data or "", sign_in_id=sign_in().id,
                now=clock.now(),
            )  # fmt: skip
        except services.PasskeyRefused:
            form.form_errors.append(_("The passkey could not be made. Please try again."))
        except services.TooManyPasskeys:
            form.form_errors.append(_("You have as many passkeys as an account can have. Remove one first."))
        else:
            flash(_("The passkey is added. You can sign in with it from now on."), "success")
            return _codes_page(codes) if codes else _to_safety()
    page = render_template(
        "accounts/add_passkey.html", here="safety", form=form, can_have_passkeys=here is not None, going_to=asked_next()
    )
    return kept_private(page, 422 if form.errors or form.form_errors else 200)


@bp.post("/account/passkeys/options")
@recently_proven
@limiter.limit(limits.PASSKEY_OPTIONS)
def show_new_passkey_options() -> Response:
    """Tell a script what passkey the browser is to make."""
    here = site()
    if here is None:
        return make_response({"error": "no passkeys"}, 404)
    options, challenge = services.options_to_add(account(), site=here, name=SITE_NAME)
    return keep_challenge(options, challenge, handle=options["user"]["id"])


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@recently_proven
def remove_passkey(passkey_id: int) -> Response:
    """Take a passkey away."""
    if not services.remove_passkey(account().id, passkey_id, now=clock.now()):
        abort(404)
    flash(_("The passkey is removed. You can delete it from your device too."), "success")
    return _to_safety()


@bp.post("/account/recovery-codes")
@recently_proven
def make_recovery_codes() -> Response:
    """Make new recovery codes, and show them this once."""
    if not (passkeys_of(account().id) or authenticator_of(account().id)):
        return _to_safety()
    return _codes_page(services.make_recovery_codes(account().id, now=clock.now()))


@bp.post("/account/recovery-codes/file")
@signed_in
@limiter.limit(limits.SIGN_IN)
def show_recovery_codes_file() -> Response:
    """Give the recovery codes that a page has just shown as a text file: the database knows only their hashes."""
    codes = request.form.getlist("code")[:RECOVERY_CODES]
    if not are_recovery_codes(account().id, codes):
        abort(404)
    lines = [
        _("Recovery codes for Meridian, account %(email)s", email=account().email),
        _("Each works once, in place of the second step of signing in. Keep them where nobody else finds them."),
        "",
        *codes,
    ]
    headers = Headers({"Content-Disposition": 'attachment; filename="meridian-recovery-codes.txt"'})
    return kept_private(Response("\n".join(lines) + "\n", mimetype="text/plain", headers=headers))


def _codes_page(codes: list[str]) -> Response:
    page = render_template(
        "accounts/show_recovery_codes.html", here="safety", codes=codes, going_to=safe_next(request.args.get("next"))
    )
    return kept_private(page)


def _to_safety() -> Response:
    return make_response(redirect(asked_next() or url_for("accounts.show_safety"), 303))
