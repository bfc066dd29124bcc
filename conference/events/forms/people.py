"""Forms for inviting co-organisers, for their roles, and for accepting an invitation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from conference.accounts.forms import email_field, language_field, name_field, new_password_field
from conference.events.rules import RoleName
from conference.web.fields import offered
from conference.web.forms import BaseForm, Required
from conference.web.zone_field import ZoneField

ROLE_NAMES: dict[str, Any] = {
    RoleName.OWNER: _l("Owner"),
    RoleName.EDITOR: _l("Editor"),
    RoleName.HOST: _l("Host"),
    RoleName.OBSERVER: _l("Observer"),
}
ROLE_WORDS: dict[str, Any] = {
    RoleName.OWNER: _l("may do everything, also invite people and change roles"),
    RoleName.EDITOR: _l("builds the programme and publishes it; does not change roles"),
    RoleName.HOST: _l("sees only the sessions they host: the way in, notes, and what remains of them"),
    RoleName.OBSERVER: _l("reads the whole draft and changes nothing"),
}
"""What each role may do, in a line."""


def _role_field() -> Any:
    """Return a choice of the roles, each with what it may do."""
    choices = offered(
        (name.value, _l("%(role)s: %(words)s", role=ROLE_NAMES[name], words=ROLE_WORDS[name])) for name in RoleName
    )
    return RadioField(_l("Role"), choices=choices, default=RoleName.EDITOR.value, validators=[Required()])


class InvitationForm(BaseForm):
    """Invites somebody to organise an event."""

    email = email_field()
    role = _role_field()
    language = language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.label.text = _l("Language of the invitation")
        self.email.render_kw = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class RoleForm(BaseForm):
    """Gives somebody another role."""

    role = SelectField(_l("Role"), choices=offered(ROLE_NAMES.items()))


class AcceptForm(BaseForm):
    """Accepts an invitation with the account that is signed in."""


class InvitedAccountForm(BaseForm):
    """Opens an account for somebody invited; the address is the one that the invitation was sent to."""

    name = name_field()
    password = new_password_field(_l("Password"))
    language = language_field()
    zone = ZoneField()
    consent = BooleanField(
        _l("I have read the privacy notice and agree that my data are used as it says"),
        validators=[Required(_l("Please agree to the privacy notice: without it we may not keep your data."))],
    )
