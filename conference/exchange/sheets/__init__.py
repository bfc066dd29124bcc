"""Tables of sessions: CSV and XLSX. Bytes to plain records and back. Pure."""

from conference.exchange.sheets.cells import Wrong
from conference.exchange.sheets.columns import (
    Field,
    Heading,
    first_row_as_heading,
    guessed,
    heading_of,
    is_target,
    targets,
)
from conference.exchange.sheets.finding import Into
from conference.exchange.sheets.reading import Taken
from conference.exchange.sheets.refusals import NoTitleColumn
from conference.exchange.sheets.sheet import Sheet, is_table, is_text_table, open_sheet, read, read_sheet
from conference.exchange.sheets.workbook import is_workbook
from conference.exchange.sheets.writing import write_csv, write_rows, write_workbook

__all__ = [
    "Field",
    "Heading",
    "Into",
    "NoTitleColumn",
    "Sheet",
    "Taken",
    "Wrong",
    "first_row_as_heading",
    "guessed",
    "heading_of",
    "is_table",
    "is_target",
    "is_text_table",
    "is_workbook",
    "open_sheet",
    "read",
    "read_sheet",
    "targets",
    "write_csv",
    "write_rows",
    "write_workbook",
]
