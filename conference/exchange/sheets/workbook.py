"""XLSX workbooks: bytes to tables (ISO/IEC 29500). What could wear the machine out is refused unopened. Pure."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from conference.exchange.rules import MEGABYTE, MOST_BYTES, FileTooLarge
from conference.exchange.sheets.delimited import plain_text
from conference.exchange.sheets.refusals import (
    EntitiesInWorkbook,
    NotAWorkbook,
    OldWorkbook,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
)
from conference.exchange.sheets.table import ERROR, FORMULA, MOST_COLUMNS, MOST_ROWS, Row, Table, without_edges

MOST_PARTS = 1_000
MOST_UNPACKED = 48 * MEGABYTE
MOST_OF_A_PART = 32 * MEGABYTE
MOST_OF_OTHERS = 4 * MEGABYTE
"""Bounds of the parts that are read whole: styles, the list of sheets and their ties."""
MOST_TIMES = 250
"""By how much a large part may have shrunk: tables shrink to a tenth, bombs to a thousandth."""
MOST_TAGS = 3_000_000
MOST_TABLES = 20
MOST_VISITED = 2_000_000
"""Cells looked at before a sheet is found to be wider than it has anything to say."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGE_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_CHUNK = 256 * 1024


def is_workbook(data: bytes) -> bool:
    """Say whether a file is packed as a workbook is, of whatever age."""
    return data.startswith((_ZIP, _OLE))


def read_workbook(data: bytes) -> list[Table]:
    """Read the tables of a workbook that hold anything, the visible ones, in their order.

    Formulas are not reckoned: their cells carry :data:`~conference.exchange.sheets.table.FORMULA`.

    :raises conference.exchange.rules.Unreadable: it is none, is broken or locked, or would unfold to more than any
        programme needs.
    """
    if data.startswith(_OLE):
        raise OldWorkbook
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MOST_TABLES]
            tables = [Table(sheet.title, tuple(_rows(sheet))) for sheet in sheets]
        finally:
            book.close()
    except DefusedXmlException:
        raise EntitiesInWorkbook("") from None
    except (
        zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError,
        IndexError, OSError, EOFError, RuntimeError, OverflowError, zipfile.LargeZipFile,
    ) as error:  # fmt: skip
        # What a broken workbook does to the library is not to be foreseen; all of it means the same to people.
        raise NotAWorkbook from error
    return [table for table in tables if table.rows]


def _inspect(data: bytes) -> None:
    """Look at the archive's parts, as it declares them and as they unpack, before anything is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnpacksTooLarge(parts[0].filename[:80])
            for part in parts:
                _check_size(part)
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnpacksTooLarge(max(parts, key=lambda part: part.file_size).filename[:80])
            if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
                raise NotAWorkbook
            for part in parts:
                if part.filename.lower().endswith(_XML):
                    _check_xml(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError) as error:
        raise NotAWorkbook from error
    except RuntimeError as error:  # a part that asks for a password, or is packed in a way of its own
        raise OldWorkbook from error


def _check_size(part: zipfile.ZipInfo) -> None:
    name = part.filename[:80]
    is_large = _LARGE_PARTS.fullmatch(part.filename) is not None
    is_xml = part.filename.lower().endswith(_XML)
    if part.file_size > (MOST_OF_A_PART if is_large or not is_xml else MOST_OF_OTHERS):
        raise UnpacksTooLarge(name)
    if part.file_size > MEGABYTE and part.file_size > MOST_TIMES * max(part.compress_size, 1):
        raise UnpacksTooLarge(name)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse declarations of entities, and more rows and tags than a programme has."""
    rows = tags = strings = 0
    end = b""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            seen = end + chunk
            if any(mark in seen for mark in _DECLARED):
                raise EntitiesInWorkbook(part.filename[:80])
            rows += chunk.count(b"<row")
            strings += chunk.count(b"<si")
            tags += chunk.count(b"<")
            if rows > MOST_ROWS:
                raise TooManyRows(MOST_ROWS)
            if tags > MOST_TAGS or strings > MOST_TAGS // 6:
                raise UnpacksTooLarge(part.filename[:80])
            end = chunk[-20:]


def _rows(sheet: Any) -> Iterator[Row]:
    # What a sheet says of its own size may be a million rows of nothing.
    sheet.reset_dimensions()
    visited = 0
    for number, raw in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS:
            raise TooManyRows(MOST_ROWS)
        visited += len(raw)
        if visited > MOST_VISITED:
            raise TooManyColumns(MOST_COLUMNS)
        cells = without_edges([_text(cell) for cell in raw])
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns(MOST_COLUMNS)
        if cells:
            yield Row(number, cells)


def _text(cell: Any) -> str:  # noqa: PLR0911 - one for each kind of value
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            if cell.data_type == "f":
                return FORMULA + plain_text(value)
            return ERROR + value if cell.data_type == "e" else plain_text(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
        case datetime():
            nearest = (value + timedelta(milliseconds=500)).replace(microsecond=0)
            is_day = nearest.time() == time() and "h" not in str(cell.number_format).lower()
            return nearest.date().isoformat() if is_day else nearest.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    # Formulas that fill several cells, and tables of data, come as objects.
    return FORMULA + plain_text(str(getattr(value, "text", "")))
