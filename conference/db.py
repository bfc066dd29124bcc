"""The database: base class, column types and the one way to write. Never a table."""

import itertools
import os
import re
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from weakref import finalize

from flask_sqlalchemy import SQLAlchemy
from psycopg import OperationalError, errors, pq
from sqlalchemy import JSON, DateTime, Executable, MetaData, create_engine, event, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
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


def insert_if_missing(table: type[Base], values: dict[str, object]) -> bool:
    """Insert a row unless its key or unique columns are taken; say whether it was inserted.

    A second request that inserts the same waits for the first to commit, then finds it.
    """
    insert: Callable[..., Any] = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(literal_column("1"))
    return db.session.execute(statement).first() is not None


class DatabaseUnreachable(Exception):
    """The database did not answer, on a fresh connection either."""


class RowReader:
    """Reads the first row of one statement just as the driver gives it, past the session.

    For what is asked so often that a session would cost more than the answer. It has connections of its own, in
    autocommit: a reading is one round trip and sees all that is committed. Safe for several threads, after a fork,
    and when the database comes back from a restart. Values are not converted: they are good for comparing.

    On PostgreSQL its connections prepare the statement and give up after five seconds. Behind a pooler that lends a
    connection for one transaction (pgbouncer) neither would hold: as soon as that shows, it does without.

    :param engine: whose database is read.
    :param statement: with one parameter without a value.
    :param parameter: the name of that.
    """

    _MOST_IDLE = 8
    _PROBE = "to be replaced"

    def __init__(self, engine: Engine, statement: Executable, *, parameter: str) -> None:
        self._url, self._is_pooled = engine.url, False
        self._engine = self._made_engine()
        self._statement, self._parameter = statement, parameter
        self._prepared: tuple[str, Any] | None = None
        self._idle: deque[Any] = deque()
        self._process = os.getpid()
        self._left_behind: list[deque[Any]] = []
        self._closing = finalize(self, _close_all, self._idle)

    def first(self, value: str) -> tuple[Any, ...] | None:
        """Return the first row for a value of the parameter; None where there is none.

        :raises DatabaseUnreachable: it did not answer.
        """
        if self._process != os.getpid():
            self._leave_to_parent()
        try:
            connection = self._idle.pop()
        except IndexError:
            return self._read_anew(value)
        try:
            row = self._read(connection, value)
        except errors.QueryCanceled as error:
            _close_all(deque([connection]))
            raise DatabaseUnreachable from error
        except self._engine.dialect.loaded_dbapi.Error as error:
            self._notice(error)
            # The others were opened before the same restart.
            _close_all(deque([connection]))
            _close_all(self._idle)
            return self._read_anew(value)
        self._keep(connection)
        return row

    def close(self) -> None:
        """Close its connections. It may be used again all the same."""
        _close_all(self._idle)

    def _read_anew(self, value: str) -> tuple[Any, ...] | None:
        try:
            return self._read_on_new(value)
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            if not self._notice(error):
                raise DatabaseUnreachable from error
        try:
            return self._read_on_new(value)
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise DatabaseUnreachable from error

    def _read_on_new(self, value: str) -> tuple[Any, ...] | None:
        if self._prepared is None:
            self._prepare()
        connection = self._connect()
        try:
            row = self._read(connection, value)
        except self._engine.dialect.loaded_dbapi.Error:
            _close_all(deque([connection]))
            raise
        self._keep(connection)
        return row

    def _notice(self, error: Exception) -> bool:
        """Say whether an error shows that a pooler stands between, and read accordingly from now on."""
        told = error.orig if isinstance(error, DBAPIError) else error
        shows = isinstance(told, _OF_POOLERS) or "startup parameter" in str(told)
        if shows and not self._is_pooled:
            self._is_pooled = True
            self._engine = self._made_engine()
        return shows

    def _made_engine(self) -> Engine:
        """Return one without a pool: the engine's own may still hold connections that a restart has cut."""
        arguments = connect_args(self._url)
        if arguments and not self._is_pooled:
            # When a connection opens, not by SET: a pooler would lend it on with that.
            arguments["options"] = f"{self._url.query.get('options', '')} {_OPTIONS}".strip()
        return create_engine(self._url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)

    def _read(self, connection: Any, value: str) -> tuple[Any, ...] | None:
        text, template = self._prepared or ("", ())
        if isinstance(template, dict):
            given = (template[name] for name in _NAMED.findall(text))
            parameters = [value.encode() if one == self._PROBE else str(one).encode() for one in given]
            return _first_of_libpq(connection, text, parameters, is_prepared=not self._is_pooled)
        # All rows are fetched, so that SQLite holds no snapshot open.
        rows = connection.execute(
            text, tuple(value if given == self._PROBE else given for given in template)
        ).fetchall()
        return tuple(rows[0]) if rows else None

    def _prepare(self) -> None:
        """Learn from SQLAlchemy what it would hand to the driver."""
        handed: list[tuple[str, Any]] = []
        with self._engine.connect() as connection:

            def learn(_connection: Any, _cursor: Any, text: str, parameters: Any, *_rest: Any) -> None:
                handed.append((text, parameters))

            event.listen(connection, "before_cursor_execute", learn)
            connection.execute(self._statement, {self._parameter: self._PROBE})
        # At once and not before: what comes first is the BEGIN of SQLite, and other threads read by this meanwhile.
        self._prepared = handed[-1]

    def _connect(self) -> Any:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.dbapi_connection
        pooled.detach()
        if not isinstance(connection, sqlite3.Connection):  # SQLite's is prepared so when it is opened
            connection.autocommit = True
            text, _ = self._prepared or ("", ())
            if not self._is_pooled:
                _checked(connection.pgconn.prepare(_name_of(text), _numbered(text)))
        return connection

    def _keep(self, connection: Any) -> None:
        if len(self._idle) < self._MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def _leave_to_parent(self) -> None:
        """Hold on to the connections of the process that this one was forked from: closing them would cut its own."""
        self._closing.detach()
        self._left_behind.append(self._idle)
        self._idle, self._process = deque(), os.getpid()
        self._closing = finalize(self, _close_all, self._idle)


