"""The form by which a session is repeated."""

from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from conference.web.fields import Between, CheckboxesField, DayField, Given, WholeNumberField, offered
from conference.web.forms import BaseForm

MOST_WEEKS = 8


class RepeatForm(BaseForm):
    """How a session is repeated.

    :ivar days: those of the times found that are wanted, ISO; empty before they were looked at.
    """

    weekdays = CheckboxesField(_l("On"), choices=[])
    every_weeks = WholeNumberField(
        _l("Every how many weeks"),
        default=1,
        validators=[Given(), Between(1, MOST_WEEKS)],
        description=_l("1 for every week, 2 for every other week."),
    )
    until = DayField(_l("Until"), validators=[Given()])
    days = SelectMultipleField(choices=[], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", context="stand-alone", locale=get_locale())
        self.weekdays.choices = offered((str(number), names[number]) for number in range(7))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there is a weekday."""
        is_valid = bool(super().validate(extra_validators))
        if not self.weekdays.data:
            self.weekdays.errors = [_("Choose at least one weekday.")]
            return False
        return is_valid
