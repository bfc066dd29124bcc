"""The fields by which questions are answered."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from conference.draft.forms.frame import secure_address
from conference.draft.rules import limits
from conference.questions.rules.asking import LONG_ANSWER, SHORT_ANSWER, Kind, choices_from
from conference.questions.tables import Asked
from conference.translated import pick
from conference.web.fields import CheckboxesField, offered
from conference.web.forms import Required, TextLength


def name_of(question: Asked) -> str:
    """Return the name of a question's field."""
    return f"question_{question.id}"


def answer_field(question: Asked, language: str, *, agree: Any) -> Any:
    """Return the field by which a question is answered, unbound.

    :param agree: what is said where a consent that has to be given is not.
    """
    label, hint = pick(question.label, language), pick(question.help or {}, language)
    asked = [choice for choice in choices_from(question.choices) if choice.is_asked]
    choices = offered((choice.key, pick(choice.label, language)) for choice in asked)
    validators: list[Any] = [Required()] if question.is_required else [Optional()]
    match question.kind:
        case Kind.LONG_TEXT:
            return TextAreaField(label, description=hint, validators=[*validators, TextLength(LONG_ANSWER)])
        case Kind.ONE:
            return OneField(label, description=hint, validators=validators, choices=choices)
        case Kind.SEVERAL:
            return CheckboxesField(label, description=hint, validators=validators, choices=choices)
        case Kind.CONSENT:
            given = [Required(agree)] if question.is_required else []
            return BooleanField(label, description=hint, validators=given)
        case Kind.LINK:
            address = [*validators, TextLength(limits.URL), secure_address]
            return StringField(label, description=hint, validators=address, render_kw={"inputmode": "url"})
    return StringField(label, description=hint, validators=[*validators, TextLength(SHORT_ANSWER)])


class OneField(RadioField):
    """One of a few choices, or none where it need not be answered."""

    def pre_validate(self, form: Any) -> None:
        """Let nothing pass where nothing was chosen; whether it must be is the validators' business."""
        if self.data:
            super().pre_validate(form)
        else:
            self.data = ""
