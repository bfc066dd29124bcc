"""The form that gives a session its slot, and no more."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from conference.draft.forms.sessions import SlotForm
from conference.draft.services.timetable import Place
from conference.web.fields import offered


class PlaceForm(SlotForm):
    """Day, start, length and room of one session, and its main theme."""

    theme = SelectField(_l("Main theme"), choices=[])

    def offer(self, *, zone: str, rooms: Sequence[tuple[str, str]], themes: Sequence[tuple[str, str]]) -> None:
        """Say what there is to choose.

        :param zone: in which the start is entered.
        :param rooms: (key, label); ``themes`` likewise by slug.
        """
        self.zone_name = zone
        self.room.choices = offered([("", _("No room yet")), *rooms])
        self.theme.choices = offered([("", _("As it is")), *themes])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check it. Without day and start no room is taken, whichever is chosen."""
        if self.day.data is None and self.start.data is None:
            self.room.data = ""
        return bool(super().validate(extra_validators))

    def place(self) -> Place:
        """Return what was filled in. Only for a valid form."""
        return Place(
            starts_at=self.starts_at,
            minutes=self.minutes.data or 0,
            room=self.room.data or None,
            theme=self.theme.data or None,
        )

    @property
    def first_error(self) -> tuple[str, str]:
        """Which field is wrong first, and what is wrong with it; two empty texts where nothing is."""
        for field in self:
            if field.errors:
                return field.name, str(field.errors[0])
        return "", ""
