"""Forms for rooms, municipalities and partnerships."""

from functools import cache
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from conference import zones
from conference.draft.forms.frame import DraftForm, secure_address
from conference.draft.rules import limits
from conference.draft.services import MunicipalityFacts
from conference.translated import sort_key
from conference.web.fields import Between, NumberField, WholeNumberField
from conference.web.forms import Required, TextLength, TranslatedField

NEW = "+"
"""Chosen in place of a municipality: the one that is described below."""

FIRST_COUNTRIES = ("DE", "TR")
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"})


@cache
def room_form(languages: tuple[str, ...]) -> type[DraftForm]:
    """Return the form for a room of an event in these languages."""

    class RoomForm(DraftForm):
        needed = ("name",)
        name = TranslatedField(_l("Name"), languages=languages, max_length=limits.NAME)
        note = TranslatedField(
            _l("Note"), languages=languages, max_length=limits.NOTE, description=_l("A line beside the name. Optional.")
        )
        join_url = StringField(
            _l("Address of the meeting"),
            validators=[TextLength(limits.URL), secure_address],
            description=_l("Shown only to those registered, shortly before a session, at its own door."),
        )
        joining = TranslatedField(
            _l("How to join"),
            languages=languages,
            max_length=limits.BODY,
            multiline=True,
            description=_l("What people should know before they enter. You can write Markdown."),
        )

    return RoomForm


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """Return the countries (ISO 3166-1 alpha-2) with their names in a language, those of the example first."""
    names = {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if limits.COUNTRY.fullmatch(code) and code not in _NO_COUNTRIES
    }
    rest = sorted(
        names.items() - {(code, names[code]) for code in FIRST_COUNTRIES}, key=lambda p: sort_key(p[1], language)
    )
    return [*((code, names[code]) for code in FIRST_COUNTRIES), *rest]


class MunicipalityForm(DraftForm):
    """A town or district. ``country.choices`` is set by the view."""

    name = StringField(_l("Name"), validators=[Required(), TextLength(limits.NAME)])
    country = SelectField(_l("Country"), choices=[], validate_choice=True)
    latitude = NumberField(
        _l("Latitude"), validators=[Between(-90, 90)], description=_l("Degrees north, such as 52.28. Optional.")
    )
    longitude = NumberField(
        _l("Longitude"), validators=[Between(-180, 180)], description=_l("Degrees east, such as 8.05. Optional.")
    )
    zone = StringField(_l("Time zone"), description=_l("Such as Europe/Istanbul. Optional."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that of the two degrees both are there or neither."""
        is_valid = super().validate(extra_validators)
        if self.zone.data and not zones.is_zone(self.zone.data):
            is_valid = self.mark("zone", _("“%(name)s” is no time zone.", name=self.zone.data[:60]))
        return _both_degrees(self, "") and is_valid

    def municipality(self, *, geonames_id: int | None = None) -> MunicipalityFacts:
        """Return what was filled in, with the GeoNames id that it keeps."""
        return MunicipalityFacts(**{**self.facts(), "zone": self.zone.data or None, "geonames_id": geonames_id})


def _both_degrees(form: DraftForm, prefix: str) -> bool:
    lacking = [name for name in (f"{prefix}latitude", f"{prefix}longitude") if form[name].data is None]
    if len(lacking) == 1 and not form[lacking[0]].errors:
        return form.mark(lacking[0], _("Give both degrees or neither."))
    return True


@cache
def partnership_form(languages: tuple[str, ...]) -> type[DraftForm]:
    """Return the form for a partnership of an event in these languages.

    The view sets the choices of ``first``, ``second``, ``first_country`` and ``second_country``.
    """

    class PartnershipForm(DraftForm):
        first = SelectField(_l("First municipality"), choices=[])
        first_name = StringField(_l("Name"), validators=[TextLength(limits.NAME)])
        first_country = SelectField(_l("Country"), choices=[])
        first_latitude = NumberField(_l("Latitude"), validators=[Between(-90, 90)])
        first_longitude = NumberField(_l("Longitude"), validators=[Between(-180, 180)])
        second = SelectField(_l("Second municipality"), choices=[])
        second_name = StringField(_l("Name"), validators=[TextLength(limits.NAME)])
        second_country = SelectField(_l("Country"), choices=[])
        second_latitude = NumberField(_l("Latitude"), validators=[Between(-90, 90)])
        second_longitude = NumberField(_l("Longitude"), validators=[Between(-180, 180)])
        since = WholeNumberField(
            _l("Since"),
            validators=[Optional(), Between(limits.FIRST_SINCE, limits.LAST_SINCE)],
            description=_l("The year in which it was made, where known."),
        )
        summary = TranslatedField(
            _l("What it is about"),
            languages=languages,
            max_length=limits.BODY,
            multiline=True,
            description=_l("You can write Markdown."),
        )

        def validate(self, extra_validators: Any = None) -> bool:
            """Check each field, and that each side names one municipality, known or new."""
            is_valid = super().validate(extra_validators)
            for side in ("first", "second"):
                if self[side].data == NEW:
                    if not self[f"{side}_name"].data:
                        is_valid = self.mark(f"{side}_name", _("Name the new municipality."))
                    is_valid = _both_degrees(self, f"{side}_") and is_valid
                elif not self[side].data and not self[side].errors:
                    is_valid = self.mark(side, _("Choose a municipality, or a new one."))
            return is_valid

        def facts(self) -> dict[str, Any]:
            """Return what was filled in, each municipality as its key or as what is known of the new one."""
            values = super().facts()
            sides = {
                side: MunicipalityFacts(
                    name=values[f"{side}_name"],
                    country=values[f"{side}_country"],
                    latitude=values[f"{side}_latitude"],
                    longitude=values[f"{side}_longitude"],
                )
                if values[side] == NEW
                else values[side]
                for side in ("first", "second")
            }
            return {**sides, "since": values["since"], "summary": values["summary"]}

    return PartnershipForm
