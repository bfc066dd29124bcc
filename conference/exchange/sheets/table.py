"""A table as it stands in a file: rows of texts, with the places that people know them by. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.exchange.rules import MOST_SESSIONS

MOST_ROWS = MOST_SESSIONS + 100
"""Rows of a table with its heading and what may stand above it, empty ones included."""
MOST_COLUMNS = 300
MOST_CELL = 32_767
"""Characters of a cell: as many as a spreadsheet program lets one have."""

FORMULA = "\x00formula "
ERROR = "\x00error "
"""Marks of cells that are no text; no file can hold them, since U+0000 is refused."""


@dataclass(frozen=True)
class Row:
    """A row.

    :ivar number: in the file, from 1, as spreadsheet programs count.
    """

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int) -> str:
        """Return the text of a cell; a row may be shorter than others."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A table.

    :ivar name: of the sheet; empty where a file holds but one.
    :ivar rows: those that hold anything.
    :ivar encoding: of a text, where it had to be guessed; None otherwise.
    """

    name: str
    rows: tuple[Row, ...]
    encoding: str | None = None


def column_letters(column: int) -> str:
    """Return how spreadsheet programs name a column: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as ``C12``."""
    return f"{column_letters(column)}{row}"


def without_edges(cells: Sequence[str]) -> tuple[str, ...]:
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])
