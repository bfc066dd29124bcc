"""Answers as filters and as figures."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.questions.rules.asking import OF_CHOICES, Kind, answered_choices, choices_from, is_answer
from conference.registrations.rules.asking import Question
from conference.translated import Translated

ANY, NONE = "any", "none"
"""What a filter calls any answer at all, and none."""
GIVEN_OR_NOT = frozenset({Kind.CONSENT, Kind.FILE})
"""Kinds of questions of whose answers only that they were given is counted."""
COUNTED = frozenset({*OF_CHOICES, *GIVEN_OR_NOT})
"""Kinds of questions whose answers can be counted."""


@dataclass(frozen=True)
class Count:
    """How many answered something.

    :ivar wanted: what finds just these in a filter.
    :ivar label: of the choice; None for a tick or a file.
    """

    wanted: str
    label: Translated | None
    number: int


@dataclass(frozen=True)
class Figures:
    """The answers to one question in numbers.

    :ivar answered: how many of those counted answered it.
    """

    question: Question
    counts: Sequence[Count]
    answered: int


def fits(wanted: Sequence[tuple[str, str]], questions: Iterable[Question]) -> Callable[[Mapping[int, Any]], bool]:
    """Return what says whether somebody's answers are those that a filter asks for.

    :param wanted: keys of questions, each with the key of a choice, :data:`ANY` or :data:`NONE`. Questions that there
        are not let everything pass.
    """
    numbers = {question.key: question.id for question in questions}
    asked = [(numbers[key], value) for key, value in wanted if key in numbers]
    return lambda answers: all(_is(answers.get(number), value) for number, value in asked)


def _is(answer: Any, wanted: str) -> bool:
    if wanted in {ANY, NONE}:
        return is_answer(answer) is (wanted == ANY)
    return wanted in (answer if isinstance(answer, list) else [answer])


def figures_of(questions: Iterable[Question], answers: Collection[Mapping[int, Any]]) -> list[Figures]:
    """Return the answers to questions of choices, ticks and files in numbers; those no longer asked are among them.

    :param answers: of each registration that counts, by the number of the question.
    """
    return [_figures(question, answers) for question in questions if question.kind in COUNTED]


def _figures(question: Question, answers: Collection[Mapping[int, Any]]) -> Figures:
    given = [value for value in (one.get(question.id) for one in answers) if is_answer(value)]
    if question.kind in GIVEN_OR_NOT:
        return Figures(question, [Count(ANY, None, len(given))], len(given))
    chosen = [answered_choices([value]) for value in given]
    counts = [
        Count(choice.key, choice.label, sum(choice.key in one for one in chosen))
        for choice in choices_from(question.choices)
    ]
    return Figures(question, counts, len(given))
