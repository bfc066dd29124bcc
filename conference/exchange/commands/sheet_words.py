"""Sentences for what a table cannot be."""

from conference.errors import DomainError
from conference.exchange.sheets import refusals

_READABLE = {
    "day": "a day such as 2027-03-01 or 01.03.2027",
    "clock": "a time of day such as 09:30",
    "time": "a day and time such as 2027-03-01 09:00",
    "length": "a length in minutes such as 90",
    "number": "a whole number",
    "zone": "a time zone such as Europe/Istanbul",
    "language": "a language such as de",
    "email": "a mail address",
}


def table_words(refusal: DomainError) -> str | None:  # noqa: C901, PLR0911 - one case each
    """Return one sentence that says why a table cannot be read; None for other refusals."""
    match refusal:
        case refusals.EncodingUnclear():
            return "The file's letters could be Turkish or Icelandic: save it as UTF-8, and import it again."
        case refusals.NotText():
            return f"The file is no text (at byte {refusal.byte})."
        case refusals.QuotesOpen():
            return f"A cell in row {refusal.row} does not end: its closing quote is missing, or it is far too long."
        case refusals.NoTitleColumn():
            return "The table names no column of titles in its first rows: call one “title”."
        case refusals.TooManyRows():
            return f"The table has more than {refusal.at_most} rows."
        case refusals.TooManyColumns():
            return f"The table has more than {refusal.at_most} columns."
        case refusals.NotAWorkbook():
            return "The file is packed like a workbook, and is none: it is broken, or of another program."
        case refusals.OldWorkbook():
            return "The workbook is of before 2007, or locked: save it as XLSX without a password."
        case refusals.UnpacksTooLarge():
            return f"The workbook would unpack to more than any programme needs ({refusal.part})."
        case refusals.EntitiesInWorkbook():
            return "The workbook's XML declares entities: such files can wear a machine out and are not read."
    return None


def cell_words(refusal: DomainError, text: str) -> str | None:  # noqa: PLR0911 - one case each
    """Return the sentence on a cell, behind its name; None for other refusals.

    :param text: what stands in the cell, ready to be shown.
    """
    match refusal:
        case refusals.FormulaInCell():
            return f"is a formula ({text}); replace it by its value, since formulas are not reckoned."
        case refusals.ErrorInCell():
            return f"is {text}, the error of a formula."
        case refusals.DayUnclear():
            return f"is {text}, which could be two days; write 2027-03-01 or 01.03.2027."
        case refusals.ClockUnclear():
            happens = "happens twice" if refusal.happens_twice else "never happens"
            return f"is {text}, which {happens} in {refusal.zone} on that day; write its offset, as in +01:00."
        case refusals.NotOffered():
            return f"names {text}, a {refusal.kind} that the event does not have; add it first."
        case refusals.NotReadable():
            return f"is {text}; write {_READABLE[refusal.kind]}."
    return None
