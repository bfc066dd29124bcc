"""What becomes of what is kept of a person, and how it is written down for them. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID


class Fate(StrEnum):
    """What becomes of the rows of a table when a person goes."""

    GOES = "goes"
    """The row is deleted."""
    NAMELESS = "nameless"
    """The row stays, without anything that tells whose it was."""
    STRUCK = "struck"
    """The row is about others; where it names the person, the name is struck out."""
    STAYS = "stays"
    """Nothing in it is of a person."""


def plain(value: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """Return a value as JSON holds it: instants as ISO 8601 in UTC, days as ``YYYY-MM-DD``, hours as ``HH:MM:SS``."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
    return value
