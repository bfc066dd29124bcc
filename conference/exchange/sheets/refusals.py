"""What a table cannot be: refusals of a file as a whole, and of single cells. Pure."""

from dataclasses import dataclass

from conference.exchange.rules import Misfit, Unreadable


@dataclass
class EncodingUnclear(Unreadable):
    """Its letters could be those of several encodings: it must be saved as UTF-8.

    :ivar byte: where that shows, from 0.
    """

    byte: int


@dataclass
class NotText(Unreadable):
    """It has bytes that no text has, such as NUL.

    :ivar byte: where that shows, from 0.
    """

    byte: int


@dataclass
class QuotesOpen(Unreadable):
    """A cell of the table never ends, for want of its closing quote, or is longer than any text may be.

    :ivar row: where it begins, from 1.
    """

    row: int


class NoTitleColumn(Unreadable):
    """None of its first rows names a column of titles."""


@dataclass
class TooManyRows(Unreadable):
    """It has more rows than any programme."""

    at_most: int


@dataclass
class TooManyColumns(Unreadable):
    """It has more columns than any programme."""

    at_most: int


class NotAWorkbook(Unreadable):
    """It is packed like a workbook, and is none: broken, encrypted, or of another program."""


@dataclass
class UnpacksTooLarge(Unreadable):
    """Packed small, it would unfold to more than any programme needs.

    :ivar part: of the archive.
    """

    part: str


@dataclass
class EntitiesInWorkbook(Unreadable):
    """Its XML declares entities of its own, which no spreadsheet program does.

    :ivar part: of the archive.
    """

    part: str


class OldWorkbook(Unreadable):
    """It is a workbook of before 2007 (XLS), or one that is locked with a password."""


@dataclass
class FormulaInCell(Misfit):
    """A formula: what it comes to is not ours to reckon, and it may do harm."""

    text: str


@dataclass
class ErrorInCell(Misfit):
    """What a formula of the table failed with, such as ``#REF!``."""

    text: str


@dataclass
class DayUnclear(Misfit):
    """A day that reads as two: 06/07/2027."""

    text: str


@dataclass
class ClockUnclear(Misfit):
    """A local time that the clocks of the zone jump over, or show twice.

    :ivar happens_twice: else it never happens.
    """

    text: str
    zone: str
    happens_twice: bool


@dataclass
class NotOffered(Misfit):
    """It names something that has to be there before, such as a partnership.

    :ivar kind: ``partnership``.
    """

    kind: str
    text: str


@dataclass
class NotReadable(Misfit):
    """A text that does not say what its column is for.

    :ivar kind: ``day``, ``clock``, ``length``, ``number`` or ``email``.
    """

    kind: str
    text: str
