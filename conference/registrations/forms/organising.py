"""Forms by which organisers say how people register, and keep notes."""

from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Optional

from conference.draft.forms.frame import DraftForm
from conference.draft.forms.window import WindowForm
from conference.registrations.rules import Mode
from conference.registrations.rules.groups import MOST_SEATS, NAME
from conference.registrations.services import GroupFacts, SettingsFacts
from conference.registrations.services.deciding import NOTE
from conference.web.fields import Between, DayField, WholeNumberField, offered
from conference.web.forms import BaseForm, TextLength, TranslatedField

MODE_LABELS = {
    Mode.OPEN: _l("Everybody: who registers takes part at once"),
    Mode.APPROVAL: _l("Whom you let in: you read each registration and approve or decline it"),
    Mode.INVITATION: _l("Whom you invite: those on the guest list, and nobody else"),
}


class SettingsForm(WindowForm):
    """How people register."""

    closes_day = DayField(
        _l("Until"), validators=[Optional()], description=_l("Leave it empty to take people until the end.")
    )
    cap = WholeNumberField(
        _l("Seats in all"),
        validators=[Optional(), Between(0, MOST_SEATS)],
        description=_l("Leave it empty for no limit. Beyond it people wait in strict order and move up by themselves."),
    )
    mode = RadioField(_l("Who may take part"), choices=offered(MODE_LABELS.items()), default=Mode.OPEN)

    def closes_too_early(self) -> str:
        """Say that the two ends are the wrong way round."""
        return str(_("Registration would close before it opens."))

    def settings(self) -> SettingsFacts:
        """Return what was filled in."""
        return SettingsFacts(
            opens_at=self.opens_at, closes_at=self.closes_at, cap=self.cap.data, mode=Mode(self.mode.data)
        )


@cache
def settings_form(zone: str) -> type[SettingsForm]:
    """Return the form for an event whose times are written in this zone."""
    return type("SettingsFormInZone", (SettingsForm,), {"zone_name": zone})


class GroupFormFrame(DraftForm):
    """A participant group."""

    needed = ("name",)

    seats = WholeNumberField(
        _l("Seats of its own"),
        validators=[Optional(), Between(0, MOST_SEATS)],
        description=_l("Leave it empty where only the seats in all count."),
    )
    needs_municipality = BooleanField(_l("They must say which municipality they come from"))
    is_offered = BooleanField(
        _l("Can be chosen"), description=_l("Without this tick those in the group stay, and nobody new comes into it.")
    )

    def group(self) -> GroupFacts:
        """Return what was filled in."""
        return GroupFacts(
            name=self["name"].data, seats=self.seats.data, needs_municipality=bool(self.needs_municipality.data),
            is_offered=bool(self.is_offered.data),
        )  # fmt: skip


@cache
def group_form(languages: tuple[str, ...]) -> type[GroupFormFrame]:
    """Return the form for a group of an event in these languages."""
    fields: dict[str, Any] = {"name": TranslatedField(_l("Name"), languages=languages, max_length=NAME)}
    return type("GroupForm", (GroupFormFrame,), fields)


class NoteForm(BaseForm):
    """What organisers note on a registration."""

    note = TextAreaField(
        _l("Note"),
        validators=[TextLength(NOTE)],
        description=_l("Only organisers see it; the participant reads it when downloading all of their data."),
    )


class DecideForm(BaseForm):
    """Nothing to fill in: the question has been read."""
