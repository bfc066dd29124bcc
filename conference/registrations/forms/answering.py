"""The organisers' own questions within the forms by which people take part."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from conference.questions.forms.answering import answer_field
from conference.questions.forms.files import AnswerFileField
from conference.questions.rules.asking import Kind
from conference.registrations.rules.asking import Answers, is_for
from conference.registrations.tables import RegistrationQuestion
from conference.translated import pick
from conference.web.forms import BaseForm

AGREE = _l("Please tick this: without it you cannot take part.")
TAKE_AWAY = "_away"
"""With this ends the name of the tick that takes a file away."""


class AskingForm(BaseForm):
    """A form that asks the organisers' own questions, too.

    :ivar questions: by the name of their field, in order.
    """

    questions: Mapping[str, RegistrationQuestion] = {}

    @property
    def chosen_group(self) -> str:
        """The key of the group that was chosen."""
        return str(self["group"].data or "")

    @property
    def takes_files(self) -> bool:
        """Whether a file answers one of the questions."""
        return any(question.kind == Kind.FILE for question in self.questions.values())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field. Questions to other groups may hold anything: what they hold is not looked at."""
        super().validate(extra_validators)
        for name, question in self.questions.items():
            if not is_for(question, self.chosen_group):
                self[name].errors = []
        return not self.errors

    def answers(self, language: str) -> Answers:
        """Return what was answered to the questions that the chosen group is asked.

        :param language: in which they were shown.
        """
        given: dict[int, Any] = {}
        for name, question in self.questions.items():
            field: Any = self[name]
            if not isinstance(field, AnswerFileField):
                given[question.id] = field.data
            elif field.answer is not None:
                given[question.id] = field.answer
            elif f"{name}{TAKE_AWAY}" in self and self[f"{name}{TAKE_AWAY}"].data:
                given[question.id] = None
        return Answers(given=given, language=language)


F = TypeVar("F", bound=AskingForm)


def asking(
    frame: type[F], questions: Sequence[RegistrationQuestion], *, language: str, known: Mapping[int, Any] | None = None
) -> type[F]:
    """Return a form with questions in it.

    :param questions: those that are asked, of whatever group.
    :param language: of the reader.
    :param known: what was answered before, by the number of the question.
    """
    named = {field_name(question): question for question in questions}
    fields: dict[str, Any] = {}
    for name, question in named.items():
        if question.kind == Kind.FILE:
            stored = (known or {}).get(question.id)
            fields[name] = AnswerFileField(
                pick(question.label, language), description=pick(question.help or {}, language),
                kinds=question.file_kinds, megabytes=question.megabytes,
                must_be_there=question.is_required and not stored,
            )  # fmt: skip
            if stored and not question.is_required:
                fields[f"{name}{TAKE_AWAY}"] = BooleanField(_l("Take this file away"))
        else:
            fields[name] = answer_field(question, language, agree=AGREE)
    return type(frame.__name__, (frame,), {**fields, "questions": named})


def field_name(question: RegistrationQuestion) -> str:
    """Return the name of a question's field, by which an address fills it in."""
    return f"q_{question.key}"


def known_data(questions: Sequence[RegistrationQuestion], known: Mapping[int, Any]) -> dict[str, Any]:
    """Return what the fields begin with where something was answered before; files are not among it."""
    return {
        field_name(question): known[question.id]
        for question in questions
        if question.id in known and question.kind != Kind.FILE
    }
