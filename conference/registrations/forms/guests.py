"""Forms of the guest list, and of guests who open an account."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import TextAreaField

from conference.exchange.rules import Unreadable
from conference.exchange.sheets import is_workbook
from conference.exchange.sheets.delimited import read_delimited
from conference.exchange.sheets.table import ERROR, FORMULA, Row
from conference.exchange.sheets.workbook import read_workbook
from conference.registrations.forms.registering import NewcomerForm
from conference.registrations.rules.guests import Fault, FaultyLine
from conference.web.forms import BaseForm, TextLength

MOST_TEXT = 500_000
"""Characters of a typed list: some 5,000 lines."""
MOST_BYTES = 3 * 1024 * 1024
APART = "; "


class GuestsForm(BaseForm):
    """People for the guest list: typed, pasted or in a file."""

    lines = TextAreaField(
        _l("Addresses, one to a line"),
        description=_l(
            "“Şeyma Gökçe <seyma@example.org>”, an address alone, or a table whose first line names its columns: "
            "name, e-mail, group, organisation, municipality, language."
        ),
        validators=[TextLength(MOST_TEXT)],
        render_kw={"rows": "8", "spellcheck": "false", "autocapitalize": "none"},
    )
    file = FileField(_l("Or a file"), description=_l("CSV or XLSX with the same columns; at most 3 MB."))

    def rows(self) -> Sequence[Row]:
        """Return the lines that were given; none where the form is empty or cannot be read, which is then marked."""
        if self.file.data:
            return self._rows_of(self.file.data.read(MOST_BYTES + 1), "file")
        return self._rows_of((self.lines.data or "").encode("utf-8", "replace"), "lines")

    def keep(self, rows: Sequence[Row]) -> None:
        """Put the lines of a file where they can be mended and sent again."""
        self.lines.data = "\n".join(APART.join(_shown(cell) for cell in row.cells) for row in rows)[:MOST_TEXT]

    def _rows_of(self, content: bytes, field: str) -> Sequence[Row]:
        if not content.strip():
            self._mark(field, _("Type at least one address, or choose a file."))
            return ()
        if len(content) > MOST_BYTES:
            self._mark(field, _("This is too large: at most 3 MB."))
            return ()
        try:
            if is_workbook(content):
                return next((table.rows for table in read_workbook(content) if table.rows), ())
            return read_delimited(content).rows
        except Unreadable:
            self._mark(field, _("This cannot be read as a list. Save it as CSV (UTF-8) or XLSX, and try again."))
            return ()

    def _mark(self, field: str, words: str) -> None:
        self[field].errors = [*self[field].errors, words]


def cells_of(row: Row) -> list[str]:
    """Return the texts of a line; what a spreadsheet program would reckon is no text."""
    return ["" if cell.startswith((FORMULA, ERROR)) else cell for cell in row.cells]


def words_of(faulty: FaultyLine) -> str:
    """Say what is wrong with a line, and where it stands."""
    words = {
        Fault.NO_EMAIL: _("no e-mail address: %(text)s", text=faulty.text),
        Fault.NOT_EMAIL: _("not an e-mail address: %(text)s", text=faulty.text),
        Fault.TOO_LONG: _("longer than 200 characters: %(text)s", text=faulty.text),
        Fault.NO_SUCH_GROUP: _("the event has no group “%(text)s”", text=faulty.text),
        Fault.NO_SUCH_LANGUAGE: _("Meridian does not speak “%(text)s”", text=faulty.text),
    }
    return str(_("Line %(number)s: %(words)s", number=faulty.number, words=words[faulty.fault]))


def _shown(cell: str) -> str:
    for mark in (FORMULA, ERROR):
        cell = cell.removeprefix(mark)
    plain = " ".join(cell.split())
    return f'"{plain.replace(chr(34), chr(34) * 2)}"' if ";" in plain or '"' in plain else plain


class GuestNewcomerForm(NewcomerForm):
    """Opens an account for the address that was invited."""

    email = None


class AnswerForm(BaseForm):
    """Nothing to fill in: the question has been read."""
