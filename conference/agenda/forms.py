"""Forms of the agenda."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, StringField

from conference.accounts.forms import one_line
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.zone_field import ZoneField


class ElsewhereForm(Form):
    """The zone by whose clocks one looks at one's days. It only reads, so it travels in the address."""

    zone = ZoneField(_l("See your days by the clocks of another place"), id="elsewhere-zone")


class ShareForm(BaseForm):
    """A link by which somebody reads one's agenda."""

    name = StringField(
        _l("For whom"),
        validators=[Required(), TextLength(100)],
        description=_l("Only you see this, such as: Mehmet, our office, the delegation."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": 100},
    )


class RevokeShareForm(BaseForm):
    """Nothing to fill in: the question has been read."""


class SuggestionsForm(BaseForm):
    """Whether the agenda suggests sessions."""

    wanted = BooleanField()
