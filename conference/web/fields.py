"""Fields that several forms use: days, times, numbers, ordered choices, addresses of meetings.

They speak of what is wrong in words of ours, and keep what was typed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import DateField, Field, FloatField, IntegerField, SelectChoice, SelectMultipleField, TimeField  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from conference.translated import folded
from conference.web.forms import REQUIRED, trimmed

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,12})?")


class Given:
    """Something must be written; unlike a missing value, one that could not be read keeps its own message."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:  # noqa: ARG002 - wtforms' signature
        """Check that it is there."""
        if field.data is None and not field.process_errors:
            raise StopValidation(REQUIRED)


def offered(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return the choices of a select from pairs of value and label."""
    return [SelectChoice(value=str(value), label=label) for value, label in pairs]


class DayField(DateField):
    """A calendar day, as browsers send it: 2027-06-08."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        text = (valuelist[0] if valuelist else "").strip()
        self.raw_data = [text]
        self.data = None
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError:
                raise ValueError(_("Write the day as year-month-day, such as 2027-06-08.")) from None


class ClockField(TimeField):
    """A time of day by the clock: 9:30 or 09:30."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; seconds are dropped."""
        text = (valuelist[0] if valuelist else "").strip().replace(".", ":")
        self.raw_data = [text]
        self.data: time | None = None
        if text:
            try:
                hours, minutes, *_rest = (int(part) for part in text.split(":"))
                self.data = time(hours, minutes)
            except ValueError:
                raise ValueError(_("Write the time with hours and minutes, such as 09:30.")) from None


class WholeNumberField(IntegerField):
    """A whole number, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = (valuelist[0] if valuelist else "").strip()
        self.raw_data = [text]
        self.data: int | None = None
        if text:
            # Python's int() reads more than that: other scripts' digits, underscores, endless numbers.
            if not _WHOLE.fullmatch(text):
                raise ValueError(_("Write a whole number."))
            self.data = int(text)


class NumberField(FloatField):
    """A number with a decimal point or comma, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = (valuelist[0] if valuelist else "").strip().replace("−", "-")
        self.raw_data = [text]
        self.data: float | None = None
        if text:
            if not _DECIMAL.fullmatch(text):
                raise ValueError(_("Write a number, such as 52.28."))
            self.data = float(text.replace(",", "."))


class Between:
    """A number within bounds; nothing at all is left to :class:`~conference.web.forms.Required`."""

    def __init__(self, at_least: float, at_most: float) -> None:
        self.at_least = at_least
        self.at_most = at_most

    def __call__(self, form: Any, field: Field) -> None:  # noqa: ARG002 - wtforms' signature
        """Check the number."""
        if field.data is not None and not self.at_least <= field.data <= self.at_most:
            raise ValidationError(
                _("Choose a number from %(at_least)s to %(at_most)s.", at_least=self.at_least, at_most=self.at_most)
            )


class VersionField(IntegerField):
    """Hidden: the version of a row that the form was opened on."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the version; anything but a number is an old one."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004
        self.raw_data = None


class CheckboxesField(SelectMultipleField):
    """Several of a few choices, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PicksField(Field):
    """Some of the choices, in an order that means something. Its data is the list of their keys.

    The page shows a line for each and some empty ones: selects where ``lines`` of them suffice to choose from,
    else inputs that suggest. A typed line may be a choice's key, its label, or both as :meth:`shown` writes it.

    :ivar choices: (key, label) pairs.
    :ivar rows: what the lines show, as keys or, where nothing was found, as typed.
    """

    def __init__(
        self, label: Any = None, *, choices: Sequence[tuple[str, Any]] = (), spare: int = 2, least: int = 1,
        at_most: int = 30, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.choices = list(choices)
        self.spare = spare
        self.least = least
        self.at_most = at_most
        self.unknown: list[str] = []
        super().__init__(label, **kwargs)
        self.data: list[str] = []

    def process_data(self, value: Iterable[str] | None) -> None:
        """Take over what is stored."""
        self.data = list(value or ())
        self.typed = list(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines; empty ones and repetitions are left out."""
        typed = [text for text in (trimmed(value) for value in valuelist) if text]
        self.unknown = []
        found = [self._key_of(text) for text in typed]
        self.typed = [key or text for key, text in zip(found, typed, strict=True)]
        self.data = list(dict.fromkeys(key for key in found if key))
        self.unknown = [text[:80] for key, text in zip(found, typed, strict=True) if key is None]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms' signature
        """Refuse what is none of the choices."""
        if self.unknown:
            raise ValidationError(_("There is no “%(text)s” to choose.", text=self.unknown[0]))
        if len(self.data) > self.at_most:
            raise ValidationError(_("Choose at most %(number)s.", number=self.at_most))

    def shown(self, key: str) -> str:
        """Return what a line shows for a key: its label, and the key where the label alone would not say which."""
        return self._shown.get(key, key)

    @property
    def suggestions(self) -> list[str]:
        """What an input of many choices suggests."""
        return list(self._shown.values())

    @property
    def rows(self) -> list[str]:
        """What the lines show."""
        return [*self.typed, *[""] * max(self.spare, self.least - len(self.typed))]

    @cached_property
    def _shown(self) -> dict[str, str]:
        labels = [(key, str(label)) for key, label in self.choices]
        alike = Counter(label for _key, label in labels)
        return {key: label if alike[label] == 1 else f"{label} ({key})" for key, label in labels}

    def _key_of(self, text: str) -> str | None:
        keys = [key for key, _label in self.choices]
        if text in keys:
            return text
        if text.endswith(")") and text[:-1].rpartition("(")[2] in keys:
            return text[:-1].rpartition("(")[2]
        alike = [key for key, label in self.choices if folded(str(label)) == folded(text)]
        return alike[0] if len(alike) == 1 else None
