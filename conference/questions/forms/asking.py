"""The form by which organisers write a question."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from conference.draft.forms.frame import DraftForm
from conference.questions.rules.asking import (
    CHOICE,
    HELP,
    LABEL,
    MOST_CHOICES,
    OF_CHOICES,
    Kind,
    QuestionFacts,
    choices_from,
)
from conference.questions.tables import Asked
from conference.translated import Translated
from conference.web.fields import offered
from conference.web.forms import TranslatedField

KIND_LABELS = {
    Kind.TEXT: _l("A line of text"),
    Kind.LONG_TEXT: _l("A longer text"),
    Kind.ONE: _l("One of several choices"),
    Kind.SEVERAL: _l("Any number of choices"),
    Kind.CONSENT: _l("A tick: yes or no, or a consent"),
    Kind.LINK: _l("An address on the web"),
    Kind.FILE: _l("A file"),
}
"""Kinds of questions in words."""


class QuestionFormFrame(DraftForm):
    """A question of the organisers' own."""

    needed: tuple[str, ...] = ("label",)
    choice_labels: Sequence[Translated] = ()

    is_required = BooleanField(_l("It must be answered"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the choices are the same ones in each language."""
        is_valid = super().validate(extra_validators)
        if self["kind"].data not in OF_CHOICES:
            return is_valid
        lines = {
            language: [line.strip() for line in text.splitlines() if line.strip()]
            for language, text in self["choices"].data.items()
        }
        lines = {language: labels for language, labels in lines.items() if labels}
        most = max((len(labels) for labels in lines.values()), default=0)
        if most < 2:  # noqa: PLR2004 - one choice is none
            return self.mark("choices", _("Write at least two choices, each on a line of its own."))
        if most > MOST_CHOICES:
            return self.mark("choices", _("Choose at most %(number)s.", number=MOST_CHOICES))
        for language, labels in lines.items():
            if len(labels) != most:
                field: Any = self["choices"]
                words = _(
                    "Here are %(here)s lines, and %(there)s in another language. Write the same choices in each.",
                    here=len(labels), there=most,
                )  # fmt: skip
                field.form[language].errors = [*field.form[language].errors, words]
                return False
            if any(len(label) > CHOICE for label in labels):
                return self.mark("choices", _("This is too long: at most %(max)d characters.", max=CHOICE))
        self.choice_labels = [{language: labels[place] for language, labels in lines.items()} for place in range(most)]
        return is_valid

    def question(self) -> QuestionFacts:
        """Return what was filled in."""
        return QuestionFacts(
            kind=Kind(self["kind"].data), label=self["label"].data, help=self["help"].data, choices=self.choice_labels,
            is_required=bool(self.is_required.data),
        )  # fmt: skip


Frame = TypeVar("Frame", bound=QuestionFormFrame)


def question_form(languages: tuple[str, ...], kinds: Iterable[Kind], frame: type[Frame], **more: Any) -> type[Frame]:
    """Return the form for a question of an event in these languages.

    :param kinds: in which it can be answered.
    :param frame: the class that it is of.
    :param more: further fields.
    """
    fields: dict[str, Any] = {
        "label": TranslatedField(_l("Question"), languages=languages, max_length=LABEL),
        "help": TranslatedField(
            _l("Help"), languages=languages, max_length=HELP, description=_l("A line below the question. Optional.")
        ),
        "choices": TranslatedField(
            _l("Choices"),
            languages=languages,
            max_length=(CHOICE + 2) * MOST_CHOICES,
            multiline=True,
            description=_l("One a line, in each language in the same order. Only for questions with choices."),
        ),
        "kind": SelectField(
            _l("How it is answered"), choices=offered((kind, KIND_LABELS[kind]) for kind in kinds), default=Kind.TEXT
        ),
        **more,
    }
    return type("QuestionForm", (frame,), fields)


def known_question(question: Asked, languages: Sequence[str]) -> dict[str, Any]:
    """Return what the form begins with where a question is changed."""
    asked = [choice.label for choice in choices_from(question.choices) if choice.is_asked]
    return {
        "kind": question.kind, "label": question.label, "help": question.help, "is_required": question.is_required,
        "choices": choice_lines(asked, languages), "version": question.version,
    }  # fmt: skip


def choice_lines(choices: Sequence[Translated], languages: Sequence[str]) -> Translated:
    """Return choices as the form shows them: one a line; a language that lacks one of them shows none."""
    shown = {language: [label.get(language, "") for label in choices] for language in languages}
    return {language: "\n".join(labels) for language, labels in shown.items() if labels and all(labels)}
