"""What the organisers ask those who register, whom they ask it, and what is kept of the answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length
from conference.questions.rules.asking import OF_CHOICES, Kind, QuestionFacts, choices_from, is_answer
from conference.questions.rules.asking import Question as AnyQuestion
from conference.questions.rules.files import FileKind, SentFile
from conference.translated import Translated, folded

PURPOSE = 300
KEY = 32


class FileKindsMissing(DomainError):
    """A question that a file answers names no kind of file."""


@dataclass
class MegabytesOutOfRange(DomainError):
    """A file may have from one megabyte to as many as the installation lets it have."""

    at_most: int


class Question(AnyQuestion, Protocol):
    """What is read of a stored question of registration."""

    @property
    def key(self) -> str:
        """By which addresses name it."""

    @property
    def groups(self) -> list[str]:
        """Keys of the groups that are asked; none where everybody is."""

    @property
    def is_required(self) -> bool:
        """Whether it must be answered."""


@dataclass(frozen=True, kw_only=True)
class RegistrationQuestionFacts(QuestionFacts):
    """All that an organiser says of a question to those who register.

    :ivar purpose: what the answer is needed for.
    :ivar groups: keys of the groups that are asked; none of them where everybody is.
    :ivar file_kinds: of :class:`FileKind`, and ``megabytes`` at most: for a question that a file answers.
    """

    purpose: Translated = field(default_factory=dict)
    groups: Sequence[str] = ()
    file_kinds: Sequence[str] = ()
    megabytes: int = 5


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody answered.

    :ivar given: by the number of the question. A file is a :class:`SentFile`, or None to take it away; one that is left
        out stays as it was. Of all other kinds what is left out is not answered.
    :ivar language: in which the questions were shown.
    """

    given: Mapping[int, Any] = field(default_factory=dict)
    language: str = "en"


def check_facts(facts: RegistrationQuestionFacts, *, most_megabytes: int) -> None:
    """Refuse a question that does not say what it is for, or takes files that it cannot.

    :raises conference.events.rules.TextMissing: of its purpose; TextTooLong likewise.
    :raises FileKindsMissing: no kind of file may answer it.
    :raises MegabytesOutOfRange: files may be too large, or nothing.
    """
    if not any(facts.purpose.values()):
        raise TextMissing("purpose")
    check_length("purpose", facts.purpose, PURPOSE)
    if facts.kind is Kind.FILE:
        if not set(facts.file_kinds) & set(FileKind):
            raise FileKindsMissing
        if not 1 <= facts.megabytes <= most_megabytes:
            raise MegabytesOutOfRange(most_megabytes)


def is_for(question: Question, group: str) -> bool:
    """Say whether those of a group are asked a question."""
    return question.is_asked and (not question.groups or group in question.groups)


def kept_answers(questions: Iterable[Question], group: str, given: Mapping[int, Any]) -> dict[int, Any]:
    """Return which answers are kept: to questions that the group is asked, and that fit their kinds.

    :param given: by the number of the question.
    """
    wanted = ((question, given.get(question.id)) for question in questions if is_for(question, group))
    return {question.id: value for question, value in wanted if is_answer(value) and _fits(question, value)}


def _fits(question: Question, value: Any) -> bool:
    if question.kind == Kind.FILE:
        return isinstance(value, SentFile)
    if question.kind == Kind.CONSENT:
        return value is True
    if question.kind in OF_CHOICES:
        keys = {choice.key for choice in choices_from(question.choices)}
        if question.kind == Kind.ONE:
            return value in keys
        return isinstance(value, list) and set(value) <= keys
    return isinstance(value, str)


def prefilled(question: Question, values: Sequence[str]) -> Any:
    """Return what an address fills a question's field in with; None where it can or may not.

    Choices are named by their key or in any language as they read. Nobody can consent by an address, nor send a file.
    """
    if question.kind in {Kind.CONSENT, Kind.FILE} or not values:
        return None
    if question.kind not in OF_CHOICES:
        return values[0]
    wanted = {folded(value) for value in values}
    chosen = [
        choice.key
        for choice in choices_from(question.choices)
        if choice.is_asked and wanted & {choice.key, *map(folded, choice.label.values())}
    ]
    if question.kind == Kind.SEVERAL:
        return chosen
    return chosen[0] if chosen else None


def consent_words(*shown: str) -> str:
    """Return the words to which somebody agrees: all that is shown with the tick, a paragraph each."""
    return "\n\n".join(words for words in shown if words)
