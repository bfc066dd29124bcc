"""The language and the time zone of a request, and the words of the interface.

Language: ``?lang=``, else the cookie, else the account's, else what the browser accepts, else English.
Zone: the cookie, else the account's, else unknown.
"""

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_login import current_user

import config
from conference import zones
from conference.translated import LANGUAGES
from conference.web.conditional import is_for_calendars

LANGUAGE_COOKIE = "language"
ZONE_COOKIE = "zone"
LANGUAGE_NAMES = {"de": "Deutsch", "tr": "Türkçe", "en": "English"}
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Set up gettext and remember a language that was chosen by ``?lang=``."""
    Babel(
        app,
        default_translation_directories=str(config.ROOT / "conference" / "translations"),
        default_locale="en",
        locale_selector=current_language,
    )
    app.after_request(_remember_language)
    app.context_processor(
        lambda: {
            "current_language": current_language(),
            "languages": LANGUAGE_NAMES,
            "visitor_zone": visitor_zone(),
        }
    )


def current_language() -> str:
    """Return the language of this request, one of :data:`~conference.translated.LANGUAGES`."""
    if "language" not in g:
        g.language = _chosen_language()
    language: str = g.language
    return language


def _chosen_language() -> str:
    if not has_request_context():
        return "en"
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return str(current_user.language)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def visitor_zone() -> str | None:
    """Return the visitor's IANA zone, or None while it is unknown."""
    if not has_request_context():
        return None
    wanted = request.cookies.get(ZONE_COOKIE, "")
    if zones.is_zone(wanted):
        return wanted
    if current_user and current_user.is_authenticated and zones.is_zone(current_user.zone):
        return str(current_user.zone)
    return None


def shown_zones(event_zones: tuple[str, ...]) -> list[str]:
    """Return the zones in which times are shown: the event's one or two, and the visitor's where it is neither."""
    own = visitor_zone()
    return [*event_zones, own] if own and own not in event_zones else list(event_zones)


def _is_secure() -> bool:
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.is_secure


def remember_zone(response: Response, zone: str) -> None:
    """Keep a chosen zone with the visitor."""
    response.set_cookie(ZONE_COOKIE, zone, max_age=YEAR, samesite="Lax", secure=_is_secure())


def remember_language(response: Response, language: str) -> None:
    """Keep a chosen language with the visitor."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=_is_secure())


def _remember_language(response: Response) -> Response:
    wanted = request.args.get("lang")
    is_for_programs = is_for_calendars() or g.get("has_no_cookies", False)
    if wanted in LANGUAGES and request.cookies.get(LANGUAGE_COOKIE) != wanted and not is_for_programs:
        remember_language(response, wanted)
    return response
