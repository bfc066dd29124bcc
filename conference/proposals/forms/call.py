"""Forms for the call and the organisers' own questions."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from conference import zones
from conference.draft.forms.frame import DraftForm
from conference.draft.forms.sessions import FORMAT_LABELS
from conference.events.rules import FIRST_YEAR, LAST_YEAR
from conference.proposals.rules.questions import CHOICE, HELP, LABEL, MOST_CHOICES, OF_CHOICES, Kind, QuestionFacts
from conference.proposals.rules.states import INTRODUCTION, OpensAfterClosing, check_window
from conference.proposals.services import CallFacts
from conference.translated import Translated
from conference.web.fields import CheckboxesField, ClockField, DayField, offered
from conference.web.filters import day_full
from conference.web.forms import TranslatedField
from conference.web.local_time import gap_in_words
from conference.web.locale import LANGUAGE_NAMES

KIND_LABELS = {
    Kind.TEXT: _l("A line of text"),
    Kind.LONG_TEXT: _l("A longer text"),
    Kind.ONE: _l("One of several choices"),
    Kind.SEVERAL: _l("Any number of choices"),
    Kind.CONSENT: _l("A tick: yes or no, or a consent"),
    Kind.LINK: _l("An address on the web"),
}

END_OF_DAY = time(23, 59)
"""Until when a call takes proposals on its last day, where only the day was chosen."""


class CallFormFrame(DraftForm):
    """The call. Knows the zone in which its times are written."""

    zone_name = "UTC"
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    is_public = BooleanField(
        _l("Take proposals"),
        description=_l(
            "The form can then be found by its address, also while nothing of the event is published: its title and "
            "what you tick below can be read there."
        ),
    )
    opens_day = DayField(_l("From"), validators=[Optional()], description=_l("Leave it empty to begin at once."))
    opens_time = ClockField(_l("Time"), validators=[Optional()])
    closes_day = DayField(
        _l("Until"), validators=[Optional()], description=_l("Leave it empty to close the call by hand.")
    )
    closes_time = ClockField(_l("Time"), validators=[Optional()])
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
        if self._has_faulty_time():
            return False
        self.opens_at, self.closes_at = self._instant("opens", time()), self._instant("closes", END_OF_DAY)
        if self._has_faulty_time():
            return False
        try:
            check_window(self.opens_at, self.closes_at)
        except OpensAfterClosing:
            return self.mark("closes_day", _("The call would close before it opens."))
        return is_valid

    def _has_faulty_time(self) -> bool:
        return any(self[f"{end}_{part}"].errors for end in ("opens", "closes") for part in ("day", "time"))

    def _instant(self, end: str, usual: time) -> datetime | None:
        """Return an end of the call as an instant; None where there is none, or where it cannot be, which is marked."""
        day: date | None = self[f"{end}_day"].data
        clock: time | None = self[f"{end}_time"].data
        if day is None:
            if clock:
                self.mark(f"{end}_day", _("Choose the day, too, or clear the time."))
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.mark(f"{end}_day", _("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
            return None
        try:
            return zones.to_instant(datetime.combine(day, clock or usual), self.zone_name)
        except zones.TimeDoesNotExist as gap:
            words = gap_in_words(gap)
        except zones.TimeIsAmbiguous as twice:
            words = _(
                "On %(day)s the clocks are put back and show %(time)s twice. Choose another time.",
                day=day_full(day), time=f"{twice.local:%H:%M}",
            )  # fmt: skip
        self.mark(f"{end}_time", words)
        return None

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
