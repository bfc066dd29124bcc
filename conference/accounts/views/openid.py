"""Signing in by an OpenID provider, and linking an account of it."""

import hmac
import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user

import config
from conference import clock
from conference.accounts import services
from conference.accounts.forms import ProviderSignUpForm
from conference.accounts.queries import account_by_email
from conference.accounts.rules import PRIVACY_NOTICE, Identity, TokenRefused
from conference.accounts.rules.openid import ROUND_TRIP
from conference.accounts.services import Client, RoundTrip
from conference.accounts.views.blueprint import asked_next, bp, kept_private, let_in
from conference.registrations.services import tell_where_they_stand
from conference.web import limits
from conference.web.guards import account, open_to_all, recently_proven, safe_next, sign_in, signed_in
from conference.web.limits import limiter
from conference.web.notice import notice_shown

logger = logging.getLogger("meridian.accounts")


def provider() -> tuple[Client, config.Settings]:
    """Return the provider of the settings; answers 404 where there is none."""
    settings: config.Settings = current_app.config["SETTINGS"]
    if settings.oidc_issuer is None:
        abort(404)
    back = settings.base_url + url_for("accounts.come_back")
    return Client(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, back), settings


@bp.get("/sign-in/openid")
@open_to_all
@limiter.limit(limits.SIGN_IN)
def sign_in_by_provider() -> Response:
    """Lead to the provider."""
    return _go("sign_in", asked_next())


@bp.get("/account/openid/link")
@recently_proven
@limiter.limit(limits.SIGN_IN)
def link_provider() -> Response:
    """Lead to the provider, to link an account of it to one's own."""
    return _go("link", url_for("accounts.show_safety"))


@bp.get("/account/openid/prove")
@signed_in
@limiter.limit(limits.SIGN_IN)
def prove_by_provider() -> Response:
    """Lead to the provider, to show there once more who one is."""
    return _go("prove", asked_next())


@bp.get("/sign-in/openid/back")
@open_to_all
@limiter.limit(limits.SIGN_IN)
def come_back() -> Response:
    """Take somebody in who comes back from the provider. What the browser kept for it works once."""
    client, settings = provider()
    kept = cookie.pop("openid", None)
    identity = _identity(client, kept)
    if kept is None or identity is None:
        return _refused()
    target = safe_next(kept["next"])
    if kept["why"] == "sign_in":
        return _sign_in(identity, settings, target)
    if not current_user.is_authenticated or kept["account"] != account().id:
        return _refused()
    if kept["why"] == "link":
        return _link(identity, target)
    return _prove(identity, datetime.fromisoformat(kept["until"]) - ROUND_TRIP, target)


def _identity(client: Client, kept: dict[str, Any] | None) -> Identity | None:
    """Return who comes back from the provider, or None where this is not the end of a round trip of this browser."""
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    trip = RoundTrip(**kept["trip"])
    given = request.args.get("state", "").encode("utf-8", "surrogateescape")
    issuer = request.args.get("iss", client.issuer)  # RFC 9207
    if not hmac.compare_digest(given, trip.state.encode()) or issuer != client.issuer or "code" not in request.args:
        return None
    try:
        return services.end_round_trip(client, trip, code=request.args["code"], now=clock.now())
    except (services.ProviderFailed, TokenRefused) as refusal:
        logger.warning("sign-in by OpenID Connect: %s", refusal.reason)
        return None


