"""What a backup says of itself. Pure."""

from datetime import datetime

import msgspec

FORMAT = "meridian-backup/1"


class TableSummary(msgspec.Struct, frozen=True):
    """A table in a backup.

    :ivar columns: in the order in which rows hold them.
    """

    columns: tuple[str, ...]
    rows: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The last file of a backup; without it the backup is not whole.

    :ivar revision: the migration that the database was at.
    :ivar made_at: UTC.
    """

    format: str
    revision: str
    made_at: datetime
    tables: dict[str, TableSummary]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables together."""
        return sum(table.rows for table in self.tables.values())
