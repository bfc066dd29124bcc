"""The application under test: built once for many tests, each of which has a database of its own below it."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Dialect, Engine, make_url

import config
from conference.app import create_app
from conference.calendars.views.front import Front
from conference.db import db
from conference.web.limits import limiter


class Applications:
    """Builds the application once for tests of the same settings, whatever database each of them has.

    Only the last one is kept: the rate limiter serves one application at a time.
    """

    def __init__(self) -> None:
        self._key: config.Settings | None = None
        self._app: Flask | None = None
        self._engines = Engines()

    def of(self, settings: config.Settings) -> Flask:
        """Return the application of these settings, on their database."""
        key = replace(settings, database_url="", instance=Path())
        if self._app is None or key != self._key:
            self._key, self._app = key, create_app(settings)
        app = self._app
        app.config["SETTINGS"] = settings
        app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
        with app.app_context():
            cast("dict[str | None, Engine]", db.engines)[None] = self._engines.of(settings.database_url)
        # Another test may have had the very same rows.
        cast("Front", app.wsgi_app).forget()
        # A test that built an application of its own may have left them on.
        limiter.enabled = settings.rate_limits
        if settings.rate_limits:
            limiter.reset()
        return app

    def close(self) -> None:
        """Close what waits for a next test."""
        self._engines.close()


class Engines:
    """One engine for the databases of many tests.

    An engine keeps the SQL of each query that it has once put together; a new one for each test would spend half of
    the test's time on that. It leads to the database of whichever test asks.
    """

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}

    def of(self, address: str) -> Engine:
        """Return an engine that leads to a database, with no connection to that of another test."""
        url = make_url(address)
        kind = url.get_backend_name()
        if kind not in self._engines:
            self._engines[kind] = engine = create_engine(url)
            _follow_its_address(engine)
            if kind == "sqlite":
                _hurry(engine)
        engine = self._engines[kind]
        if engine.url != url:
            engine.dispose()
            engine.url = url
        return engine

    def close(self) -> None:
        """Close the connections of all."""
        for engine in self._engines.values():
            engine.dispose()


def close(engine: Engine) -> None:
    """Close what a test opened. Connections to PostgreSQL wait for the next test, unless this one kept some."""
    if engine.dialect.name == "sqlite" or engine.pool.checkedout():  # type: ignore[attr-defined]
        engine.dispose()


def _follow_its_address(engine: Engine) -> None:
    @event.listens_for(engine, "do_connect")
    def lead(dialect: Dialect, _record: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        arguments[:], more = dialect.create_connect_args(engine.url)
        named.update(more)


def _hurry(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        # What a test stores need not outlive a power cut.
        connection.execute("PRAGMA synchronous = OFF")