def _sign_in(identity: Identity, settings: config.Settings, target: str | None) -> Response:
    try:
        owner = services.account_of_identity(identity, is_trusted=settings.oidc_trusted, now=clock.now())
    except services.EmailNotVerified:
        words = _("%(name)s has not verified your e-mail address, so we cannot tell who you are. Sign in otherwise.",
                  name=settings.oidc_name)  # fmt: skip
        flash(words, "error")
        return make_response(redirect(url_for("accounts.sign_in"), 303))
    if owner is not None:
        return let_in(owner, stays=False, target=target)
    known = account_by_email(identity.email)
    cookie["openid_found"] = {**_plain(identity), "until": (clock.now() + ROUND_TRIP).isoformat(), "next": target}
    if known is not None and known.is_active:
        flash(_("You have an account here already. Sign in to it as before, then link it to %(name)s.",
                name=settings.oidc_name), "success")  # fmt: skip
        return make_response(redirect(url_for("accounts.sign_in", next=url_for("accounts.show_safety")), 303))
    return make_response(redirect(url_for("accounts.open_account_by_provider"), 303))


def _link(identity: Identity, target: str | None) -> Response:
    try:
        services.link_identity(account().id, identity, now=clock.now())
    except services.LinkedToAnother:
        flash(_("That account is linked to another account here."), "error")
    else:
        flash(_("Linked: from now on you can sign in by it."), "success")
    return make_response(redirect(target or url_for("accounts.show_safety"), 303))


def _prove(identity: Identity, began_at: datetime, target: str | None) -> Response:
    if not services.proves(account().id, identity, began_at=began_at):
        return _refused()
    services.note_proof(sign_in().id, now=clock.now())
    return make_response(redirect(target or url_for("accounts.show_safety"), 303))


@bp.route("/sign-in/openid/open", methods=["GET", "POST"])
@open_to_all
@limiter.limit(limits.REGISTER, methods=["POST"])
def open_account_by_provider() -> Response:
    """Open an account for somebody whom the provider knows and we do not yet."""
    _client, settings = provider()
    found = cookie.get("openid_found")
    if not found or datetime.fromisoformat(found["until"]) <= clock.now():
        return _refused()
    identity = Identity(
        issuer=found["issuer"], subject=found["subject"], email=found["email"], is_email_verified=True,
        name=found["name"], signed_in_at=None,
    )  # fmt: skip
    form = ProviderSignUpForm(name=identity.name)
    if form.validate_on_submit():
        try:
            opened = services.open_account_by_identity(
                identity, name=form.name.data, language=form.language.data, zone=form.zone.data,
                consent_version=PRIVACY_NOTICE, shown=notice_shown(form.consent.label.text), now=clock.now(),
                and_then=tell_where_they_stand,
            )  # fmt: skip
        except services.AddressTaken:
            return _refused()
        return let_in(opened, stays=False, target=safe_next(found["next"]))
    page = render_template(
        "accounts/open_account_by_provider.html", form=form, email=identity.email, provider=settings.oidc_name
    )
    return kept_private(page, 422 if form.errors else 200)


@bp.post("/account/openid/<int:link_id>/unlink")
@recently_proven
def unlink_provider(link_id: int) -> Response:
    """End signing in by the provider."""
    if not services.unlink_identity(account().id, link_id, now=clock.now()):
        abort(404)
    flash(_("The link is ended. By mail you can always sign in."), "success")
    return make_response(redirect(url_for("accounts.show_safety"), 303))


def _go(why: str, target: str | None) -> Response:
    client, _settings = provider()
    try:
        address, trip = services.begin_round_trip(client, must_prove=why == "prove")
    except services.ProviderFailed as refusal:
        logger.warning("sign-in by OpenID Connect: %s", refusal.reason)
        return _refused()
    cookie["openid"] = {
        "why": why,
        "trip": asdict(trip),
        "next": target,
        "until": (clock.now() + ROUND_TRIP).isoformat(),
        "account": current_user.id if current_user.is_authenticated else None,
    }
    return kept_private(redirect(address, 303))  # type: ignore[arg-type]


def _plain(identity: Identity) -> dict[str, str]:
    return {name: getattr(identity, name) for name in ("issuer", "subject", "email", "name")}


def _refused() -> Response:
    flash(_("Signing in there did not work. Please try again, or sign in otherwise."), "error")
    return make_response(redirect(url_for("accounts.sign_in"), 303))
