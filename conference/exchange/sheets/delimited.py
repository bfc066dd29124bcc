"""CSV and its kin: bytes to a table. Encoding and delimiter are known by the content. Pure (RFC 4180)."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from conference.exchange.rules import MOST_BYTES, FileEmpty, FileTooLarge
from conference.exchange.sheets.refusals import (
    EncodingUnclear,
    NotText,
    QuotesOpen,
    TooManyColumns,
    TooManyRows,
)
from conference.exchange.sheets.table import FORMULA, MOST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Table, without_edges

DELIMITERS = (",", ";", "\t", "|")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet program would take for a formula."""

MOST_LINES = 500_000
"""Lines of a text; a cell may have several."""

_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 40
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TURKISH = b"\xd0\xdd\xde\xf0\xfd\xfe"
"""Bytes that are Ğ İ Ş ğ ı ş in Windows-1254, and Ð Ý Þ ð ý þ in Windows-1252."""
_NORTHERN = b"\xc1\xc6\xcd\xd3\xda\xe1\xe6\xed\xf3\xfa"
"""Letters that stand beside those six in Icelandic or Faroese, and in no Turkish word: Á Æ Í Ó Ú."""
_FORMULA = re.compile(r"=|[+\-@][\w.]*[(|!]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff]")


def decoded(data: bytes) -> tuple[str, str | None]:
    """Return a text, and the name of its encoding where that was guessed.

    :raises NotText: it is no text.
    :raises EncodingUnclear: it could be Turkish or Icelandic.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), None
    if b"\0" in data:
        return _strictly(data, _utf_16_by_zeros(data)), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        place = error.start
    if not any(byte in data for byte in _TURKISH):
        return _strictly(data, "cp1252"), "Windows-1252"
    if any(byte in data for byte in _NORTHERN):
        raise EncodingUnclear(place)
    return _strictly(data, "cp1254"), "Windows-1254"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(error.start) from None
    nul = text.find("\0")
    if nul >= 0:
        raise NotText(nul)
    return text


def _utf_16_by_zeros(data: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: of Latin letters every second byte is zero.

    :raises NotText: it is neither.
    """
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 5
    if odd > enough and even * 20 < odd:
        return "utf-16-le"
    if even > enough and odd * 20 < even:
        return "utf-16-be"
    raise NotText(data.index(0))


def read_delimited(data: bytes) -> Table:
    """Read CSV, or the same with semicolons, tabs or bars.

    :raises conference.exchange.rules.Unreadable: it is none, or larger than any programme.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    text, encoding = decoded(data)
    if not text.strip():
        raise FileEmpty
    return Table("", tuple(_rows(text, delimiter_of(text))), encoding)


def delimiter_of(text: str) -> str:
    """Return the delimiter with which most of the first rows have as many cells as each other, and more than one."""
    said = re.match(r"sep=(.)\r?\n", text)
    if said:  # what some spreadsheet programs write on top
        return said[1]
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _likeness(sample, delimiter))


def _likeness(sample: str, delimiter: str) -> tuple[float, int]:
    widths = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    if usual < 2:  # noqa: PLR2004 - nothing is delimited
        return (0, 0)
    return (widths.count(usual) / len(widths), usual)


def _check_lines(text: str, delimiter: str) -> None:
    if text.count("\n") > MOST_LINES:
        raise TooManyRows(MOST_ROWS)
    # So many on one line is no table, and would fill the memory before it is counted.
    if any(line.count(delimiter) > MOST_COLUMNS * 20 for line in text.split("\n")):
        raise TooManyColumns(MOST_COLUMNS)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    _check_lines(text, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, raw in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise TooManyRows(MOST_ROWS)
            if number == 1 and len(raw) <= 2 and raw and raw[0].startswith("sep="):  # noqa: PLR2004 - sep=, splits in two
                continue
            if len(raw) > MOST_COLUMNS * 20:
                raise TooManyColumns(MOST_COLUMNS)
            cells = without_edges([_text(cell) for cell in raw])
            if len(cells) > MOST_COLUMNS:
                raise TooManyColumns(MOST_COLUMNS)
            if any(len(cell) > MOST_CELL for cell in cells):
                raise QuotesOpen(number)
            if cells:
                yield Row(number, cells)
    except csv.Error:
        raise QuotesOpen(number + 1) from None


def _text(cell: str) -> str:
    """Return the text of a cell, without what keeps spreadsheet programs from reckoning with it."""
    bare = cell.strip()
    if bare.startswith("'") and bare.lstrip("'").startswith(RISKY):
        return plain_text(bare[1:])
    text = plain_text(bare)
    return FORMULA + text if _FORMULA.match(text) else text


def plain_text(text: str) -> str:
    """Return a text in NFC with plain line ends, without control characters and blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", lines)).strip()
