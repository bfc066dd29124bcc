"""The database: base class, column types and the one way to write. Never a table."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, event, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from conference import clock
from conference.translated import Translated


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC. A naive one is refused before it reaches the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware datetime into UTC; SQLite stores it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} is naive: an instant needs its zone"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return it aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables. The names of constraints are the same in every database."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Instant, Translated: JSON, list[str]: JSON},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

LARGEST_KEY = 2**31 - 1
"""The greatest number that a column of whole numbers holds on either database, and so the greatest of a row."""

_WRITES = "meridian_writes"
_BEGAN_AT = "meridian_began_at"
_ACTING = "meridian_acting"


@contextmanager
def transaction() -> Iterator[None]:
    """Do all the writing of a service within: everything is stored, or on any error nothing.

    A transaction within another joins it; the outermost commits. On SQLite it takes the write lock at
    its start (BEGIN IMMEDIATE), so what it reads cannot be overtaken before it writes; on PostgreSQL
    the service locks the rows it decides by (SELECT … FOR UPDATE).

    :raises RuntimeError: something was written outside a transaction before.
    """
    session = db.session()
    if session.info.get(_WRITES):
        yield
        return
    if session.new or session.dirty or session.deleted:
        message = "written outside a transaction"
        raise RuntimeError(message)
    # What was read so far belongs to an older snapshot; writing needs a fresh one.
    session.commit()
    session.info[_BEGAN_AT] = clock.source()
    with _turn_to_write():
        session.info[_WRITES] = True
        try:
            session.connection(execution_options={_WRITES: True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_WRITES, None)


def instant_of_change(now: datetime, before: datetime | None) -> datetime:
    """Return the instant with which a change is stamped that programs compare: in UTC, in whole seconds.

    Call it within the transaction, once the row is locked. ``now`` was read before that, and others may have committed
    while we waited: so it is later by what was waited, and always later than a stamp by which it was overtaken, since
    programs may have been told that one already.

    :param before: the stamp that the row has; None where it has none.
    """
    waited = (clock.source() - db.session().info[_BEGAN_AT]) // _SECOND * _SECOND
    instant = now + max(waited, timedelta())
    return instant if before is None or before <= instant else before + _SECOND


_SECOND = timedelta(seconds=1)
_WAIT_TO_WRITE = 10.0
"""Seconds."""
_writer = threading.Lock()


@contextmanager
def _turn_to_write() -> Iterator[None]:
    """Let the threads of a process queue for the write lock of SQLite here, where each is woken in its turn.

    Before the lock itself they would ask again and again, each at longer intervals, and in a rush the unlucky would
    give up. Who waits too long asks there all the same, and is told so by an error.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    has_turn = _writer.acquire(timeout=_WAIT_TO_WRITE)
    try:
        yield
    finally:
        if has_turn:
            _writer.release()


def act_as(account_id: int | None) -> None:
    """Say who writes from now on, until the request or command ends: the audit log notes it with each change."""
    db.session().info[_ACTING] = account_id


def acting_account_id() -> int | None:
    """Return who writes: the account that :func:`act_as` named, or None for the worker and the shell."""
    account_id: int | None = db.session().info.get(_ACTING)
    return account_id


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_WAIT_TO_WRITE * 1000:.0f}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # Python's driver would begin only before the first write, and never immediately.
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_WAIT_FOR_SERVER = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""Of libpq: seconds until a connection stands, milliseconds until something sent has to be acknowledged."""


def connect_args(url: URL) -> dict[str, Any]:
    """Return by what connections are opened, so that nobody waits for a server that does not answer.

    :param url: what it says of the same comes before.
    """
    if url.get_backend_name() != "postgresql":
        return {}
    return {name: value for name, value in _WAIT_FOR_SERVER.items() if name not in url.query}


def connect_for_short_waits(
    dialect: Dialect, _entry: ConnectionPoolEntry, arguments: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Open a connection of PostgreSQL on which nothing waits longer for a lock than on SQLite.

    Whoever waited for ever would keep a thread of the server, and a few would keep all of them. It is said when the
    connection opens, not by SET, with which a pooler would lend it on; one that refuses to hear it is left as it is.
    """
    if dialect.name != "postgresql":
        return None
    wait = f"-c lock_timeout={_WAIT_TO_WRITE * 1000:.0f}"
    try:
        return dialect.connect(*arguments, **{**named, "options": f"{wait} {named.get('options', '')}".strip()})
    except dialect.loaded_dbapi.Error as error:
        if "startup parameter" not in str(error):
            raise
    return None


def insert_if_missing(table: type[Base], values: dict[str, object]) -> bool:
    """Insert a row unless its key or unique columns are taken; say whether it was inserted.

    A second request that inserts the same waits for the first to commit, then finds it.
    """
    insert: Callable[..., Any] = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(literal_column("1"))
    return db.session.execute(statement).first() is not None
