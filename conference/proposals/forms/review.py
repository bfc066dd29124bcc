"""Forms of those who review: comments, labels, letters about decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from conference.accounts.forms import one_line
from conference.proposals.rules import states
from conference.proposals.rules.letters import PLACEHOLDERS, unknown_placeholders
from conference.proposals.rules.states import State
from conference.proposals.services import LetterWords
from conference.web.fields import offered
from conference.web.forms import BaseForm, Required, TextLength


class CommentForm(BaseForm):
    """Says something of a proposal to the other organisers."""

    text = TextAreaField(_l("Comment"), validators=[Required(), TextLength(states.COMMENT)])


class LabelForm(BaseForm):
    """A label: its name and colour."""

    name = StringField(_l("Name"), validators=[Required(), TextLength(states.LABEL)], filters=[one_line])
    colour = RadioField(_l("Colour"), choices=[], default="1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = (
            _("Blue"), _("Green"), _("Purple"), _("Orange"), _("Teal"), _("Olive"), _("Violet"), _("Red"),
        )  # fmt: skip
        self.colour.choices = offered((str(number), name) for number, name in enumerate(names, 1))


class DecisionForm(BaseForm):
    """What is sent about a decision, in each language in which letters to those concerned are written."""

    letter_languages: Sequence[str] = ()

    def letters(self) -> dict[str, LetterWords]:
        """Return what was written, by language."""
        return {
            language: LetterWords(self[f"subject_{language}"].data, self[f"body_{language}"].data)
            for language in self.letter_languages
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that what stands in braces stands for something."""
        is_valid = bool(super().validate(extra_validators))
        for language in self.letter_languages:
            for name in (f"subject_{language}", f"body_{language}"):
                field: Any = self[name]
                unknown = unknown_placeholders(field.data or "")
                if unknown:
                    known = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS)
                    words = _("{%(word)s} stands for nothing. You can use %(known)s.", word=unknown[0], known=known)
                    field.errors = [*field.errors, words]
                    is_valid = False
        return is_valid


def decision_form(languages: Iterable[str]) -> type[DecisionForm]:
    """Return the form for a letter in each of these languages."""
    fields: dict[str, Any] = {"letter_languages": tuple(languages)}
    for language in fields["letter_languages"]:
        fields[f"subject_{language}"] = StringField(
            _l("Subject"), validators=[Required(), TextLength(states.SUBJECT)], filters=[one_line]
        )
        fields[f"body_{language}"] = TextAreaField(_l("Letter"), validators=[Required(), TextLength(states.LETTER)])
    return type("LettersForm", (DecisionForm,), fields)


def usual_letter(state: State, language: str) -> LetterWords:
    """Return the words with which a letter about a decision begins, in a language."""
    with force_locale(language):
        subject, sentences = _usual_words(state)
        body = "\n\n".join(
            [_("Hello {name},"), *sentences, _("Your proposal: {link}"), _("The organisers of “{event}”")]
        )
    return LetterWords(subject, body)


def _usual_words(state: State) -> tuple[str, list[str]]:
    match state:
        case State.ACCEPTED:
            return _("Accepted: “{title}”"), [
                _("we are glad to tell you: your proposal “{title}” becomes part of “{event}”."),
                _("We will write to you about day and time, and see to the translations. If something changes on "
                  "your side, please tell us soon."),
            ]  # fmt: skip
        case State.WAITING:
            return _("On the waiting list: “{title}”"), [
                _("thank you for your proposal “{title}” for “{event}”. We would like to have it, but there is no "
                  "room for it yet, so we have put it on the waiting list."),
                _("As soon as a place becomes free we write to you."),
            ]  # fmt: skip
    return _("Your proposal “{title}”"), [
        _("thank you for your proposal “{title}” for “{event}”, and for the work that went into it."),
        _("There were more good proposals than places, and this time we could not take yours. We would be glad to "
          "see you among those who take part."),
    ]  # fmt: skip
