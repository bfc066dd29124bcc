"""A file of tables as a whole: which table holds the sessions, and where its heading stands. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conference import zones
from conference.exchange import rules
from conference.exchange.document import EventUnnamed, LeftOut, LocalTimes, PlainEvent, PlainProgramme, ZoneTaken
from conference.exchange.sheets.columns import Heading, first_row_as_heading, guessed, heading_of
from conference.exchange.sheets.delimited import decoded, read_delimited
from conference.exchange.sheets.finding import Into
from conference.exchange.sheets.reading import EXAMPLES, Taken, read_rows
from conference.exchange.sheets.refusals import NoTitleColumn
from conference.exchange.sheets.strands import SHEETS, event_in, with_strands
from conference.exchange.sheets.table import Table
from conference.exchange.sheets.workbook import is_workbook, read_workbook
from conference.translated import LANGUAGES

CSV, XLSX = "CSV", "XLSX"
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """A file of tables, opened.

    :ivar format: ``CSV`` or ``XLSX``.
    :ivar tables: all it has; ``table`` the one of sessions.
    :ivar is_guessed: whether a row was found that is plainly the heading; else the first is taken for it.
    :ivar others: names of further tables with a heading of their own, which are left out.
    """

    format: str
    tables: Sequence[Table]
    table: Table
    heading: Heading
    is_guessed: bool
    others: tuple[str, ...] = ()


def is_table(data: bytes) -> bool:
    """Say whether a file is a workbook, or a text whose first rows name a column of titles."""
    return is_workbook(data) or is_text_table(data)


def is_text_table(data: bytes, *, needs_titles: bool = True) -> bool:
    """Say whether a file is a text whose first rows name a column of titles.

    :param needs_titles: else it is enough that it has several columns: people can say what they are for.
    """
    sample = data[: 64 * 1024]
    if len(data) > len(sample):
        sample = sample.rpartition(b"\n")[0] or sample
    try:
        text, _encoding = decoded(sample)
        start = text.lstrip()
        if start[:1] in {"{", "[", "<"} or start.startswith("BEGIN:"):
            return False
        table = read_delimited(text.encode())
        if needs_titles:
            heading_of(table)
    except rules.Unreadable:
        return False
    return needs_titles or any(len(row.cells) > 1 for row in table.rows)


def open_sheet(data: bytes, *, is_lenient: bool = False) -> Sheet:
    """Open a file of tables, and find the one that holds the sessions.

    :param is_lenient: take the first row for the heading where none is plainly one.
    :raises conference.exchange.rules.Unreadable: it is none, or no column of titles is named.
    """
    is_packed = is_workbook(data)
    tables = read_workbook(data) if is_packed else [read_delimited(data)]
    if not tables:
        raise rules.FileEmpty
    format_name = XLSX if is_packed else CSV
    headed: list[tuple[int, Table, Heading]] = []
    for table in tables:
        if table.name in SHEETS and any(one.name == "Sessions" for one in tables):
            continue
        try:
            heading = heading_of(table)
        except NoTitleColumn:
            continue
        headed.append((len(guessed(heading.columns)), table, heading))
    if headed:
        _known, table, heading = max(headed, key=lambda one: one[0])
        others = tuple(one.name for _count, one, _heading in headed if one is not table)
        return Sheet(format_name, tables, table, heading, is_guessed=True, others=others)
    if not is_lenient:
        raise NoTitleColumn
    table = max(tables, key=lambda one: len(one.rows))
    return Sheet(format_name, tables, table, first_row_as_heading(table), is_guessed=False)


def read_sheet(sheet: Sheet, columns: Mapping[int, str], into: Into) -> Taken:
    """Read the sessions of an opened file.

    :param columns: what each is for, by its number.
    """
    taken = read_rows(sheet.heading, columns, into, format_name=sheet.format, encoding=sheet.table.encoding)
    if sheet.others:
        left_out = LeftOut("sheets", len(sheet.others), sheet.others[:EXAMPLES])
        taken = replace(taken, programme=replace(taken.programme, remarks=(left_out, *taken.programme.remarks)))
    return with_strands(taken, sheet.tables)


def read(
    data: bytes, into: Into | None = None, *, zone: str | None = None, language: str | None = None
) -> PlainProgramme:
    """Read a file of tables as its headings tell, for those who cannot be asked.

    :param into: the draft; without it a new event is made of what the file says.
    :param zone: IANA, of clock times where the file names none; else the draft's.
    :param language: of texts that do not say theirs.
    :raises conference.exchange.rules.Unreadable: it cannot be read.
    :raises conference.exchange.rules.Misfit: names the first cell that cannot be taken over.
    """
    sheet = open_sheet(data)
    described = event_in(sheet.tables)
    if into and zone:
        there = into.programme
        into = replace(into, programme=replace(there, event=replace(there.event, zone=zone)))
    whole = into or Into(PlainProgramme(event=described or _event_of(sheet, zone or "UTC", language)))
    taken = read_sheet(sheet, guessed(sheet.heading.columns), whole)
    if taken.wrong:
        raise taken.wrong[0].refusal
    programme = taken.programme
    if into is not None or described is not None:
        return programme
    event = programme.event
    days = [zones.local_day(session.starts_at, event.zone) for session in programme.sessions if session.starts_at]
    if not days:
        raise rules.NoDays(sheet.format)
    is_guessed = not zone and any(isinstance(remark, LocalTimes) for remark in programme.remarks)
    remarks = (EventUnnamed(), *((ZoneTaken("UTC", "nothing"),) if is_guessed else ()), *programme.remarks)
    return replace(programme, remarks=remarks, event=replace(event, first_day=min(days), last_day=max(days)))


def _event_of(sheet: Sheet, zone: str, language: str | None) -> PlainEvent:
    """Return what little a bare table says of its event: the languages of its headings."""
    named = [target.partition(".")[2] for target in guessed(sheet.heading.columns).values()]
    languages = tuple(dict.fromkeys(code for code in (language, *named) if code in LANGUAGES)) or ("en",)
    return PlainEvent(slug="", title={}, zone=zone, first_day=_SOME_DAY, last_day=_SOME_DAY, languages=languages)
