"""Forms of accounts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import Email

from conference.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, PasswordFault
from conference.accounts.rules.second_factor import LONGEST_PASSKEY_NAME
from conference.web.fields import offered
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.locale import LANGUAGE_NAMES, current_language
from conference.web.zone_field import ZoneField

LONGEST_EMAIL = 254
"""RFC 5321 section 4.5.3.1.3, less the angle brackets."""


def one_line(text: str | None) -> str | None:
    """Return a text without line breaks and doubled spaces."""
    return " ".join(text.split()) if text else text


def password_words(fault: PasswordFault) -> str:
    """Word why a password cannot be used, and what would help."""
    words: dict[PasswordFault, str] = {
        PasswordFault.TOO_SHORT: _("This is too short: at least %(num)d characters, please.", num=SHORTEST_PASSWORD),
        PasswordFault.TOO_LONG: _("This is too long: at most %(num)d characters.", num=LONGEST_PASSWORD),
        PasswordFault.TOO_COMMON: _("Many people use this password, so it is guessed first. Please choose another."),
        PasswordFault.PERSONAL: _("This is your name or address, so it is guessed first. Please choose another."),
    }
    return words[fault]


def email_field() -> Any:
    """Return a field for one's e-mail address, checked for its form alone."""
    return EmailField(
        _l("E-mail address"),
        validators=[
            Required(),
            TextLength(LONGEST_EMAIL),
            Email(_l("This is not an e-mail address. It looks like name@example.org."), allow_smtputf8=False),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


def name_field() -> Any:
    """Return a field for one's name."""
    return StringField(
        _l("Name"),
        validators=[Required(), TextLength(200)],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )


def new_password_field(label: Any) -> Any:
    """Return a field for a new password; what it must be is the services' rule."""
    return PasswordField(
        label,
        description=_l(
            "At least %(num)d characters. A few words in a row are good, and easy to type.", num=SHORTEST_PASSWORD
        ),
        validators=[Required()],
        render_kw={"autocomplete": "new-password"},
    )


def language_field() -> Any:
    """Return a field for the language of pages and letters."""
    choices = offered(LANGUAGE_NAMES.items())
    return SelectField(_l("Language of pages and letters"), choices=choices, default=current_language)


def consent_field() -> Any:
    """Return a tick by which one agrees to the privacy notice."""
    return BooleanField(
        _l("I have read the privacy notice and agree that my data are used as it says"),
        validators=[Required(_l("Please agree to the privacy notice: without it we may not keep your data."))],
    )


class SignUpForm(BaseForm):
    """Opens an account."""

    name = name_field()
    email = email_field()
    password = new_password_field(_l("Password"))
    language = language_field()
    zone = ZoneField()
    consent = consent_field()


class SignInForm(BaseForm):
    """Signs in. It tells nothing about which of its fields is wrong."""

    email = EmailField(
        _l("E-mail address"),
        validators=[Required(), TextLength(LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[Required(), TextLength(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    stays = BooleanField(_l("Stay signed in on this device"))


class AskForResetForm(BaseForm):
    """Asks for a letter by which to choose a new password."""

    email = email_field()


class ResetPasswordForm(BaseForm):
    """Chooses a new password by the link of a letter."""

    password = new_password_field(_l("New password"))


class PreferencesForm(BaseForm):
    """Changes what people prefer."""

    name = name_field()
    language = language_field()
    zone = ZoneField()


class ChangePasswordForm(BaseForm):
    """Changes the password."""

    old_password = PasswordField(
        _l("Old password"),
        validators=[Required(), TextLength(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = new_password_field(_l("New password"))


class ConfirmForm(BaseForm):
    """Confirms an address in a browser other than the one that signed up."""

    password = PasswordField(
        _l("The password you chose"),
        validators=[Required(), TextLength(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class ButtonForm(BaseForm):
    """A form of one button."""


def code_field(label: Any) -> Any:
    """Return a field for a code, which phones offer to fill in."""
    return StringField(
        label,
        validators=[Required(), TextLength(60)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none", "class": "code"},
    )


class CodeForm(BaseForm):
    """Gives a code of a second factor."""

    code = code_field(_l("Code"))


class AuthenticatorForm(BaseForm):
    """Sets an authenticator up: the secret that the page showed, and the first code made of it."""

    secret = HiddenField(validators=[TextLength(32)])
    code = code_field(_l("The code that the app shows now"))


class CredentialForm(BaseForm):
    """What a browser answered that was asked for a passkey, as JSON; a script fills it in."""

    credential = HiddenField(validators=[TextLength(20_000)])


class NewPasskeyForm(CredentialForm):
    """Adds a passkey."""

    name = StringField(
        _l("Name of the passkey"),
        validators=[Required(), TextLength(LONGEST_PASSKEY_NAME)],
        filters=[one_line],
        description=_l("By which you will know it, such as the device it lies in."),
        render_kw={"autocomplete": "off"},
    )


class ProveForm(BaseForm):
    """Shows who one is, by the password."""

    password = PasswordField(
        _l("Password"),
        validators=[Required(), TextLength(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class AskForLinkForm(BaseForm):
    """Asks for a letter with a link to sign in by."""

    email = email_field()


class AddressForm(BaseForm):
    """Asks for another address."""

    email = email_field()


class ProviderSignUpForm(BaseForm):
    """Opens an account for somebody whom an OpenID provider knows."""

    name = name_field()
    language = language_field()
    zone = ZoneField()
    consent = consent_field()
