"""Proposals as a table for spreadsheets. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

MARK = "\ufeff"
"""At the beginning of the file, so that spreadsheets read it as UTF-8."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV (RFC 4180), in UTF-8 with its mark.

    What people wrote is never taken for a formula: a text that begins like one gets an apostrophe before it.
    """
    written = io.StringIO()
    table = csv.writer(written)
    for row in (head, *rows):
        table.writerow([_cell(value) for value in row])
    return (MARK + written.getvalue()).encode()


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" \n").startswith(_STARTS_A_FORMULA) else value
