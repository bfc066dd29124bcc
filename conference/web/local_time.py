"""A day and a time in a form, by the clocks of a zone, also on the days on which these change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from conference import zones
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.web.fields import offered
from conference.web.filters import clock_time, day_full, zone_offset
from conference.web.forms import BaseForm


@dataclass
class WrongTime(ValueError):
    """A day and a time that are no instant.

    :ivar field: what is wrong: ``day``, ``time`` or ``fold``.
    :ivar words: why, and what to do, in the reader's language.
    """

    field: str
    words: str


class LocalTimeForm(BaseForm):
    """A form that asks for a day and a time by the clocks of :attr:`zone_name`, and which of two readings is meant.

    :ivar zone_name: IANA zone.
    :ivar twice: the two instants, where the clocks show the time twice.
    """

    zone_name = "UTC"
    twice: zones.TimeIsAmbiguous | None = None

    fold = RadioField(_l("Which of the two"), choices=offered([("0", ""), ("1", "")]), validate_choice=False)

    def instant_of(self, day: date, clock: time) -> datetime:
        """Return a day and a time as an instant, UTC.

        :raises WrongTime: names what is wrong with it.
        """
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise WrongTime("day", _("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
        local = datetime.combine(day, clock)
        self.find_readings(local)
        try:
            return zones.to_instant(local, self.zone_name, fold=int(self.fold.data) if self._is_chosen else None)
        except zones.TimeDoesNotExist as gap:
            raise WrongTime("time", gap_in_words(gap)) from None
        except zones.TimeIsAmbiguous:
            words = _("On %(day)s the clocks are put back and show %(time)s twice. Choose which one you mean.",
                      day=day_full(day), time=f"{clock:%H:%M}")  # fmt: skip
            raise WrongTime("fold", words) from None

    def find_readings(self, local: datetime) -> None:
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
            self.twice = None

    @property
    def _is_chosen(self) -> bool:
        return self.fold.data in {"0", "1"}


def gap_in_words(gap: zones.TimeDoesNotExist) -> str:
    """Say that the clocks jump over a time, and which times there are beside it."""
    words = _(
        "On %(day)s the clocks jump from %(before)s to %(after)s, so %(time)s does not exist. "
        "Choose %(after)s or later, or %(last)s or earlier.",
        day=day_full(gap.local.date()), before=f"{gap.before:%H:%M}", after=f"{gap.after:%H:%M}",
        time=f"{gap.local:%H:%M}", last=f"{gap.before - timedelta(minutes=1):%H:%M}",
    )  # fmt: skip
    return str(words)
