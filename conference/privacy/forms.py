"""Forms about what is kept of oneself."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField

from conference.privacy.rules import FEWEST_DAYS, MOST_DAYS
from conference.web.fields import Between, Given, WholeNumberField
from conference.web.forms import REQUIRED, BaseForm, Required


class RetentionForm(BaseForm):
    """Says for how many days past its end an event keeps data of people."""

    days = WholeNumberField(
        _l("Days after the end of the event"),
        validators=[Given(), Between(FEWEST_DAYS, MOST_DAYS)],
        render_kw={"inputmode": "numeric"},
    )


class EraseSpeakerForm(BaseForm):
    """Confirms that a speaker is to be taken out of the programme for good."""

    understood = BooleanField(
        _l("Take this person out of the draft and of all releases. This cannot be taken back."),
        validators=[Required(_l("Please tick this: nothing is deleted without it."))],
    )


class DeleteAccountForm(BaseForm):
    """Confirms that an account is to be deleted."""

    leaves_programme = BooleanField(
        _l("Take my name and biography out of the programme, too"),
        description=_l("Out of every release of it. Without this tick the programme goes on naming you as a speaker."),
        default=True,
    )
    understood = BooleanField(
        _l("Delete my account and all that is kept about me. This cannot be taken back."),
        validators=[Required(_l("Please tick this: nothing is deleted without it."))],
    )
    password = PasswordField(
        _l("Your password"), validators=[Required(REQUIRED)], render_kw={"autocomplete": "current-password"}
    )
