"""Forms of delegations."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from conference.accounts.forms import email_field, one_line
from conference.delegations.rules import Fault, Kind, LineFault, is_plain_name
from conference.web.fields import CheckboxesField, offered
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.locale import LANGUAGE_NAMES, current_language

KIND_NAMES = {
    Kind.MUNICIPALITY: _l("A municipality"),
    Kind.PARTNERSHIP: _l("Two partner cities together"),
    Kind.YOUTH: _l("A youth group"),
    Kind.OTHER: _l("Another group"),
}
LONGEST_NAME = 120


class PlainName:
    """A name that letters carry to others: no address may hide in it."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - wtforms' signature
        """Refuse a name that holds an address."""
        if field.data and len(field.data) <= self.at_most and not is_plain_name(field.data, at_most=self.at_most):
            raise ValidationError(_l("Please write a name alone, without addresses or angle brackets."))


def _shows_agenda_field() -> Any:
    return BooleanField(
        _l("The delegation sees which sessions I choose"),
        description=_l("So that you can plan together. You can change this at any time; nobody else sees it."),
        default=True,
    )


def _understands_field() -> Any:
    return CheckboxesField(
        _l("I follow sessions in"),
        description=_l("Sessions are proposed to you in these languages; tick none for all."),
        choices=offered(LANGUAGE_NAMES.items()),
    )


class DelegationForm(BaseForm):
    """What is said of a delegation."""

    name = StringField(
        _l("Name of the delegation"),
        description=_l("Such as “Youth of Osnabrück and Çanakkale”. Those whom you invite read it."),
        validators=[Required(), TextLength(LONGEST_NAME), PlainName(LONGEST_NAME)],
        filters=[one_line],
    )
    kind = SelectField(_l("Who comes together"), choices=offered(KIND_NAMES.items()), validators=[Required()])
    partnership = SelectField(_l("Which partnership"), choices=[])
    organisation = StringField(
        _l("Organisation"),
        description=_l("Filled in for the members when they register; they can change it."),
        validators=[TextLength(200)],
        filters=[one_line],
    )
    municipality = StringField(
        _l("Municipality"),
        description=_l("Likewise."),
        validators=[TextLength(200)],
        filters=[one_line],
    )
    group = SelectField(_l("They take part for"), description=_l("Likewise."), choices=[])

    def offer(self, *, partnerships: Iterable[tuple[str, Any]], groups: Iterable[tuple[str, Any]]) -> None:
        """Offer the partnerships of the programme, and the participant groups, each as pairs of key and name."""
        known = [("", _("None")), *partnerships]
        self.partnership.choices = offered(known)
        if len(known) == 1:
            self.kind.choices = offered((key, name) for key, name in KIND_NAMES.items() if key != Kind.PARTNERSHIP)
        self.group.choices = offered([("", _("Each says so by themselves")), *groups])

    def validate_partnership(self, field: Any) -> None:
        """Refuse partners without a partnership."""
        if self.kind.data == Kind.PARTNERSHIP and not field.data:
            raise ValidationError(_l("Please choose the partnership."))


class NewDelegationForm(DelegationForm):
    """Makes a delegation."""

    shows_agenda = _shows_agenda_field()


class NamedDelegationForm(DelegationForm):
    """Makes a delegation for a contact whom organisers name."""

    contact_name = StringField(
        _l("Name of the contact"), validators=[Required(), TextLength(100), PlainName(100)], filters=[one_line]
    )
    email = email_field()
    language = SelectField(_l("Language of the letter"), choices=offered(LANGUAGE_NAMES.items()))


class InviteForm(BaseForm):
    """Asks one person to join."""

    name = StringField(_l("Name"), validators=[Required(), TextLength(100), PlainName(100)], filters=[one_line])
    email = email_field()
    language = SelectField(
        _l("Language of the letter"), choices=offered(LANGUAGE_NAMES.items()), default=current_language
    )


class InviteLinesForm(BaseForm):
    """Asks several people at once."""

    lines = TextAreaField(
        _l("One person a line"),
        description=_l(
            "Name and address, such as: Ayşe Demir <ayse@example.org>. Where a letter is to be in another language, "
            "end the line with de, tr or en."
        ),
        validators=[Required(), TextLength(20_000)],
        render_kw={"rows": 8, "spellcheck": "false"},
    )
    language_of_all = SelectField(
        _l("Language of the letters"), choices=offered(LANGUAGE_NAMES.items()), default=current_language
    )


class JoinForm(BaseForm):
    """Takes up an invitation."""

    shows_agenda = _shows_agenda_field()
    understands = _understands_field()
    as_signed_in = BooleanField(_l("I was asked by another address, and join with this account"))


class OwnChoicesForm(BaseForm):
    """What a member decides for themselves."""

    shows_agenda = _shows_agenda_field()
    understands = _understands_field()


class AskedForm(BaseForm):
    """Nothing to fill in: the question has been read."""


def fault_words(fault: LineFault) -> str:
    """Say what is wrong with a line, and how to mend it."""
    words = {
        Fault.UNREADABLE: _("“%(text)s” has no e-mail address. Write: Name <name@example.org>", text=fault.text),
        Fault.NO_NAME: _("“%(text)s” has no name. Write: Name <name@example.org>", text=fault.text),
        Fault.ADDRESS: _("“%(text)s” holds no valid e-mail address.", text=fault.text),
        Fault.ODD_NAME: _("“%(text)s”: please write a short name alone, without addresses in it.", text=fault.text),
    }
    return str(_("Line %(number)s: %(words)s", number=fault.number, words=words[fault.fault]))
