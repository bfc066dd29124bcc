"""Forms by which people take part in an event."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from conference.accounts.forms import email_field, language_field, name_field, new_password_field, one_line
from conference.registrations.forms.answering import AskingForm
from conference.registrations.rules import SeenBy
from conference.registrations.tables import ParticipantGroup
from conference.translated import pick
from conference.web.fields import offered
from conference.web.forms import REQUIRED, BaseForm, Required, TextLength
from conference.web.zone_field import ZoneField


class GroupField(SelectField):
    """For whom one takes part; nothing is chosen beforehand.

    :ivar groups: those that can be chosen, by key.
    """

    groups: Mapping[str, ParticipantGroup] = {}

    def offer(self, groups: Sequence[ParticipantGroup], *, language: str, full: Container[str] = ()) -> None:
        """Offer some groups.

        :param full: keys of those in which one would wait.
        """
        self.groups = {group.key: group for group in groups}
        names = [(group.key, pick(group.name, language)) for group in groups]
        waiting = [
            (key, _("%(group)s (full: waiting list)", group=name) if key in full else name) for key, name in names
        ]
        self.choices = offered([("", _("Please choose")), *waiting])


class MunicipalityOfGroup:
    """Those of some groups say for which municipality they come."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an empty field beside a group that needs it."""
        group = form.own_group if isinstance(form, OwnForm) else form.group.groups.get(form.group.data)
        if group and group.needs_municipality and not field.data:
            raise ValidationError(_l("Please say which municipality you come from."))


def group_field() -> Any:
    """Return a field for whom one takes part."""
    return GroupField(_l("You take part for"), choices=[], validators=[Required(REQUIRED)])


def organisation_field() -> Any:
    """Return a field for the name of one's organisation."""
    return StringField(
        _l("Organisation"),
        description=_l(
            "Its name. Organisers and hosts see by it whom they reach; others only if you let them see you."
        ),
        validators=[TextLength(200)],
        filters=[one_line],
        render_kw={"autocomplete": "organization"},
    )


def municipality_field() -> Any:
    """Return a field for one's town or district."""
    return StringField(
        _l("Municipality"),
        description=_l(
            "Your town or district. Organisers and hosts see by it whom they reach, and sessions are suggested by it; "
            "others see it only if you let them see you."
        ),
        validators=[MunicipalityOfGroup(), TextLength(200)],
        filters=[one_line],
        render_kw={"autocomplete": "address-level2"},
    )


def seen_by_field() -> Any:
    """Return a field for who sees that one takes part: nobody, where nothing is chosen."""
    return SelectField(
        _l("Who sees that you take part"),
        description=_l(
            "On the list of participants: your name, organisation, municipality and group, never your address."
        ),
        choices=[
            SelectChoice(value=SeenBy.NOBODY.value, label=_l("nobody but the organisers")),
            SelectChoice(value=SeenBy.PARTICIPANTS.value, label=_l("all who take part in this event")),
            SelectChoice(value=SeenBy.EVERYONE.value, label=_l("everyone who visits this site")),
        ],
        default=SeenBy.NOBODY.value,
    )


def consent_field() -> Any:
    """Return the tick of consent, never ticked beforehand."""
    return BooleanField(
        _l("I have read the privacy notice and agree that my data are used as it says"),
        validators=[Required(_l("Please agree to the privacy notice: without it we may not keep your data."))],
    )


class TakePartForm(AskingForm):
    """Lets an account take part in an event."""

    group = group_field()
    organisation = organisation_field()
    municipality = municipality_field()
    seen_by = seen_by_field()
    consent = consent_field()


class NewcomerForm(AskingForm):
    """Opens an account that takes part in an event."""

    name = name_field()
    email = email_field()
    password = new_password_field(_l("Password"))
    group = group_field()
    organisation = organisation_field()
    municipality = municipality_field()
    language = language_field()
    zone = ZoneField()
    seen_by = seen_by_field()
    consent = consent_field()


class SeenByForm(BaseForm):
    """Says who sees that one takes part."""

    seen_by = seen_by_field()


class OwnForm(AskingForm):
    """Lets somebody who is registered change what they said. The group stays.

    :ivar own_group: theirs.
    """

    own_group: ParticipantGroup

    organisation = organisation_field()
    municipality = municipality_field()

    @property
    def chosen_group(self) -> str:
        """The key of their group."""
        return self.own_group.key


class WithdrawForm(BaseForm):
    """Nothing to fill in: the question has been read."""
