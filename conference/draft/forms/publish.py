"""The forms that publish: at once, at a set time, and what was published before."""

from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from conference import zones
from conference.draft.forms.sessions import gap_in_words
from conference.draft.rules import limits
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.web.fields import ClockField, DayField, VersionField, offered
from conference.web.filters import clock_time, day_full, zone_offset
from conference.web.forms import BaseForm, TranslatedField


class ReleaseForm(BaseForm):
    """What the organiser says of a release, by language, and when it is to be published, by the event's clocks.

    :ivar number: of the release that the page offered to publish.
    :ivar needs_time: whether it is to be published at a set time, rather than at once.
    :ivar zone_name: IANA zone of the event's clocks.
    :ivar due_at: the time as an instant, UTC, once the form is valid; None where it needs none.
    """

    needs_time = False
    zone_name = "UTC"
    due_at: datetime | None = None
    twice: zones.TimeIsAmbiguous | None = None

    number = VersionField()
    notes: Any
    day = DayField(_l("Day"), validators=[Optional()])
    time = ClockField(_l("Time"), validators=[Optional()])
    fold = RadioField(_l("Which of the two"), choices=offered([("0", ""), ("1", "")]), validate_choice=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what day and time say together."""
        is_valid = bool(super().validate(extra_validators))
        return (not self.needs_time or self._time_is_valid()) and is_valid

    def show_instant(self, instant: datetime) -> None:
        """Fill in a time as the event's clocks show it."""
        local = zones.to_local(instant, self.zone_name)
        self.day.data, self.time.data, self.fold.data = local.date(), local.time(), str(local.fold)
        self._find_readings(local.replace(tzinfo=None, fold=0))

    def say_at(self, field: str, words: str) -> bool:
        """Say at a field what is wrong with it. Gives False, for the caller to return."""
        self[field].errors = [*self[field].errors, words]
        return False

    def _time_is_valid(self) -> bool:  # noqa: PLR0911 - one for each way in which it can be wrong
        day, time = self.day.data, self.time.data
        if self.day.errors or self.time.errors:
            return False
        if day is None:
            return self.say_at("day", _("Choose a day."))
        if time is None:
            return self.say_at("time", _("Choose a time."))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return self.say_at("day", _("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
        local = datetime.combine(day, time)
        self._find_readings(local)
        fold = int(self.fold.data) if self.fold.data in {"0", "1"} else None
        try:
            self.due_at = zones.to_instant(local, self.zone_name, fold=fold)
        except zones.TimeDoesNotExist as gap:
            return self.say_at("time", gap_in_words(gap))
        except zones.TimeIsAmbiguous:
            words = _("On %(day)s the clocks are put back and show %(time)s twice. Choose which one you mean.",
                      day=day_full(day), time=f"{time:%H:%M}")  # fmt: skip
            return self.say_at("fold", words)
        return True

    def _find_readings(self, local: datetime) -> None:
        """Offer the two readings of a local time, where the clocks show it twice."""
        try:
            zones.to_instant(local, self.zone_name)
        except zones.TimeIsAmbiguous as twice:
            self.twice = twice
            ordinals = (_("the first"), _("the second"))
            self.fold.choices = offered(
                (
                    str(fold),
                    f"{clock_time(instant, self.zone_name)}, {ordinals[fold]} ({zone_offset(instant, self.zone_name)})",
                )
                for fold, instant in enumerate((twice.first, twice.second))
            )
        except zones.TimeDoesNotExist:
            pass


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
        notes = TranslatedField(
            _l("Note"),
            languages=languages,
            max_length=limits.RELEASE_NOTE,
            multiline=True,
            description=_l("A sentence on what changed, for the page of changes and for letters. Optional."),
        )

    return EventsReleaseForm


@cache
def going_back_form(languages: tuple[str, ...]) -> type[GoingBackForm]:
    """Return the form that makes an earlier release of an event in these languages the newest again."""

    class EventsGoingBackForm(GoingBackForm):
        notes = TranslatedField(
            _l("Note"),
            languages=languages,
            max_length=limits.RELEASE_NOTE,
            multiline=True,
            description=_l("A sentence on what changed, for the page of changes and for letters. Optional."),
        )

    return EventsGoingBackForm
