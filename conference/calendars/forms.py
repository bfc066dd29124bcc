"""Forms of subscriptions."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from conference.translated import LANGUAGES
from conference.web.fields import offered
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.locale import LANGUAGE_NAMES


class SubscriptionForm(BaseForm):
    """A private address: what its owner calls it, and the language of its entries."""

    name = StringField(
        _l("Name"),
        validators=[Required(), TextLength(100)],
        description=_l("Where you will use it, such as: phone, office, Google."),
        render_kw={"autocomplete": "off", "maxlength": 100},
    )
    language = SelectField(
        _l("Language of the entries"),
        description=_l("Titles, times and notes are written in it."),
        choices=offered((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
    )


class RevokeForm(BaseForm):
    """Nothing to fill in: the question has been read."""
