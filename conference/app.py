"""The composition root: builds the application in named steps. Never a route."""

from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config
from conference.accounts.services import passwords
from conference.calendars.views import fetches
from conference.calendars.views.front import Front
from conference.db import connect_args, connect_for_short_waits, db
from conference.web import conditional, errors, filters, guards, headers, limits, locale, numbers, redaction

VIEWS = (
    "conference.web.views",
    "conference.events.views",
    "conference.accounts.views",
    "conference.dashboard.views",
    "conference.exchange.views",
    "conference.exchange.views.published",
    "conference.draft.views",
    "conference.registrations.views",
    "conference.agenda.views",
    "conference.delegations.views",
    "conference.calendars.views",
    "conference.calendars.views.dav",
    "conference.live.views",
    "conference.letters.views",
    "conference.privacy.views",
    "conference.letter_wishes.views",
    "conference.proposals.views",
    "conference.speaking.views",
    "conference.programme.views",
)

TABLES = (
    "conference.mail.tables",
    "conference.accounts.tables",
    "conference.events.tables",
    "conference.programme.tables",
    "conference.draft.tables",
    "conference.registrations.tables",
    "conference.letter_wishes.tables",
    "conference.agenda.tables",
    "conference.delegations.tables",
    "conference.calendars.tables",
    "conference.caldav.tables",
    "conference.live.tables",
    "conference.exchange.tables",
    "conference.letters.tables",
    "conference.proposals.tables",
    "conference.speaking.tables",
    "conference.notices.tables",
    "conference.privacy.tables",
    "conference.invitations.tables",
    "conference.reminders.tables",
)

COMMANDS = (
    "conference.accounts.commands",
    "conference.exchange.commands",
    "conference.privacy.commands",
    "conference.demo.commands",
    "conference.upkeep.commands",
    "conference.worker",
)

MEGABYTE = 1024 * 1024
HOUR = 3600


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the application.

    :param settings: read from the environment where None.
    :raises config.InvalidSetting: a setting is missing or malformed.
    """
    settings = settings or config.from_environment()
    app = Flask(__name__, template_folder=str(config.ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    _prepare_database(app, settings)
    _prepare_languages(app)
    _secure(app, settings)
    _register_views(app)
    _register_commands(app)
    _serve_static(app, settings)
    fetches.init_app(app)
    app.wsgi_app = Front(app.wsgi_app, app)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # What a failed statement was given must not stand in the log: addresses, hashes of passwords.
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,
            "connect_args": connect_args(make_url(settings.database_url)),
        },
        TESTING=settings.environment == "testing",
        MAX_CONTENT_LENGTH=4 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        SESSION_COOKIE_NAME="meridian",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        REMEMBER_COOKIE_NAME="meridian_stay",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.is_secure,
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        WTF_CSRF_TIME_LIMIT=None,
        PREFERRED_URL_SCHEME="https" if settings.is_secure else "http",
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _prepare_database(app: Flask, settings: config.Settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    for module in TABLES:
        import_module(module)
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "do_connect", connect_for_short_waits)
    Migrate(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True, compare_type=True)


def _prepare_languages(app: Flask) -> None:
    locale.init_app(app)
    filters.init_app(app)


def _secure(app: Flask, settings: config.Settings) -> None:
    csrf = CSRFProtect(app)
    # Mail programs post there without ever having seen a form; the token of the letter is what they prove.
    csrf.exempt("conference.letter_wishes.views.stop_at_once")
    # No cookie is read there and nothing written: each request proves by itself who asks.
    csrf.exempt("conference.calendars.views.dav.answering.answer")
    conditional.init_app(app)
    redaction.init_app(app)
    passwords.use_memory(settings.password_memory)
    guards.init_app(app)
    limits.init_app(app, settings)
    headers.init_app(app, settings)
    errors.init_app(app)


def _register_views(app: Flask) -> None:
    numbers.init_app(app)
    for module in VIEWS:
        app.register_blueprint(import_module(module).bp)


def _register_commands(app: Flask) -> None:
    for module in COMMANDS:
        for command in import_module(module).commands:
            app.cli.add_command(command)


def _serve_static(app: Flask, settings: config.Settings) -> None:
    """Serve ``static/`` below ``/static/``.

    Style sheets and scripts name each other without a version, so they are asked after once an hour; a
    font never changes under its name.
    """
    static = config.ROOT / "static"
    if static.is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(static),
            prefix="static/",
            autorefresh=not settings.is_production and app.debug,
            max_age=HOUR,
            add_headers_function=partial(_add_headers, settings),
        )


def _add_headers(settings: config.Settings, file_headers: Headers, path: str, _url: str) -> None:
    headers.secure_file(file_headers, settings)
    if path.endswith(".woff2"):
        file_headers["Cache-Control"] = f"public, max-age={30 * 24 * HOUR}"
