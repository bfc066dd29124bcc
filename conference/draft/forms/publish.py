"""The forms that publish: at once, at a set time, and what was published before."""

from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Optional

from conference import zones
from conference.draft.rules import limits
from conference.web.fields import ClockField, DayField, VersionField
from conference.web.forms import BaseForm, TranslatedField
from conference.web.local_time import LocalTimeForm, WrongTime


class ReleaseForm(LocalTimeForm):
    """What the organiser says of a release, by language, and when it is to be published, by the event's clocks.

    :ivar number: of the release that the page offered to publish.
    :ivar needs_time: whether it is to be published at a set time, rather than at once.
    :ivar due_at: the time as an instant, UTC, once the form is valid; None where it needs none.
    """

    needs_time = False
    due_at: datetime | None = None

    number = VersionField()
    notes: Any
    day = DayField(_l("Day"), validators=[Optional()])
    time = ClockField(_l("Time"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what day and time say together."""
        is_valid = bool(super().validate(extra_validators))
        return (not self.needs_time or self._time_is_valid()) and is_valid

    def show_instant(self, instant: datetime) -> None:
        """Fill in a time as the event's clocks show it."""
        local = zones.to_local(instant, self.zone_name)
        self.day.data, self.time.data, self.fold.data = local.date(), local.time(), str(local.fold)
        self.find_readings(local.replace(tzinfo=None, fold=0))

    def say_at(self, field: str, words: str) -> bool:
        """Say at a field what is wrong with it. Gives False, for the caller to return."""
        self[field].errors = [*self[field].errors, words]
        return False

    def _time_is_valid(self) -> bool:
        day, time = self.day.data, self.time.data
        if self.day.errors or self.time.errors:
            return False
        if day is None:
            return self.say_at("day", _("Choose a day."))
        if time is None:
            return self.say_at("time", _("Choose a time."))
        try:
            self.due_at = self.instant_of(day, time)
        except WrongTime as wrong:
            return self.say_at(wrong.field, wrong.words)
        return True


class GoingBackForm(BaseForm):
    """Makes an earlier release the newest again.

    :ivar newest: number of the newest release when the page was shown.
    :ivar seen: by what the draft was known then.
    """

    newest = VersionField()
    seen = HiddenField()
    notes: Any


@cache
def release_form(languages: tuple[str, ...], zone: str) -> type[ReleaseForm]:
    """Return the form that publishes a release of an event in these languages, by the clocks of a zone."""

    class EventsReleaseForm(ReleaseForm):
        zone_name = zone
        notes = _notes_field(languages)

    return EventsReleaseForm


@cache
def going_back_form(languages: tuple[str, ...]) -> type[GoingBackForm]:
    """Return the form that makes an earlier release of an event in these languages the newest again."""

    class EventsGoingBackForm(GoingBackForm):
        notes = _notes_field(languages)

    return EventsGoingBackForm


def _notes_field(languages: tuple[str, ...]) -> TranslatedField:
    return TranslatedField(
        _l("Note"),
        languages=languages,
        max_length=limits.RELEASE_NOTE,
        multiline=True,
        description=_l("A sentence on what changed, for the page of changes and for letters. Optional."),
    )
