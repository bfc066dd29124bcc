"""What the pages of accounts share."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from flask import session as cookie
from werkzeug.exceptions import HTTPException

import config
from conference import clock
from conference.accounts.queries import has_second_factor
from conference.accounts.rules import SECOND_STEP_LASTS, Site, sign_up_mark, site_for_passkeys
from conference.accounts.tables import Account
from conference.programme.queries import newest_release_of
from conference.registrations.queries import registrations_of
from conference.web import limits
from conference.web.guards import safe_next, start_sign_in
from conference.web.headers import kept_private
from conference.web.locale import remember_language, remember_zone

__all__ = [
    "asked_next",
    "bp",
    "event_of",
    "going_on",
    "home_of",
    "kept_private",
    "let_in",
    "secret_key",
    "site",
    "start_sign_in",
]

bp = Blueprint("accounts", __name__)


def secret_key() -> str:
    """Return the SECRET_KEY of the settings."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.secret_key


def provider_name() -> str | None:
    """Return what the OpenID provider of the settings is called, or None where there is none."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.oidc_name if settings.oidc_issuer else None


def site() -> Site | None:
    """Return this installation as passkeys know it, or None where browsers allow none."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return site_for_passkeys(settings.base_url)


def asked_next() -> str | None:
    """Return where to go on to afterwards, as the address asks: a path within this site, or None."""
    return safe_next(request.args.get("next"))


def event_of(target: str | None) -> str | None:
    """Return the slug of the event whose pages one is going on to, or None: there, who is new registers for it."""
    if not target:
        return None
    try:
        endpoint, values = current_app.url_map.bind("").match(urlsplit(target).path)
    except HTTPException:
        return None
    slug = values.get("event")
    return str(slug) if slug and endpoint.startswith(("programme.", "agenda.", "calendars.")) else None


def going_on(account: Account, target: str | None = None) -> Response:
    """Lead one who is signed in to where they were going; remember their language, their zone and their browser."""
    response = make_response(redirect(target or home_of(account), 303))
    remember_language(response, account.language)
    remember_zone(response, account.zone)
    limits.know_browser(response, account.email)
    return response


def let_in(account: Account, *, stays: bool, target: str | None) -> Response:
    """Sign somebody in who passed the first step; who has a second factor is asked for it first."""
    if not has_second_factor(account.id):
        start_sign_in(account, stays=stays)
        return going_on(account, target)
    cookie.clear()
    cookie["second_step"] = {
        "account": account.id,
        "mark": sign_up_mark(account.password_hash),
        "until": (clock.now() + SECOND_STEP_LASTS).isoformat(),
        "stays": stays,
        "next": target,
    }
    return make_response(redirect(url_for("accounts.take_second_step"), 303))


def home_of(account: Account) -> str:
    """Return the agenda of the only event an account takes part in, else the list of events."""
    registrations = registrations_of(account.id)
    if len(registrations) == 1:
        published = newest_release_of(registrations[0].event_id)
        if published is not None:
            return url_for("agenda.show_agenda", event=published.programme.event.slug)
    return url_for("events.list_events")
