"""The migrations build exactly the tables that the code describes, on both databases, and can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect
from sqlalchemy.engine import URL

from conference.app import create_app
from conference.db import db
from config import ROOT
from tests.databases import new_database, settings_for_tests


@pytest.fixture(params=["sqlite", "postgres"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that migrations have built."""
    if request.param == "sqlite":
        yield from migrated_app(f"sqlite:///{tmp_path / 'meridian.sqlite'}", tmp_path)
    else:
        server: URL = request.getfixturevalue("postgres")
        with new_database(server) as url:
            yield from migrated_app(url, tmp_path)


def migrated_app(url: str, instance: Path) -> Iterator[Flask]:
    app = create_app(settings_for_tests(url, instance))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_migrations_build_the_tables_of_the_code(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})

        assert compare_metadata(context, db.metadata) == []


def test_migrations_can_be_undone_and_done_again(migrated):
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names())
    upgrade()

    assert left <= {"alembic_version"}
    assert set(inspect(db.engine).get_table_names()) == {*db.metadata.tables, "alembic_version"}
