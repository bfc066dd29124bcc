"""Forms for the call and the organisers' own questions."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from conference.draft.forms.frame import DraftForm
from conference.draft.forms.sessions import FORMAT_LABELS
from conference.draft.forms.window import WindowForm
from conference.proposals.rules.questions import CHOICE, HELP, LABEL, MOST_CHOICES, OF_CHOICES, Kind, QuestionFacts
from conference.proposals.rules.states import INTRODUCTION
from conference.proposals.services import CallFacts
from conference.translated import Translated
from conference.web.fields import CheckboxesField, DayField, offered
from conference.web.forms import TranslatedField
from conference.web.locale import LANGUAGE_NAMES

KIND_LABELS = {
    Kind.TEXT: _l("A line of text"),
    Kind.LONG_TEXT: _l("A longer text"),
    Kind.ONE: _l("One of several choices"),
    Kind.SEVERAL: _l("Any number of choices"),
    Kind.CONSENT: _l("A tick: yes or no, or a consent"),
    Kind.LINK: _l("An address on the web"),
}


class CallFormFrame(WindowForm):
    """The call."""

    is_public = BooleanField(
        _l("Take proposals"),
        description=_l(
            "The form can then be found by its address, also while nothing of the event is published: its title and "
            "what you tick below can be read there."
        ),
    )
    closes_day = DayField(
        _l("Until"), validators=[Optional()], description=_l("Leave it empty to close the call by hand.")
    )
    themes = CheckboxesField(
        _l("Themes that may be proposed"), choices=[], description=_l("Where none is ticked, the form does not ask.")
    )
    formats = CheckboxesField(_l("Formats that may be proposed"), choices=offered(FORMAT_LABELS.items()))
    suggests_places = BooleanField(
        _l("Suggest the municipalities of your draft"),
        description=_l("People then choose their city from a list instead of writing it anew. Others can be written."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what days and times say together."""
        is_valid = super().validate(extra_validators)
        if not self.formats.data and not self.formats.errors:
            is_valid = self.mark("formats", _("Choose at least one format."))
        return is_valid

    def closes_too_early(self) -> str:
        """Say that the two ends are the wrong way round."""
        return str(_("The call would close before it opens."))

    def call(self) -> CallFacts:
        """Return what was filled in."""
        return CallFacts(
            is_public=bool(self.is_public.data), opens_at=self.opens_at, closes_at=self.closes_at,
            introduction=self["introduction"].data, themes=self.themes.data or [], formats=self.formats.data or [],
            suggests_places=bool(self.suggests_places.data),
        )  # fmt: skip


def call_form(languages: tuple[str, ...], zone: str, themes: Sequence[tuple[str, str]]) -> type[CallFormFrame]:
    """Return the form for the call of an event.

    :param zone: in which its times are written.
    :param themes: slug and title of each that can be chosen.
    """

    class CallForm(CallFormFrame):
        zone_name = zone
        introduction = TranslatedField(
            _l("What you are looking for"),
            languages=languages,
            max_length=INTRODUCTION,
            multiline=True,
            description=_l("Stands above the form. You can write Markdown."),
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.themes.choices = offered(themes)

    return CallForm


class QuestionFormFrame(DraftForm):
    """A question of the organisers' own."""

    needed = ("label",)
    choice_labels: Sequence[Translated] = ()

    kind = SelectField(_l("How it is answered"), choices=offered(KIND_LABELS.items()), default=Kind.TEXT)
    is_required = BooleanField(_l("It must be answered"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the choices are the same ones in each language."""
        is_valid = super().validate(extra_validators)
        if self.kind.data not in OF_CHOICES:
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
            kind=Kind(self.kind.data), label=self["label"].data, help=self["help"].data, choices=self.choice_labels,
            is_required=bool(self.is_required.data),
        )  # fmt: skip


@cache
def question_form(languages: tuple[str, ...]) -> type[QuestionFormFrame]:
    """Return the form for a question of an event in these languages."""

    class QuestionForm(QuestionFormFrame):
        label = TranslatedField(_l("Question"), languages=languages, max_length=LABEL)
        help = TranslatedField(
            _l("Help"), languages=languages, max_length=HELP, description=_l("A line below the question. Optional.")
        )
        choices = TranslatedField(
            _l("Choices"),
            languages=languages,
            max_length=(CHOICE + 2) * MOST_CHOICES,
            multiline=True,
            description=_l("One a line, in each language in the same order. Only for questions with choices."),
        )

    return QuestionForm


def choice_lines(choices: Sequence[Translated], languages: Sequence[str]) -> Translated:
    """Return choices as the form shows them: one a line; a language that lacks one of them shows none."""
    shown = {language: [label.get(language, "") for label in choices] for language in languages}
    return {language: "\n".join(labels) for language, labels in shown.items() if labels and all(labels)}


def language_name(code: str) -> str:
    """Return a language as its own speakers call it."""
    return LANGUAGE_NAMES.get(code, code)
