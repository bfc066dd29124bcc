"""Accepting a warning, and saying when people and rooms are free."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from conference import zones
from conference.draft.rules import limits
from conference.draft.rules.availability import (
    MOST_SPANS,
    Hours,
    SpanInverted,
    TooManySpans,
    days_and_hours,
    span_of_hours,
    spans_from,
)
from conference.draft.rules.clashes import Span
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.web.forms import BaseForm, Required, TextLength

SPARE = 2
"""Empty lines for hours below those that are filled in."""


class AcceptForm(BaseForm):
    """Why a warning may stay."""

    fingerprint = HiddenField()
    reason = StringField(_l("Why may it stay?"), validators=[Required(), TextLength(limits.REASON)])


class HoursField(Field):
    """Some hours of days, a line each: day, from, until. Its data is a list of :class:`Hours`.

    Each line sends three values under the field's name; an empty line says nothing.

    :ivar rows: the lines as they were filled in, each (day, from, until), and spare ones.
    """

    def process_data(self, value: Iterable[Hours] | None) -> None:
        """Take over what is stored."""
        self.data = list(value or ())
        self._typed = [(one.day.isoformat(), f"{one.starts:%H:%M}", f"{one.until:%H:%M}") for one in self.data]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines."""
        values = [value.strip()[:20] for value in valuelist[: 3 * MOST_SPANS]]
        lines = list(zip(values[::3], values[1::3], values[2::3], strict=False))
        self._typed = [line for line in lines if any(line)]
        self.data = [_hours(*line) for line in self._typed]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What the lines show."""
        return [*self._typed, *[("", "", "")] * SPARE]


def _hours(day: str, starts: str, until: str) -> Hours:
    try:
        hours = Hours(
            date.fromisoformat(day), time.fromisoformat(starts).replace(tzinfo=None),
            time.fromisoformat(until).replace(tzinfo=None),
        )  # fmt: skip
    except ValueError:
        raise ValueError(_("Give a day, a start and an end on each line, or leave all three empty.")) from None
    if not FIRST_YEAR <= hours.day.year <= LAST_YEAR:
        raise ValueError(_("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
    return hours


class AvailabilityForm(BaseForm):
    """When somebody can come, or a room can be had, by the event's clocks. Nothing filled in means always.

    Make it with :func:`availability_form`.

    :ivar offered: the days that can be ticked.
    """

    zone_name = "UTC"
    offered: Sequence[date] = ()
    days = SelectMultipleField(_l("Free the whole day"), choices=[])
    hours = HoursField(_l("Free for some hours"))

    def validate_hours(self, field: HoursField) -> None:
        """Refuse hours that do not exist, or end before they begin."""
        for one in field.data:
            try:
                span_of_hours(one, self.zone_name)
            except zones.TimeDoesNotExist:
                raise ValidationError(_("The clocks jump over one of these times. Choose one an hour later.")) from None
            except SpanInverted:
                raise ValidationError(_("The end must come after the start. 00:00 as an end is midnight.")) from None
        try:
            spans_from((), field.data, self.zone_name)
        except TooManySpans:
            raise ValidationError(_("Choose at most %(number)s.", number=MOST_SPANS)) from None

    def spans(self) -> list[Span]:
        """Return what was filled in, as spans in UTC. Only of a valid form."""
        return spans_from((date.fromisoformat(day) for day in self.days.data or ()), self.hours.data, self.zone_name)


def availability_form(spans: Sequence[Span], *, days: Sequence[date], zone: str) -> AvailabilityForm:
    """Return the form that says when somebody is free, filled in with what is stored.

    :param days: of the event: they can be ticked as a whole.
    :param zone: of the event.
    """
    whole, hours = days_and_hours(spans, zone, set(days))
    form = AvailabilityForm(data={"days": [day.isoformat() for day in whole], "hours": hours})
    form.zone_name = zone
    form.offered = days
    form.days.choices = [(day.isoformat(), day.isoformat()) for day in days]
    return form
