"""Hostile tables are refused within seconds, and with little memory."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from conference.exchange import rules
from conference.exchange.sheets import refusals
from config import ROOT

SECONDS = 20
MEGABYTES = 400
"""Of the whole process, Python and its libraries included (some 120)."""


def made_workbook() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    book.active.append(["title", "room"])
    book.active.append(["One", "Hall"])
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def sheet_of(rows: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr">'
    "<is><t>&j;</t></is></c></row></sheetData></worksheet>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'


def entity_bomb() -> bytes:
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": BOMB.encode()})


def entity_bomb_in_utf_16() -> bytes:
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": BOMB.encode("utf-16")})


def outside_entity() -> bytes:
    return packed({**made_workbook(), "xl/sharedStrings.xml": OUTSIDE.encode()})


def zip_bomb() -> bytes:
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": b" " * (100 * 1024 * 1024)})


def zip_of_many_parts() -> bytes:
    return packed({**made_workbook(), **{f"xl/media/{n}.png": b"" for n in range(5_000)}})


def large_styles() -> bytes:
    return packed({**made_workbook(), "xl/styles.xml": b"<styleSheet>" + b"<xf a='1'/>" * 900_000 + b"</styleSheet>"})


def workbook_of_a_million_rows() -> bytes:
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": sheet_of("<row><c><v>1</v></c></row>" * 1_000_000)})


def workbook_of_twenty_thousand_rows() -> bytes:
    rows = "".join(f"<row><c><v>{number * 7919}</v></c></row>" for number in range(20_000))
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": sheet_of(rows)})


def workbook_that_starts_in_the_last_row() -> bytes:
    rows = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>title</t></is></c></row>'
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": sheet_of(rows)})


def workbook_of_the_last_columns() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 9_000))
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": sheet_of(rows)})


def workbook_of_ten_thousand_columns() -> bytes:
    row = "".join("<c><v>1</v></c>" for _ in range(10_000))
    return packed({**made_workbook(), "xl/worksheets/sheet1.xml": sheet_of(f"<row>{row}</row>")})


def csv_of_a_million_rows() -> bytes:
    return b"title,room\n" + b"One,Hall\n" * 1_000_000


def csv_of_a_million_empty_rows() -> bytes:
    return b"title,room\n" + b"\n" * 1_000_000 + b"One,Hall\n"


def csv_of_ten_thousand_columns() -> bytes:
    return b",".join([b"title"] * 10_000) + b"\n"


def csv_of_one_endless_row() -> bytes:
    return b"title" + b"," * 8_000_000


def csv_of_one_endless_row_in_lines() -> bytes:
    return b"title," + b'"\n",' * 3_000_000


def csv_of_one_endless_cell() -> bytes:
    return b'title,abstract\nOne,"' + b"x" * 8_000_000


def too_many_bytes() -> bytes:
    return b"title\n" + b"x" * rules.MOST_BYTES


def nul_bytes() -> bytes:
    return b"title,room\nO\0ne,Hall\n"


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def broken_utf_16() -> bytes:
    return b"\xff\xfe" + "title\n".encode("utf-16-le") + b"\x00\xd8"


def half_a_workbook() -> bytes:
    return packed(made_workbook())[:3000]


def other_archive() -> bytes:
    return packed({"word/document.xml": b"<w/>"})


def old_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def workbook_that_lies_of_its_sizes() -> bytes:
    data = bytearray(zip_bomb())
    end = data.rfind(b"PK\x01\x02")
    while end >= 0:
        data[end + 24 : end + 28] = (1000).to_bytes(4, "little")
        end = data.rfind(b"PK\x01\x02", 0, end)
    return bytes(data)


HOSTILE = {
    entity_bomb: refusals.EntitiesInWorkbook,
    entity_bomb_in_utf_16: refusals.EntitiesInWorkbook,
    outside_entity: refusals.EntitiesInWorkbook,
    zip_bomb: refusals.UnpacksTooLarge,
    zip_of_many_parts: refusals.UnpacksTooLarge,
    large_styles: refusals.UnpacksTooLarge,
    workbook_of_a_million_rows: refusals.UnpacksTooLarge,
    workbook_of_twenty_thousand_rows: refusals.TooManyRows,
    workbook_that_starts_in_the_last_row: refusals.TooManyRows,
    workbook_of_the_last_columns: refusals.TooManyColumns,
    workbook_of_ten_thousand_columns: refusals.TooManyColumns,
    workbook_that_lies_of_its_sizes: refusals.NotAWorkbook,
    csv_of_a_million_rows: refusals.TooManyRows,
    csv_of_a_million_empty_rows: refusals.TooManyRows,
    csv_of_ten_thousand_columns: refusals.TooManyColumns,
    csv_of_one_endless_row: refusals.TooManyColumns,
    csv_of_one_endless_row_in_lines: refusals.TooManyRows,
    csv_of_one_endless_cell: refusals.QuotesOpen,
    too_many_bytes: rules.FileTooLarge,
    nul_bytes: refusals.NotText,
    picture: refusals.NotText,
    broken_utf_16: refusals.NotText,
    half_a_workbook: refusals.NotAWorkbook,
    other_archive: refusals.NotAWorkbook,
    old_workbook: refusals.OldWorkbook,
}

PROGRAM = """
import sys, time
from pathlib import Path
from conference.exchange import rules, sheets
data = Path(sys.argv[1]).read_bytes()
begun = time.monotonic()
try:
    sheets.open_sheet(data, is_lenient=True)
except rules.Unreadable as refusal:
    took = time.monotonic() - begun
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(type(refusal).__name__, int(most.split()[1]) // 1024, took)
"""


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda made: made.__name__)
def test_a_hostile_table_is_refused_in_time_and_in_little_memory(hostile, tmp_path: Path):
    file = tmp_path / "hostile"
    file.write_bytes(hostile())

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, timeout=120, cwd=ROOT, check=False
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout, "it was taken"
    name, megabytes, seconds = run.stdout.split()
    assert name == HOSTILE[hostile].__name__
    assert int(megabytes) < MEGABYTES
    assert float(seconds) < SECONDS
