"""The cells of a table by what their columns are for, with a note of every one that is wrong. Pure."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from conference.exchange import rules
from conference.exchange.sheets.columns import Field, Heading
from conference.exchange.sheets.refusals import ErrorInCell, FormulaInCell
from conference.exchange.sheets.table import ERROR, FORMULA, Row, cell_name
from conference.translated import Translated

Value = TypeVar("Value")
_LONG = frozenset({Field.ABSTRACT, Field.REMAINS})
"""Fields that may have several lines."""


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken over.

    :ivar row: its number; ``column`` its heading.
    """

    row: int
    column: str
    refusal: rules.Misfit


def apart(text: str) -> list[str]:
    """Return what a cell of several holds: apart by semicolons, bars or lines."""
    parts = text.replace("|", ";").replace("\n", ";").split(";")
    return [" ".join(part.split()) for part in parts if part.strip()]


class Cells:
    """Reads cells by field.

    :ivar columns: numbers of columns, by what they are for: ``title``, ``title.de`` …
    :ivar wrong: what was wrong so far.
    """

    def __init__(self, heading: Heading, columns: Mapping[int, str]) -> None:
        self._heading = heading
        self.columns: dict[str, list[int]] = {}
        for number, target in sorted(columns.items()):
            self.columns.setdefault(target, []).append(number)
        self._fields = {target.partition(".")[0] for target in self.columns}
        self.wrong: list[Wrong] = []

    def has(self, *fields: Field) -> bool:
        """Say whether there is a column for one of the fields."""
        return any(field in self._fields for field in fields)

    def is_filled(self, row: Row) -> bool:
        """Say whether a row says anything in these columns."""
        return any(row[number] for numbers in self.columns.values() for number in numbers)

    def text(self, row: Row, field: Field) -> str:
        """Return the text of a field as one line; a formula's is empty."""
        return next((" ".join(text.split()) for _number, text in self.filled(row, field)), "")

    def filled(self, row: Row, field: Field) -> list[tuple[int, str]]:
        """Return the cells of a field that say something, by the numbers of their columns."""
        found = [(number, row[number]) for number in self.columns.get(field, ())]
        return [(number, text) for number, text in found if text and not text.startswith("\0")]

    def parts(self, row: Row, field: Field, *, commas: bool = False) -> list[str]:
        """Return what a field of several holds.

        :param commas: whether these keep them apart as well.
        """
        return [
            part
            for _number, text in self.filled(row, field)
            for part in apart(text.replace(",", ";") if commas else text)
        ]

    def texts(self, row: Row, field: Field, language: str, at_most: int | None = None) -> Translated:
        """Return a text in each language.

        :param language: that of a column which names none.
        :param at_most: characters; a longer text is noted.
        """
        found: Translated = {}
        for target, numbers in self.columns.items():
            name, _, code = target.partition(".")
            text = row[numbers[0]] if name == field else ""
            if text and not text.startswith("\0"):
                found.setdefault(code or language, text if field in _LONG else " ".join(text.split()))
                if at_most is not None and len(text) > at_most:
                    self.note_at(row, numbers[0], rules.TooLong(cell_name(row.number, numbers[0]), at_most))
        return found

    def read(self, row: Row, field: Field, reader: Callable[[str, str], Value]) -> Value | None:
        """Return what a cell says, None for an empty one or one that is wrong, which is noted.

        :param reader: takes the text and the name of the cell.
        """
        text = self.text(row, field)
        found: list[Value] = []
        with self.noting(row, field) as place:
            found += [reader(text, place)] if text else []
        return found[0] if found else None

    @contextmanager
    def noting(self, row: Row, field: Field) -> Iterator[str]:
        """Note what is refused within, at the cell of a field, whose name it gives."""
        try:
            yield self.place(row, field)
        except rules.Misfit as refusal:
            self.note(row, field, refusal)

    def note(self, row: Row, field: Field, refusal: rules.Misfit) -> None:
        """Note a wrong cell."""
        self.note_at(row, self._column(field), refusal)

    def note_at(self, row: Row, number: int, refusal: rules.Misfit) -> None:
        """Note a wrong cell by the number of its column."""
        self.wrong.append(Wrong(row.number, self.name(number), refusal))

    def note_formulas(self, row: Row) -> None:
        """Note all cells that are formulas, or what formulas failed with."""
        for numbers in self.columns.values():
            for number in numbers:
                text, place = row[number], cell_name(row.number, number)
                if text.startswith(FORMULA):
                    self.note_at(row, number, FormulaInCell(place, text.removeprefix(FORMULA)))
                elif text.startswith(ERROR):
                    self.note_at(row, number, ErrorInCell(place, text.removeprefix(ERROR)))

    def place(self, row: Row, field: Field) -> str:
        """Return the name of a row's cell for a field."""
        return cell_name(row.number, self._column(field))

    def name(self, number: int) -> str:
        """Return the heading of a column."""
        return self._heading.columns[number] if number < len(self._heading.columns) else ""

    def number_of(self, place: str) -> int:
        """Return the number of the column in which a cell lies."""
        letters = place.rstrip("0123456789")
        mapped = [number for numbers in self.columns.values() for number in numbers]
        return next((number for number in mapped if cell_name(0, number)[:-1] == letters), 0)

    def _column(self, field: Field) -> int:
        return next((numbers[0] for target, numbers in self.columns.items() if target.partition(".")[0] == field), 0)
