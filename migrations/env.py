"""How migrations run: with the application's own database and tables, on SQLite and PostgreSQL alike."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, DefaultClause
from sqlalchemy.sql.elements import False_, True_

database = current_app.extensions["migrate"].db


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write truth as a default so that every database reads it; Alembic would write SQLite's 0 and 1."""
    if kind == "server_default" and isinstance(item, DefaultClause) and isinstance(item.arg, True_ | False_):
        return "sa.true()" if isinstance(item.arg, True_) else "sa.false()"
    return False


def _migrate(connection: Connection | None, **options: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
        transaction_per_migration=True,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    _migrate(None, url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True)
else:
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Batch mode drops and renames tables; rows that refer to them must not go with them.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        _migrate(connection)
        connection.commit()
