"""Setting up the call, and the organisers' own questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.services.session_facts import UnknownFormat
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import kept_texts, locked_event, record
from conference.programme.document import Format
from conference.proposals.queries import NoSuchQuestion, answers_by_question, questions_of
from conference.proposals.rules.questions import (
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
from conference.proposals.rules.states import INTRODUCTION, check_window
from conference.proposals.tables import Call, Question
from conference.translated import Translated, pick


class StaleCall(DomainError):
    """Somebody stored a newer version after the form was opened."""


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """All that an organiser says of the call.

    :ivar is_public: whether it is switched on; ``opens_at`` and ``closes_at`` then bound it, None for no bound.
    :ivar introduction: Markdown.
    :ivar themes: slugs of those that may be proposed; ``formats`` by name, at least one.
    :ivar suggests_places: whether the form names the municipalities of the draft.
    """

    is_public: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    introduction: Translated = field(default_factory=dict)
    themes: Sequence[str] = ()
    formats: Sequence[str] = tuple(Format)
    suggests_places: bool = True


_FACTS = ("is_public", "opens_at", "closes_at", "introduction", "themes", "formats", "suggests_places")


def set_up_call(event_id: int, facts: CallFacts, *, version: int | None = None) -> Call:
    """Set up the call of an event, or change it.

    :param version: the one that the form was opened on, 0 where there was no call; None to overwrite whatever is there.
    :raises OpensAfterClosing: it would close before it opens.
    :raises UnknownFormat: a format that Meridian does not know, or none at all.
    :raises StaleCall: somebody stored a newer one meanwhile.
    :raises conference.events.rules.TextTooLong: the introduction.
    """
    check_window(facts.opens_at, facts.closes_at)
    check_length("introduction", facts.introduction, INTRODUCTION)
    unknown = [name for name in facts.formats if name not in set(Format)]
    if unknown or not facts.formats:
        raise UnknownFormat(unknown[0] if unknown else "")
    with transaction():
        event = locked_event(event_id)
        call = db.session.get(Call, event_id, populate_existing=True)
        if version is not None and version != (call.version if call else 0):
            raise StaleCall
        before = {name: getattr(call, name) for name in _FACTS} if call else None
        if call is None:
            call = Call(event_id=event_id, introduction={})
            db.session.add(call)
        for name in ("is_public", "opens_at", "closes_at", "suggests_places"):
            setattr(call, name, getattr(facts, name))
        call.introduction = kept_texts(call.introduction, dict(facts.introduction), event.languages)
        call.themes = list(dict.fromkeys(facts.themes))
        call.formats = [str(name) for name in Format if name in set(facts.formats)]
        after = {name: getattr(call, name) for name in _FACTS}
        record(event_id, "call", "call", name=pick(event.title, event.languages[0]), before=before, after=after)
    return call


def add_question(event_id: int, facts: QuestionFacts) -> Question:
    """Add a question behind the others.

    :raises TooManyQuestions: there are enough.
    :raises DomainError: ChoicesMissing, TextMissing or TextTooLong.
    """
    check_question(facts)
    with transaction():
        locked_event(event_id)
        known = questions_of(event_id)
        if len(known) >= MOST_QUESTIONS:
            raise TooManyQuestions
        question = Question(
            event_id=event_id,
            kind=str(facts.kind),
            label=dict(facts.label),
            help=dict(facts.help),
            choices=_choices(facts, (), ()),
            is_required=facts.is_required,
            is_asked=True,
            position=max((one.position for one in known), default=0) + 1,
        )
        db.session.add(question)
        db.session.flush()  # the log needs its key
        _record(question, None)
    return question


def edit_question(event_id: int, number: int, facts: QuestionFacts, *, version: int | None = None) -> Question:
    """Change a question. Its answers keep what they mean: see :func:`succeed_choices`.

    :raises NoSuchQuestion: the event has none of that number.
    :raises KindFixed: it has answers, and would be of another kind.
    :raises StaleCall: somebody stored a newer version meanwhile.
    :raises DomainError: as :func:`add_question` does.
    """
    check_question(facts)
    with transaction():
        event = locked_event(event_id)
        question = _question(event_id, number)
        if version is not None and version != question.version:
            raise StaleCall
        answers = answers_by_question(event_id).get(number, [])
        if answers and str(facts.kind) != question.kind:
            raise KindFixed
        before = _facts(question)
        question.choices = _choices(facts, question.choices, answers)
        question.kind = str(facts.kind)
        question.label = kept_texts(question.label, dict(facts.label), event.languages)
        question.help = kept_texts(question.help, dict(facts.help), event.languages)
        question.is_required = facts.is_required
        _record(question, before)
    return question


def move_question(event_id: int, number: int, *, step: Literal[-1, 1]) -> None:
    """Move a question one place up (-1) or down (1) among those that are asked. At the end of the list it stays.

    :raises NoSuchQuestion: the event has none of that number.
    """
    with transaction():
        locked_event(event_id)
        question = _question(event_id, number)
        asked = [one for one in questions_of(event_id) if one.is_asked or one.id == number]
        place = asked.index(question)
        if 0 <= place + step < len(asked):
            asked[place], asked[place + step] = asked[place + step], asked[place]
            for position, one in enumerate(asked, 1):
                one.position = position


def retire_question(event_id: int, number: int) -> Question:
    """Ask a question no longer. It and its answers stay; :func:`ask_again` takes it back in.

    :raises NoSuchQuestion: the event has none of that number.
    """
    return _set_asked(event_id, number, is_asked=False)


def ask_again(event_id: int, number: int) -> Question:
    """Ask a question again that was asked no longer.

    :raises NoSuchQuestion: the event has none of that number.
    """
    return _set_asked(event_id, number, is_asked=True)


def remove_question(event_id: int, number: int) -> int:
    """Remove a question for good, with all answers to it; return how many those were.

    :raises NoSuchQuestion: the event has none of that number.
    """
    with transaction():
        locked_event(event_id)
        question = _question(event_id, number)
        answered = len(answers_by_question(event_id).get(number, []))
        record(event_id, "question", str(number), name=_name(question), before=_facts(question), after=None)
        db.session.delete(question)
    return answered


def _question(event_id: int, number: int) -> Question:
    question = db.session.scalar(
        select(Question)
        .where(Question.event_id == event_id, Question.id == number)
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise NoSuchQuestion
    return question


def _set_asked(event_id: int, number: int, *, is_asked: bool) -> Question:
    with transaction():
        locked_event(event_id)
        question = _question(event_id, number)
        before = _facts(question)
        question.is_asked = is_asked
        _record(question, before)
    return question


def _choices(facts: QuestionFacts, known: Sequence[dict[str, Any]], answers: Sequence[Any]) -> list[dict[str, Any]]:
    wanted = facts.choices if facts.kind in OF_CHOICES else ()
    succeeded = succeed_choices(choices_from(known), wanted, answered_choices(answers))
    return [choice.plain() for choice in succeeded]


def _facts(question: Question) -> dict[str, Any]:
    names = ("kind", "label", "help", "choices", "is_required", "is_asked")
    return {name: getattr(question, name) for name in names}


def _name(question: Question) -> str:
    return next(iter(question.label.values()), "")


def _record(question: Question, before: dict[str, Any] | None) -> None:
    record(question.event_id, "question", str(question.id), name=_name(question), before=before, after=_facts(question))
