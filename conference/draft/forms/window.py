"""From when until when something is open, by the clocks of an event."""

from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from conference import zones
from conference.draft.forms.frame import DraftForm
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.web.fields import ClockField, DayField
from conference.web.filters import day_full
from conference.web.local_time import gap_in_words

END_OF_DAY = time(23, 59)
"""Until when something is open on its last day, where only the day was chosen."""


class WindowForm(DraftForm):
    """Two ends of a time, each of which may be left open. Knows the zone in which they are written.

    :ivar opens_at: UTC, once the form was checked; ``closes_at`` too.
    """

    zone_name = "UTC"
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    opens_day = DayField(_l("From"), validators=[Optional()], description=_l("Leave it empty to begin at once."))
    opens_time = ClockField(_l("Time"), validators=[Optional()])
    closes_day = DayField(_l("Until"), validators=[Optional()])
    closes_time = ClockField(_l("Time"), validators=[Optional()])

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, then what days and times say together."""
        is_valid = super().validate(extra_validators)
        if self._has_faulty_time():
            return False
        self.opens_at, self.closes_at = self._instant("opens", time()), self._instant("closes", END_OF_DAY)
        if self._has_faulty_time():
            return False
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            return self.mark("closes_day", self.closes_too_early())
        return is_valid

    def closes_too_early(self) -> str:
        """Say that the two ends are the wrong way round."""
        return str(_("It would close before it opens."))

    def _has_faulty_time(self) -> bool:
        return any(self[f"{end}_{part}"].errors for end in ("opens", "closes") for part in ("day", "time"))

    def _instant(self, end: str, usual: time) -> datetime | None:
        """Return an end as an instant; None where there is none, or where it cannot be, which is marked."""
        day: date | None = self[f"{end}_day"].data
        clock: time | None = self[f"{end}_time"].data
        if day is None:
            if clock:
                self.mark(f"{end}_day", _("Choose the day, too, or clear the time."))
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.mark(f"{end}_day", _("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
            return None
        try:
            return zones.to_instant(datetime.combine(day, clock or usual), self.zone_name)
        except zones.TimeDoesNotExist as gap:
            words = gap_in_words(gap)
        except zones.TimeIsAmbiguous as twice:
            words = _(
                "On %(day)s the clocks are put back and show %(time)s twice. Choose another time.",
                day=day_full(day), time=f"{twice.local:%H:%M}",
            )  # fmt: skip
        self.mark(f"{end}_time", words)
        return None
