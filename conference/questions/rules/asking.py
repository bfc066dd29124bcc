"""The organiser's own questions: their kinds, their choices, and what an answer may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any, Protocol

from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length
from conference.translated import Translated, pick

LABEL = 300
HELP = 1_000
CHOICE = 200
MOST_CHOICES = 40
MOST_QUESTIONS = 40
SHORT_ANSWER = 300
LONG_ANSWER = 5_000


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ONE = "one"
    SEVERAL = "several"
    CONSENT = "consent"
    LINK = "link"
    FILE = "file"


OF_CHOICES = (Kind.ONE, Kind.SEVERAL)


class ChoicesMissing(DomainError):
    """A question of choices needs two of them at least."""


class TooManyQuestions(DomainError):
    """The form has as many questions as anyone can be expected to answer."""


class KindFixed(DomainError):
    """The question has answers, which would no longer fit another kind."""


@dataclass(frozen=True)
class Choice:
    """One of the choices of a question.

    :ivar key: stable within the question; answers hold it.
    :ivar is_asked: False for one that was struck out while answers hold it.
    """

    key: str
    label: Translated
    is_asked: bool = True

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"key": self.key, "label": self.label, "is_asked": self.is_asked}


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """All that an organiser says of a question.

    :ivar choices: their labels, in order; only for the kinds of :data:`OF_CHOICES`.
    """

    kind: Kind
    label: Translated
    help: Translated = field(default_factory=dict)
    choices: Sequence[Translated] = ()
    is_required: bool = False


def choices_from(stored: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """Return choices from their JSON."""
    return [Choice(one["key"], dict(one["label"]), bool(one.get("is_asked", True))) for one in stored]


def check_question(facts: QuestionFacts) -> None:
    """Refuse a question that nobody could answer.

    :raises ChoicesMissing: fewer than two choices where there must be some.
    :raises conference.events.rules.TextMissing: it asks nothing.
    :raises conference.events.rules.TextTooLong: names the field.
    """
    if not any(facts.label.values()):
        raise TextMissing("label")
    check_length("label", facts.label, LABEL)
    check_length("help", facts.help, HELP)
    if facts.kind in OF_CHOICES:
        if not 2 <= len(facts.choices) <= MOST_CHOICES:  # noqa: PLR2004 - one choice is none
            raise ChoicesMissing
        for label in facts.choices:
            check_length("choices", label, CHOICE)


def succeed_choices(known: Sequence[Choice], wanted: Sequence[Translated], answered: Iterable[str]) -> list[Choice]:
    """Return the choices that follow from what an organiser wrote, so that no answer loses its words.

    A choice that says in some language what a known one said is that one. Where as many are asked as before, one with
    new words stands for the one at its place. Any other is new; and one that is no longer wanted but ``answered``
    stays, no longer asked.

    :param answered: the keys that answers hold.
    """
    asked = [choice for choice in known if choice.is_asked]
    free = list(known)
    keys: list[str | None] = []
    for label in wanted:
        alike = next((choice for choice in free if _says_the_same(choice.label, label)), None)
        if alike:
            free.remove(alike)
        keys.append(alike.key if alike else None)
    if len(asked) == len(wanted):
        for place, key in enumerate(keys):
            if key is None and asked[place] in free:
                keys[place] = asked[place].key
                free.remove(asked[place])
    taken = {choice.key for choice in known}
    fresh = (f"c{number}" for number in count(1) if f"c{number}" not in taken)
    made = [Choice(key or next(fresh), dict(label)) for key, label in zip(keys, wanted, strict=True)]
    held = set(answered)
    return [*made, *(Choice(choice.key, choice.label, is_asked=False) for choice in free if choice.key in held)]


def _says_the_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(words and other.get(language) == words for language, words in one.items())


def answered_choices(answers: Iterable[Any]) -> set[str]:
    """Return the keys of choices that answers hold, each answer one key or a list of them."""
    return {key for answer in answers for key in (answer if isinstance(answer, list) else [answer]) if key}


def is_answer(value: Any) -> bool:
    """Say whether something was answered. A tick that was not set is no answer."""
    return bool(value)


def answer_words(kind: str, choices: Sequence[Choice], value: Any, language: str) -> list[str]:
    """Return an answer in words, one for each thing chosen; a consent gives none, since it is said by its tick."""
    if not is_answer(value) or kind == Kind.CONSENT:
        return []
    if kind in OF_CHOICES:
        labels = {choice.key: pick(choice.label, language) for choice in choices}
        return [labels.get(str(key), str(key)) for key in (value if isinstance(value, list) else [value])]
    return [str(value["name"] if kind == Kind.FILE else value)]


class Question(Protocol):
    """What is read of a stored question."""

    @property
    def id(self) -> int:
        """Its number, by which answers name it."""

    @property
    def kind(self) -> str:
        """A :class:`Kind`."""

    @property
    def label(self) -> Translated:
        """What it asks."""

    @property
    def choices(self) -> list[dict[str, Any]]:
        """As :meth:`Choice.plain` gives them."""

    @property
    def is_asked(self) -> bool:
        """Whether it still is."""


@dataclass(frozen=True)
class Answer:
    """A question and what was answered.

    :ivar number: of the question.
    :ivar words: one for each thing chosen; none for a consent, which is ``is_given`` or not.
    """

    number: int
    label: Translated
    kind: str
    words: Sequence[str]
    is_given: bool
    is_asked: bool


def answered(questions: Iterable[Question], answers: Mapping[str, Any], language: str) -> list[Answer]:
    """Return questions with the answers to them; of those that are no longer asked only the answered.

    :param answers: by the number of the question, as text.
    """
    given = [(question, answers.get(str(question.id))) for question in questions]
    return [
        Answer(
            number=question.id,
            label=question.label,
            kind=question.kind,
            words=answer_words(Kind(question.kind), choices_from(question.choices), value, language),
            is_given=is_answer(value),
            is_asked=question.is_asked,
        )
        for question, value in given
        if question.is_asked or is_answer(value)
    ]
