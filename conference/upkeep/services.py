"""The whole database as one file, and back: from SQLite to PostgreSQL as well as to its like.

A backup is a zip with a file per table, one row a line as a JSON list, and a manifest at its end.
"""

import os
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import JSON, Column, Connection, Table, func, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeDecorator, TypeEngine

from conference.db import db, transaction
from conference.errors import DomainError
from conference.upkeep.document import FORMAT, Manifest, TableSummary
from conference.upkeep.queries import newest_revision, revision_of_database

MANIFEST = "manifest.json"
ROWS_AT_ONCE = 500


@dataclass
class NotMigrated(DomainError):
    """The database is not at the newest migration.

    :ivar revision: the one that it is at, if any.
    """

    revision: str | None


@dataclass
class NotABackup(DomainError):
    """The file is no backup, or a damaged one.

    :ivar reason: half a sentence for operators.
    """

    reason: str


@dataclass
class RevisionDiffers(DomainError):
    """The backup was made with other tables than there are now.

    :ivar backup: the migration it was made at; ``database`` that of now.
    """

    backup: str
    database: str


@dataclass
class DatabaseNotEmpty(DomainError):
    """There are rows already, and a restore adds to none.

    :ivar table: one that has some.
    """

    table: str


def write_backup(file: Path, *, now: datetime) -> Manifest:
    """Write everything in the database to a file, as it is at one moment; a file that is there is replaced at the end.

    Only its owner may read the file: it holds addresses and hashes of passwords. What the database itself does not
    hold, the SECRET_KEY above all, is not in it.

    :raises NotMigrated: the tables are not those of this Meridian.
    :raises OSError: the file cannot be written.
    """
    revision = _checked_revision()
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot() as connection:
                tables = {
                    table.name: TableSummary(
                        tuple(column.name for column in table.columns), _write_table(archive, connection, table)
                    )
                    for table in db.metadata.sorted_tables
                }
                manifest = Manifest(format=FORMAT, revision=revision, made_at=now, tables=tables)
                archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def restore_backup(file: Path) -> Manifest:
    """Put everything in a backup into an empty database of the same migration: all of it or nothing.

    :raises NotMigrated: the database lacks tables of this Meridian.
    :raises NotABackup: the file is none, or is damaged.
    :raises RevisionDiffers: it was made with other tables.
    :raises DatabaseNotEmpty: there are rows already.
    :raises OSError: the file cannot be read.
    """
    revision = _checked_revision()
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, revision)
            with transaction():
                connection = db.session.connection()
                for table in db.metadata.sorted_tables:
                    if connection.scalar(select(func.count()).select_from(select(table).limit(1).subquery())):
                        raise DatabaseNotEmpty(table.name)
                for table in db.metadata.sorted_tables:
                    _read_table(archive, connection, table, manifest.tables[table.name])
                _raise_counters(connection)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise NotABackup("it is no zip file, or a damaged one") from error
    except msgspec.MsgspecError as error:
        raise NotABackup(f"it holds what does not belong there: {error}") from error
    except StatementError as error:
        raise NotABackup("its rows do not fit the tables, or each other") from error
    return manifest


def _checked_revision() -> str:
    revision = revision_of_database()
    if revision != newest_revision():
        raise NotMigrated(revision)
    return revision


def _snapshot() -> Connection:
    """Return a connection that sees the database as it is at its first question, whatever others write meanwhile."""
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _file_of(table: Table) -> str:
    return f"{table.name}.jsonl"


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> int:
    """Write all rows of a table and return how many there are."""
    rows = 0
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    with archive.open(_file_of(table), "w", force_zip64=True) as member:
        for row in connection.execute(ordered):
            member.write(msgspec.json.encode(tuple(row)) + b"\n")
            rows += 1
    return rows


def _manifest(archive: zipfile.ZipFile, revision: str) -> Manifest:
    manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    if manifest.format != FORMAT:
        raise NotABackup(f"it says it is {manifest.format!r}")
    if manifest.revision != revision:
        raise RevisionDiffers(manifest.revision, revision)
    for table in db.metadata.sorted_tables:
        summary = manifest.tables.get(table.name)
        if summary is None or set(summary.columns) != {column.name for column in table.columns}:
            raise NotABackup(f"it does not hold {table.name} as it should be")
    return manifest


def _read_table(archive: zipfile.ZipFile, connection: Connection, table: Table, summary: TableSummary) -> None:
    """Insert all rows of a table."""
    types = tuple(_kept_as(table.columns[name]) for name in summary.columns)
    decode = msgspec.json.Decoder(tuple.__class_getitem__(types)).decode
    rows = 0
    with archive.open(_file_of(table)) as member:
        while lines := list(islice(member, ROWS_AT_ONCE)):
            connection.execute(
                table.insert(), [dict(zip(summary.columns, decode(line), strict=True)) for line in lines]
            )
            rows += len(lines)
    if rows != summary.rows:
        raise NotABackup(f"it holds {rows} rows of {table.name}, not {summary.rows}")


def _kept_as(column: Column[Any]) -> Any:
    """Return the Python type in which values of a column are written to JSON and read again."""
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, JSON):
        return Any
    return kind.python_type | None if column.nullable else kind.python_type


def _raise_counters(connection: Connection) -> None:
    """Let PostgreSQL go on counting keys behind those that were restored; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence(:table, :key), max({key.name})) FROM {table.name}"  # noqa: S608
                    f" HAVING max({key.name}) IS NOT NULL"
                ),
                {"table": table.name, "key": key.name},
            )
