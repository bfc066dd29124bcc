"""Forms of speakers, and of the editors who decide what they send."""

from functools import cache

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField

from conference.draft.forms.frame import secure_address
from conference.draft.rules import limits
from conference.speaking.rules import Answer
from conference.web.fields import VersionField, offered
from conference.web.forms import BaseForm, Required, TextLength, TranslatedField
from conference.web.locale import LANGUAGE_NAMES, current_language


@cache
def profile_form(languages: tuple[str, ...]) -> type[BaseForm]:
    """Return the form of what a speaker says of themselves, for an event in these languages."""

    class ProfileForm(BaseForm):
        name = StringField(_l("Name"), validators=[Required(), TextLength(limits.NAME)])
        affiliation = TranslatedField(_l("Where you work"), languages=languages, max_length=limits.NOTE)
        biography = TranslatedField(
            _l("About you"), languages=languages, max_length=limits.BODY, multiline=True,
            description=_l("One language is enough. You can write Markdown."),
        )  # fmt: skip
        version = VersionField()

    return ProfileForm


class AnswerForm(BaseForm):
    """Confirms or declines a slot."""

    answer = RadioField(
        _l("Can you come?"),
        choices=offered([
            (Answer.CONFIRMED, _l("Yes, this time suits me")), (Answer.DECLINED, _l("No, this time does not suit me")),
        ]),
        validators=[Required(_l("Please choose one."))],
    )  # fmt: skip
    words = TextAreaField(_l("A word to the organisers"), validators=[TextLength(limits.REASON)])


class MaterialForm(BaseForm):
    """Adds a link to a session."""

    title = StringField(_l("What it is"), validators=[Required(), TextLength(limits.NAME)])
    url = StringField(_l("Address"), validators=[Required(), TextLength(limits.URL), secure_address])


class DeclineForm(BaseForm):
    """Declines what a speaker proposed."""

    reply = StringField(_l("A word to the speaker"), validators=[TextLength(limits.REASON)])


class SendForm(BaseForm):
    """Sends links by mail."""

    language = SelectField(
        _l("Language of the letter"), choices=offered(LANGUAGE_NAMES.items()), default=current_language
    )
