"""The form by which organisers ask those who register a question."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from conference.questions.forms.asking import QuestionFormFrame, known_question, question_form
from conference.questions.forms.files import KIND_LABELS
from conference.questions.rules.asking import Kind
from conference.registrations.rules.asking import PURPOSE, RegistrationQuestionFacts
from conference.registrations.tables import RegistrationQuestion
from conference.web.fields import Between, CheckboxesField, Given, WholeNumberField, offered
from conference.web.forms import TranslatedField

USUAL_MEGABYTES = 5


class RegistrationQuestionForm(QuestionFormFrame):
    """A question to those who register."""

    needed = ("label", "purpose")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what belongs to files where a file is the answer."""
        is_valid = super().validate(extra_validators)
        if self["kind"].data != Kind.FILE:
            self["megabytes"].errors = []
            return not self.errors
        if not self["file_kinds"].data:
            return self.mark("file_kinds", _("Choose at least one kind of file."))
        return is_valid

    def facts_of_question(self) -> RegistrationQuestionFacts:
        """Return what was filled in."""
        is_file = self["kind"].data == Kind.FILE
        return RegistrationQuestionFacts(
            **vars(self.question()), purpose=self["purpose"].data, groups=self["groups"].data or [],
            file_kinds=self["file_kinds"].data if is_file else [],
            megabytes=(self["megabytes"].data or USUAL_MEGABYTES) if is_file else USUAL_MEGABYTES,
        )  # fmt: skip


def registration_question_form(
    languages: tuple[str, ...], groups: Sequence[tuple[str, str]], *, most_megabytes: int
) -> type[RegistrationQuestionForm]:
    """Return the form for a question to those who register.

    :param groups: key and name of each that can be asked.
    :param most_megabytes: the largest file that the installation lets people send.
    """
    return question_form(
        languages, list(Kind), RegistrationQuestionForm,
        purpose=TranslatedField(
            _l("What you need it for"), languages=languages, max_length=PURPOSE,
            description=_l(
                "Stands beside the question, for those who answer it. Ask only what you use: whoever cannot say what "
                "for does not need it."
            ),
        ),
        groups=CheckboxesField(
            _l("Whom it is asked"), choices=offered(groups), validators=[Optional()],
            description=_l("With no tick at all, everybody."),
        ),
        file_kinds=CheckboxesField(
            _l("Which files"), choices=offered(KIND_LABELS.items()), validators=[Optional()],
            description=_l("Only for questions that a file answers. Meridian looks at its content, not at its name."),
        ),
        megabytes=WholeNumberField(
            _l("Largest file, in MB"), validators=[Given(), Between(1, most_megabytes)],
            default=min(USUAL_MEGABYTES, most_megabytes),
            description=_l("Only for questions that a file answers; at most %(most)s.", most=most_megabytes),
        ),
    )  # fmt: skip


def known_registration_question(question: RegistrationQuestion, languages: Sequence[str]) -> dict[str, Any]:
    """Return what the form begins with where a question is changed."""
    names = ("purpose", "groups", "file_kinds", "megabytes")
    return {**known_question(question, languages), **{name: getattr(question, name) for name in names}}
