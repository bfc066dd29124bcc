"""Rows that are read so often that a session would cost more than the answer."""

import itertools
import os
import re
import sqlite3
from collections import deque
from contextlib import suppress
from functools import cache
from hashlib import sha256
from typing import Any
from weakref import finalize

from psycopg import OperationalError, errors, pq
from sqlalchemy import Executable, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from conference.db import connect_args


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
            given = (template[name] for name in _names_in(text))
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
def _names_in(text: str) -> tuple[str, ...]:
    """Return the names of a statement's parameters, in their order."""
    return tuple(_NAMED.findall(text))


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
