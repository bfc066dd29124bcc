"""Writing questions, in the table of whichever form asks them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events.services import kept_texts, locked_event, record
from conference.events.tables import Event
from conference.questions.queries import question_in, questions_in
from conference.questions.rules.asking import (
    MOST_QUESTIONS,
    OF_CHOICES,
    KindFixed,
    QuestionFacts,
    TooManyQuestions,
    answered_choices,
    check_question,
    choices_from,
    succeed_choices,
)
from conference.questions.tables import Asked

Q = TypeVar("Q", bound=Asked)


class StaleQuestion(DomainError):
    """Somebody stored a newer version after the form was opened."""


@dataclass(frozen=True, kw_only=True)
class Questionnaire(Generic[Q]):
    """The questions of one kind of form, of whatever event.

    :ivar table: in which they stand.
    :ivar log: what the audit log calls one of them.
    :ivar answers_of: gives what was answered to each question of an event that has answers.
    :ivar forget: removes all answers to a question of an event.
    :ivar texts: further columns with texts by language, and ``plain`` those with anything else; the facts of a question
        have fields of the same names.
    """

    table: type[Q]
    log: str
    answers_of: Callable[[int], Mapping[int, Sequence[Any]]]
    forget: Callable[[int, int], None]
    texts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    def add(self, event_id: int, facts: QuestionFacts, **columns: Any) -> Q:
        """Add a question behind the others.

        :param columns: what its table wants to know besides.
        :raises TooManyQuestions: there are enough.
        :raises DomainError: ChoicesMissing, TextMissing or TextTooLong.
        """
        check_question(facts)
        with transaction():
            event = locked_event(event_id)
            known = questions_in(self.table, event_id)
            if len(known) >= MOST_QUESTIONS:
                raise TooManyQuestions
            question = self.table(
                event_id=event_id, kind=str(facts.kind), choices=[], is_asked=True,
                position=max((one.position for one in known), default=0) + 1,
                **{name: {} for name in self._texts}, **columns,
            )  # type: ignore[call-arg]  # fmt: skip
            self._write(event, question, facts, ())
            db.session.add(question)
            db.session.flush()  # the log needs its key
            self._record(question, None)
        return question

    def edit(self, event_id: int, number: int, facts: QuestionFacts, *, version: int | None = None) -> Q:
        """Change a question. Its answers keep what they mean: see :func:`succeed_choices`.

        :raises NoSuchQuestion: the event has none of that number.
        :raises KindFixed: it has answers, and would be of another kind.
        :raises StaleQuestion: somebody stored a newer version meanwhile.
        :raises DomainError: as :meth:`add` does.
        """
        check_question(facts)
        with transaction():
            event = locked_event(event_id)
            question = question_in(self.table, event_id, number)
            if version is not None and version != question.version:
                raise StaleQuestion
            answers = self.answers_of(event_id).get(number, ())
            if answers and str(facts.kind) != question.kind:
                raise KindFixed
            before = self._facts(question)
            self._write(event, question, facts, answers)
            self._record(question, before)
        return question

    def move(self, event_id: int, number: int, *, step: Literal[-1, 1]) -> None:
        """Move a question one place up (-1) or down (1) among those that are asked. At the end of the list it stays.

        :raises NoSuchQuestion: the event has none of that number.
        """
        with transaction():
            locked_event(event_id)
            question = question_in(self.table, event_id, number)
            asked = [one for one in questions_in(self.table, event_id) if one.is_asked or one.id == number]
            place = asked.index(question)
            if 0 <= place + step < len(asked):
                asked[place], asked[place + step] = asked[place + step], asked[place]
                for position, one in enumerate(asked, 1):
                    one.position = position

    def set_asked(self, event_id: int, number: int, *, is_asked: bool) -> Q:
        """Ask a question no longer, or again. Its answers stay.

        :raises NoSuchQuestion: the event has none of that number.
        """
        with transaction():
            locked_event(event_id)
            question = question_in(self.table, event_id, number)
            before = self._facts(question)
            question.is_asked = is_asked
            self._record(question, before)
        return question

    def remove(self, event_id: int, number: int) -> int:
        """Remove a question for good, with all answers to it; return how many those were.

        :raises NoSuchQuestion: the event has none of that number.
        """
        with transaction():
            locked_event(event_id)
            question = question_in(self.table, event_id, number)
            answered = len(self.answers_of(event_id).get(number, ()))
            # SQLite gives the number of the newest question again: what is left would answer another one then.
            self.forget(event_id, number)
            before = self._facts(question)
            record(event_id, self.log, str(number), name=_name(question), before=before, after=None)
            db.session.delete(question)
        return answered

    @property
    def _texts(self) -> tuple[str, ...]:
        return ("label", "help", *self.texts)

    def _write(self, event: Event, question: Q, facts: QuestionFacts, answers: Sequence[Any]) -> None:
        wanted = facts.choices if facts.kind in OF_CHOICES else ()
        succeeded = succeed_choices(choices_from(question.choices), wanted, answered_choices(answers))
        question.choices = [choice.plain() for choice in succeeded]
        question.kind = str(facts.kind)
        question.is_required = facts.is_required
        for name in self._texts:
            kept = kept_texts(getattr(question, name), dict(getattr(facts, name)), event.languages)
            setattr(question, name, kept)
        for name in self.plain:
            setattr(question, name, getattr(facts, name))

    def _facts(self, question: Q) -> dict[str, Any]:
        names = ("kind", *self._texts, "choices", "is_required", "is_asked", *self.plain)
        return {name: getattr(question, name) for name in names}

    def _record(self, question: Q, before: dict[str, Any] | None) -> None:
        record(
            question.event_id, self.log, str(question.id), name=_name(question), before=before,
            after=self._facts(question),
        )  # fmt: skip


def _name(question: Asked) -> str:
    return next(iter(question.label.values()), "")