_NAMED = re.compile(r"%\((\w+)\)s")
"""A parameter as psycopg writes it."""
_OPTIONS = "-c statement_timeout=5000 -c plan_cache_mode=force_generic_plan"
"""Milliseconds, and one plan for all: planning anew takes longer than reading a row by unique indexes."""
_OF_POOLERS = (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement)
"""What was prepared by one connection is gone, or is there already: a pooler has given it another one's."""
_TOLD_APART = {kind.sqlstate: kind for kind in (*_OF_POOLERS, errors.QueryCanceled)}


@cache
def _name_of(text: str) -> bytes:
    """Return a name under which nothing else is prepared: a pooler may lend the connection to another reader."""
    return f"meridian_{sha256(text.encode()).hexdigest()[:16]}".encode()


@cache
def _numbered(text: str) -> bytes:
    """Return a statement with its parameters as PostgreSQL itself writes them."""
    numbers = itertools.count(1)
    return _NAMED.sub(lambda _found: f"${next(numbers)}", text).replace("%%", "%").encode()


def _first_of_libpq(
    connection: Any, text: str, parameters: list[bytes], *, is_prepared: bool
) -> tuple[Any, ...] | None:
    """Return the first row of a statement as text, without what psycopg does for rows of any kind."""
    if is_prepared:
        result = _checked(connection.pgconn.exec_prepared(_name_of(text), parameters))
    else:
        result = _checked(connection.pgconn.exec_params(_numbered(text), parameters))
    if not result.ntuples:
        return None
    return tuple(result.get_value(0, column) for column in range(result.nfields))


def _checked(result: Any) -> Any:
    if result.status not in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
        state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
        raise _TOLD_APART.get(state, OperationalError)(result.error_message.decode(errors="replace"))
    return result


def _close_all(connections: deque[Any]) -> None:
    while connections:
        with suppress(Exception):  # it may be broken, which is why it is closed
            connections.pop().close()
