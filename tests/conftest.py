"""What every test may ask for. Deeper fixtures live in the conftest of their own folder."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import hypothesis
import pytest
from click.testing import Result
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, select
from sqlalchemy.engine import URL, Engine

import config
from conference import clock
from conference.app import create_app
from conference.db import db
from conference.mail.tables import Letter
from tests import client as browser
from tests.applications import Applications, close
from tests.databases import Reused, migrate, new_database, postgres_server, settings_for_tests
from tests.factories.programme import NOW
from tests.mailbox import Mailbox

# How long an example takes says more of the machine than of the law it tries.
hypothesis.settings.register_profile("meridian", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("meridian")

FOLDERS = frozenset({"unit", "property", "service", "web", "postgres", "browser", "house", "bench", "subscribers"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the same tests run on either database."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="what the tests store in")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test after the folder it lies in."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0]
        if folder in FOLDERS:
            item.add_marker(folder)


def pytest_collection_finish() -> None:
    """Spare the search for garbage what was imported and collected: it stays to the end, and is the most by far."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    file = folder / "migrated.sqlite"
    migrate(f"sqlite:///{file}", folder)
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL in which databases may be created."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_postgres(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reused]:
    with new_database(postgres) as url, closing(Reused(url, tmp_path_factory.mktemp("postgres"))) as reused:
        yield reused


@pytest.fixture
def database(pytestconfig: pytest.Config) -> str:
    """Which database the test runs on: ``sqlite`` or ``postgres``."""
    return str(pytestconfig.getoption("database"))


@pytest.fixture
def db_url(database: str, request: pytest.FixtureRequest, tmp_path: Path, _applications: Applications) -> Iterator[str]:
    """The address of a migrated database without rows, for this test alone."""
    if database == "postgres":
        reused: Reused = request.getfixturevalue("_migrated_postgres")
        yield reused.url
        if reused.empty():
            _applications.close()
    else:
        file = tmp_path / "meridian.sqlite"
        shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), file)
        yield f"sqlite:///{file}"


@pytest.fixture
def settings(db_url: str, tmp_path: Path) -> config.Settings:
    """The settings of the application; override it with ``dataclasses.replace`` to test others."""
    return settings_for_tests(db_url, tmp_path)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant at which the clock stands still: Tuesday 8 June 2027, 07:37 UTC."""
    monkeypatch.setattr(clock, "source", lambda: NOW)
    return NOW


@pytest.fixture
def set_clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime | timedelta], datetime]:
    """Set the clock to an instant, or ahead of ``now`` by a span; gives the instant it then shows."""

    def set_to(when: datetime | timedelta) -> datetime:
        instant = now + when if isinstance(when, timedelta) else when
        monkeypatch.setattr(clock, "source", lambda: instant)
        return instant

    return set_to


@pytest.fixture(scope="session")
def _compiled_templates(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> FileSystemBytecodeCache:
    """Templates are compiled once, not once for each test's application, nor for each process of a run."""
    here = tmp_path_factory.getbasetemp()
    folder = (here.parent if hasattr(pytestconfig, "workerinput") else here) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def _applications() -> Iterator[Applications]:
    applications = Applications()
    yield applications
    applications.close()


@pytest.fixture
def app(
    settings: config.Settings,
    now: datetime,
    _applications: Applications,
    _compiled_templates: FileSystemBytecodeCache,
) -> Iterator[Flask]:
    """The application, its context pushed, the clock standing still."""
    app = _applications.of(settings)
    app.jinja_env.bytecode_cache = _compiled_templates
    app.test_client_class = browser.Client
    with app.app_context():
        yield app
        db.session.remove()
        close(db.engine)


@pytest.fixture
def new_app() -> Iterator[Callable[[config.Settings], Flask]]:
    """``new_app(settings)`` builds an application of other settings; what it opened is closed after the test."""
    built: list[Flask] = []

    def build(settings: config.Settings) -> Flask:
        built.append(create_app(settings))
        return built[-1]

    yield build
    for app in built:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> browser.Client:
    """A browser with an empty cookie jar. For a second one: ``app.test_client()``."""
    return cast("browser.Client", app.test_client())


@pytest.fixture
def sign_in() -> Callable[[browser.Client, Any], None]:
    """``sign_in(client, account)`` signs in without the page for it."""
    return browser.sign_in


@pytest.fixture
def run_command(app: Flask) -> Callable[..., Result]:
    """``run_command("event", "list", "--json")`` runs a command of ``flask --app wsgi``."""

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=list(arguments), input=stdin)
        db.session.rollback()
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def outbox(app: Flask) -> Callable[[], list[Letter]]:
    """``outbox()`` gives all letters, the oldest first."""
    return lambda: list(db.session.scalars(select(Letter).order_by(Letter.id)))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server on 127.0.0.1 that keeps what it is sent."""
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """The SQL statements run so far; clear it before what is to be counted."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)
