"""Forms of subscriptions."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, HiddenField, SelectField, StringField

from conference.calendars.rules import ALARMS, LONGEST_NAME, Choices
from conference.translated import LANGUAGES
from conference.web.fields import CheckboxesField, offered
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.locale import LANGUAGE_NAMES

_HOUR, _DAY = 60, 24 * 60


def before_start(minutes: int) -> str:
    """Return how long before a start something is, in words of the reader's language: ``10 minutes``, ``1 day``."""
    if minutes % _DAY == 0:
        return str(ngettext("%(num)s day", "%(num)s days", minutes // _DAY))
    if minutes % _HOUR == 0:
        return str(ngettext("%(num)s hour", "%(num)s hours", minutes // _HOUR))
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))


class DelegationSubscriptionForm(BaseForm):
    """A private address of a delegation's agenda: what its owner calls it, and what its entries are like."""

    name = StringField(
        _l("Name"),
        validators=[Required(), TextLength(LONGEST_NAME)],
        description=_l("Where you will use it, such as: phone, office, Google."),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    language = SelectField(
        _l("Language of the entries"),
        description=_l("Titles, times and notes are written in it."),
        choices=offered((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
    )
    shows_cancelled = BooleanField(
        _l("Keep cancelled sessions"), default=True, description=_l("They stay as cancelled, so that you notice.")
    )
    is_short = BooleanField(
        _l("Short entries"),
        description=_l("Title, times and the way in, nothing else: for a calendar into which others look."),
    )
    form_key = HiddenField()

    replaces_revoked = False
    """Whether it begins as one that was revoked just now, for those who did so by mistake."""

    def fill_from(self, choices: Choices) -> None:
        """Show what was chosen so far."""
        for name in ("shows_cancelled", "is_short"):
            self[name].data = getattr(choices, name)

    def choices(self) -> Choices:
        """Return what was chosen."""
        return Choices(shows_cancelled=self.shows_cancelled.data, is_short=self.is_short.data)

    @property
    def says_more(self) -> bool:
        """Whether more than name and language was chosen, or wrongly: then all choices are shown from the beginning."""
        return self.choices() != Choices() or any(f.errors for f in self if f.name not in {"name", "language"})

    def key(self) -> str | None:
        """Return by which this form is known when it is sent twice; None where it came without one that can be."""
        key = self.form_key.data or ""
        return key if key.isascii() and 0 < len(key) <= 64 else None  # noqa: PLR2004 - as the column


class SubscriptionForm(DelegationSubscriptionForm):
    """A private address of one's own agenda: its entries may ring, too, and fill one's time."""

    alarms = CheckboxesField(
        _l("Alarm before the start"),
        description=_l(
            "Sessions in which you have a seat ring. Apple and Thunderbird do; Google and Outlook leave out the alarms "
            "of calendars to which you subscribe."
        ),
    )
    fills_time = BooleanField(
        _l("I am busy during my sessions"),
        default=True,
        description=_l("Others who look when you are free see it. Without the tick you stay free."),
    )
    shows_waiting = BooleanField(
        _l("Show sessions that I wait for"),
        default=True,
        description=_l("They appear as tentative, with your place on the waiting list, until you have a seat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alarms.choices = offered((str(one), _("%(time)s before", time=before_start(one))) for one in ALARMS)

    def fill_from(self, choices: Choices) -> None:
        """Show what was chosen so far."""
        super().fill_from(choices)
        self.alarms.data = [str(one) for one in choices.alarms]
        for name in ("shows_waiting", "fills_time"):
            self[name].data = getattr(choices, name)

    def choices(self) -> Choices:
        """Return what was chosen."""
        return Choices(
            alarms=tuple(one for one in ALARMS if str(one) in (self.alarms.data or ())),
            shows_waiting=self.shows_waiting.data,
            shows_cancelled=self.shows_cancelled.data,
            is_short=self.is_short.data,
            fills_time=self.fills_time.data,
        )


class RevokeForm(BaseForm):
    """Nothing to fill in: the question has been read."""
