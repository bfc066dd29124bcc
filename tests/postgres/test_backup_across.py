"""A backup of SQLite restored into PostgreSQL, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import URL

from conference.app import create_app
from conference.db import db
from conference.events.queries import event_by_slug
from conference.programme.queries import newest_release
from conference.upkeep.services import restore_backup, write_backup
from tests.databases import migrate, new_database, settings_for_tests
from tests.factories import draft as make


@contextmanager
def application(url: str, folder: Path) -> Iterator[None]:
    app = create_app(settings_for_tests(url, folder))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))]
        for table in db.metadata.sorted_tables
    }


@pytest.mark.parametrize("direction", ["to PostgreSQL", "to SQLite"])
def test_a_backup_moves_between_the_databases(postgres: URL, tmp_path: Path, now, direction):
    sqlite = f"sqlite:///{tmp_path / 'meridian.sqlite'}"
    with new_database(postgres) as other:
        source, target = (sqlite, other) if direction == "to PostgreSQL" else (other, sqlite)
        migrate(source, tmp_path)
        migrate(target, tmp_path)
        with application(source, tmp_path):
            made = make.drafted("cities")
            make.publish(made.event)
            write_backup(tmp_path / "backup.zip", now=now)
            before = all_rows()

        with application(target, tmp_path):
            restore_backup(tmp_path / "backup.zip")

            assert all_rows() == before
            make.session(event_by_slug("cities"), "Neu", starts_at=now)
            make.publish(event_by_slug("cities"))
            assert newest_release("cities").number == 2
