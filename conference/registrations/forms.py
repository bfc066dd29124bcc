"""Forms by which people take part in an event."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import ValidationError

from conference.accounts.forms import email_field, language_field, name_field, new_password_field, one_line
from conference.registrations.tables import OrganisationType
from conference.web.fields import offered
from conference.web.forms import REQUIRED, BaseForm, Required, TextLength
from conference.web.zone_field import ZoneField

ORGANISATION_TYPES = (
    ("", _l("Please choose")),
    (OrganisationType.ADMINISTRATION.value, _l("Municipal administration or council")),
    (OrganisationType.YOUTH.value, _l("Youth council or youth work")),
    (OrganisationType.CIVIL_SOCIETY.value, _l("Association or civil society")),
    (OrganisationType.SCHOOL.value, _l("School or university")),
    (OrganisationType.PRESS.value, _l("Press")),
    (OrganisationType.OTHER.value, _l("Something else")),
)


class MunicipalityOfAdministrations:
    """Those who come for a municipality say for which one."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an empty field beside the type ``administration``."""
        if form.organisation_type.data == OrganisationType.ADMINISTRATION and not field.data:
            raise ValidationError(_l("Please say which municipality you come from."))


def organisation_type_field() -> Any:
    """Return a field for where one comes from; nothing is chosen beforehand."""
    return SelectField(_l("You take part for"), choices=offered(ORGANISATION_TYPES), validators=[Required(REQUIRED)])


def organisation_field() -> Any:
    """Return a field for the name of one's organisation."""
    return StringField(
        _l("Organisation"),
        description=_l("Its name, as it should be shown."),
        validators=[TextLength(200)],
        filters=[one_line],
        render_kw={"autocomplete": "organization"},
    )


def municipality_field() -> Any:
    """Return a field for one's town or district."""
    return StringField(
        _l("Municipality"),
        description=_l("Your town or district."),
        validators=[MunicipalityOfAdministrations(), TextLength(200)],
        filters=[one_line],
        render_kw={"autocomplete": "address-level2"},
    )


def consent_field() -> Any:
    """Return the tick of consent, never ticked beforehand."""
    return BooleanField(
        _l("I have read the privacy notice and agree that my data are used as it says"),
        validators=[Required(_l("Please agree to the privacy notice: without it we may not keep your data."))],
    )


class TakePartForm(BaseForm):
    """Lets an account take part in an event."""

    organisation_type = organisation_type_field()
    organisation = organisation_field()
    municipality = municipality_field()
    consent = consent_field()


class NewcomerForm(BaseForm):
    """Opens an account that takes part in an event."""

    name = name_field()
    email = email_field()
    password = new_password_field(_l("Password"))
    organisation_type = organisation_type_field()
    organisation = organisation_field()
    municipality = municipality_field()
    language = language_field()
    zone = ZoneField()
    consent = consent_field()
