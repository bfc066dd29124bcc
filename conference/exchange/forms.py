"""Forms of import: the file, and what the columns of a table are for."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from conference.web.fields import offered
from conference.web.forms import BaseForm


class UploadForm(BaseForm):
    """A file to import."""

    file = FileField(
        _l("File"),
        description=_l("CSV, XLSX, schedule.xml, schedule.json, iCalendar or big-event.json; at most 16 MB."),
        validators=[FileRequired(_l("Choose a file."))],
    )


def columns_form(columns: Sequence[Mapping[str, str]], choices: Sequence[tuple[str, str]]) -> Any:
    """Return a form that says what each column of a table is for.

    :param columns: heading, sample and target of each.
    :param choices: targets and their names.
    """
    fields: dict[str, Any] = {
        f"column_{number}": SelectField(
            one["heading"], choices=offered(choices), default=one["target"], validate_choice=True
        )
        for number, one in enumerate(columns)
    }
    return type("ColumnsForm", (BaseForm,), fields)()
