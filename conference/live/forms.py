"""Forms of questions."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField

from conference.live.tables import QuestionState
from conference.web.fields import offered
from conference.web.forms import BaseForm, Required, TextLength


class QuestionForm(BaseForm):
    """A question to those on stage."""

    text = TextAreaField(
        _l("Your question"),
        validators=[Required(), TextLength(500)],
        description=_l("In any language of the session."),
        render_kw={"rows": 3, "maxlength": 500},
    )
    is_named = BooleanField(_l("Show my name beside it"))


class SupportForm(BaseForm):
    """Whether one wants a question asked too."""

    wanted = BooleanField()


class WithdrawForm(BaseForm):
    """Nothing to fill in: the button says it."""


class MarkForm(BaseForm):
    """What becomes of a question."""

    state = RadioField(choices=offered((state.value, state.value) for state in QuestionState))
