"""The form that publishes."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from conference.draft.rules import limits
from conference.web.fields import VersionField
from conference.web.forms import BaseForm, TextLength


class PublishForm(BaseForm):
    """What the organiser says of a release.

    :ivar number: of the release that the page offered to publish.
    """

    number = VersionField()
    note = TextAreaField(
        _l("Note"),
        validators=[TextLength(limits.RELEASE_NOTE)],
        description=_l("A sentence on what changed, shown on the page of changes. Optional."),
    )
