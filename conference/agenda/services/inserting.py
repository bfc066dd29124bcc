"""Inserting a row that a second request may be inserting at the same moment."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite

from conference.agenda.tables import KeptClash, Registration, SessionSeats
from conference.db import db


def insert_if_missing(table: type[Registration | SessionSeats | KeptClash], values: dict[str, object]) -> bool:
    """Insert a row unless its key or unique columns are taken; say whether it was inserted.

    A second request that inserts the same waits for the first to commit, then finds it.
    """
    insert: Callable[..., Any] = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(literal_column("1"))
    return db.session.execute(statement).first() is not None
