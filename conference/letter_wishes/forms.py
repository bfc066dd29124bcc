"""What participants say of the letters they want."""

from datetime import time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from conference.letter_wishes.rules import MORNING, NEVER_QUIET, LetterKind, Wishes
from conference.mail.rules import QUIET_HOURS
from conference.web.fields import ClockField
from conference.web.forms import REQUIRED, BaseForm


class LettersForm(BaseForm):
    """Chooses the letters of one event; a tick for each kind, by its name."""

    day_before = BooleanField(
        _l("A day before a session"), description=_l("With its time by your clocks and the way in. At night it waits.")
    )
    ten_minutes = BooleanField(
        _l("Ten minutes before a session"), description=_l("At any hour: your quiet hours do not hold it up.")
    )
    daily_agenda = BooleanField(
        _l("My agenda in the morning"),
        description=_l("On days with sessions of yours, with what clashes or leaves no pause."),
    )
    agenda_at = ClockField(_l("At what time, by your clocks"))
    changes = BooleanField(
        _l("When a session I booked changes"),
        description=_l("It moves, is cancelled or takes place after all: at most one letter for each release."),
    )
    waiting_list = BooleanField(
        _l("News of waiting lists"),
        description=_l("Such as that a seat held for you went to the next. Seats that are offered to you always come."),
    )
    messages = BooleanField(
        _l("Messages of the organisers"),
        description=_l("What they write to all participants, or to a group of them."),
    )
    invitations = BooleanField(
        _l("My sessions, for my calendar"),
        description=_l(
            "For calendars that do not follow your agenda: an invitation when you get or give back a seat, and when a "
            "session moves or is cancelled."
        ),
    )
    is_quiet = BooleanField(
        _l("Keep quiet hours"), description=_l("Letters that can wait come when these hours are over, by your clocks.")
    )
    quiet_from = ClockField(_l("Quiet from"))
    quiet_until = ClockField(_l("Quiet until"))

    def fill_from(self, wishes: Wishes) -> None:
        """Show what somebody wants so far."""
        for kind in LetterKind:
            self[kind].data = kind in wishes.kinds
        self.agenda_at.data = wishes.agenda_at
        self.is_quiet.data = wishes.is_quiet_at_times
        self.quiet_from.data, self.quiet_until.data = wishes.quiet if wishes.is_quiet_at_times else QUIET_HOURS

    def validate_agenda_at(self, field: ClockField) -> None:
        """Ask for the time of the morning."""
        if self.daily_agenda.data and field.data is None and not field.process_errors:
            raise ValidationError(REQUIRED)

    def validate_quiet_from(self, field: ClockField) -> None:
        """Quiet hours have a beginning."""
        self._need(field)

    def validate_quiet_until(self, field: ClockField) -> None:
        """And an end, at another time."""
        self._need(field)
        if self.is_quiet.data and field.data and field.data == self.quiet_from.data:
            raise ValidationError(_("These hours begin and end at the same time. To have none, take away the tick."))

    def wishes(self) -> Wishes:
        """Return what was chosen."""
        begins: time | None = self.quiet_from.data
        ends: time | None = self.quiet_until.data
        return Wishes(
            kinds=frozenset(kind for kind in LetterKind if self[kind].data),
            quiet=(begins, ends) if self.is_quiet.data and begins and ends else NEVER_QUIET,
            agenda_at=self.agenda_at.data or MORNING,
        )

    def _need(self, field: ClockField) -> None:
        if self.is_quiet.data and field.data is None and not field.process_errors:
            raise ValidationError(REQUIRED)
