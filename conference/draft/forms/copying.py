"""The form by which an event is copied."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from conference.draft.services import CopyFacts, SessionsTaken
from conference.events import rules
from conference.events.forms import AddressForm
from conference.web.fields import DayField, Given, offered
from conference.web.forms import TranslatedField

TAKEN_LABELS = {
    SessionsTaken.SCHEDULED: _l("Sessions with their slots, moved along with the first day"),
    SessionsTaken.UNSCHEDULED: _l("Sessions without slots"),
    SessionsTaken.NONE: _l("No sessions"),
}


class CopyingForm(AddressForm):
    """What a copy of an event is to be. Made by :func:`copying_form`, which adds the title."""

    first_day = DayField(
        _l("First day"),
        validators=[Given()],
        description=_l("It lasts as long as this one. Sessions keep their hour by the clocks of the event’s zone."),
    )
    sessions = RadioField(_l("Sessions"), choices=offered(TAKEN_LABELS.items()), default=SessionsTaken.SCHEDULED)
    with_speakers = BooleanField(_l("Speakers"), default=True)
    with_partnerships = BooleanField(_l("Municipalities and partnerships"), default=True)
    with_addresses = BooleanField(_l("How to join the rooms, and addresses of meetings"))

    def facts(self, main_language: str) -> CopyFacts:
        """Return what was filled in."""
        values = self.data
        return CopyFacts(
            title=values["title"],
            slug=self.slug_or_from(values["title"], main_language),
            first_day=values["first_day"],
            sessions=SessionsTaken(values["sessions"]),
            with_speakers=values["with_speakers"],
            with_partnerships=values["with_partnerships"],
            with_addresses=values["with_addresses"],
        )

    def refuse_day(self, first_year: int, last_year: int) -> None:
        """Say that the copy would lie outside the years that Meridian reckons with."""
        words = _("Choose a year from %(first)s to %(last)s.", first=first_year, last=last_year)
        self.first_day.errors = [*self.first_day.errors, words]


def copying_form(languages: Sequence[str]) -> type[CopyingForm]:
    """Return the form for a copy of an event in these languages, the main one first."""

    class Form(CopyingForm):
        title = TranslatedField(_l("Title"), languages=languages, required=True, max_length=rules.TITLE_LENGTH)

    return Form
