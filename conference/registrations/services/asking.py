"""What an event asks those who register, and keeping what they answer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Literal, TypeVar

from sqlalchemy import delete, select, update

from conference.db import db, transaction
from conference.events.rules import slug_from
from conference.events.services import locked_event
from conference.questions.rules.asking import Kind
from conference.questions.services import Questionnaire
from conference.registrations.queries import answers_by_question, questions_of
from conference.registrations.rules.asking import (
    KEY,
    Answers,
    RegistrationQuestionFacts,
    check_facts,
    consent_words,
    is_for,
    kept_answers,
)
from conference.registrations.services.hall import locked_settings
from conference.registrations.tables import (
    Registration,
    RegistrationAnswer,
    RegistrationConsent,
    RegistrationFile,
    RegistrationQuestion,
)
from conference.translated import pick

T = TypeVar("T")


def _forget(_event_id: int, number: int) -> None:
    db.session.execute(delete(RegistrationAnswer).where(RegistrationAnswer.question_id == number))


QUESTIONS = Questionnaire(
    table=RegistrationQuestion, log="registering_question", answers_of=answers_by_question, forget=_forget,
    texts=("purpose",), plain=("groups", "file_kinds", "megabytes"),
)  # fmt: skip
"""The organisers' own questions of registration."""


def add_question(event_id: int, facts: RegistrationQuestionFacts, *, most_megabytes: int) -> RegistrationQuestion:
    """Add a question behind the others.

    :param most_megabytes: the largest file that the installation lets people send.
    :raises DomainError: as :func:`~conference.registrations.rules.asking.check_facts` and
        :meth:`~conference.questions.services.Questionnaire.add` do.
    """
    check_facts(facts, most_megabytes=most_megabytes)
    with transaction():
        event = locked_event(event_id)
        taken = {question.key for question in questions_of(event_id)}
        language = next((code for code in (*event.languages, *facts.label) if facts.label.get(code)), "en")
        start = slug_from(facts.label.get(language, ""), language, at_most=KEY) or "question"
        keys = (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3)))
        return QUESTIONS.add(event_id, facts, key=next(key for key in keys if key not in taken))


def edit_question(
    event_id: int, number: int, facts: RegistrationQuestionFacts, *, most_megabytes: int, version: int | None = None
) -> RegistrationQuestion:
    """Change a question. Its answers keep what they mean.

    :raises DomainError: as :func:`add_question` and :meth:`~conference.questions.services.Questionnaire.edit` do.
    """
    check_facts(facts, most_megabytes=most_megabytes)
    return _alone(event_id, partial(QUESTIONS.edit, event_id, number, facts, version=version))


def move_question(event_id: int, number: int, *, step: Literal[-1, 1]) -> None:
    """Move a question one place up (-1) or down (1). At the end of the list it stays.

    :raises conference.questions.queries.NoSuchQuestion: the event has none of that number.
    """
    QUESTIONS.move(event_id, number, step=step)


def set_asked(event_id: int, number: int, *, is_asked: bool) -> RegistrationQuestion:
    """Ask a question no longer, or again. Its answers stay.

    :raises conference.questions.queries.NoSuchQuestion: the event has none of that number.
    """
    return QUESTIONS.set_asked(event_id, number, is_asked=is_asked)


def remove_question(event_id: int, number: int) -> int:
    """Remove a question for good, with all answers to it; return how many those were.

    :raises conference.questions.queries.NoSuchQuestion: the event has none of that number.
    """
    return _alone(event_id, partial(QUESTIONS.remove, event_id, number))


def _alone(event_id: int, change: Callable[[], T]) -> T:
    """Change what is asked while nobody registers: no answer then names a choice that just went."""
    with transaction():
        locked_event(event_id)
        locked_settings(event_id)
        return change()


def keep_answers(registration: Registration, group: str, answers: Answers, *, now: datetime) -> None:
    """Keep what somebody answered, within a transaction that has locked the event's settings.

    What those of the group are not asked is forgotten; what is no longer asked of anybody stays.

    :param registration: stored already; ``group`` by key.
    """
    questions = questions_of(registration.event_id)
    kept = kept_answers(questions, group, answers.given)
    known = {
        row.question_id: row
        for row in db.session.scalars(
            select(RegistrationAnswer)
            .where(RegistrationAnswer.registration_id == registration.id)
            .execution_options(populate_existing=True)
        )
    }
    for question in questions:
        if not question.is_asked:
            continue
        is_asked = is_for(question, group)
        if question.kind == Kind.FILE and is_asked and question.id not in answers.given:
            continue
        value, row = kept.get(question.id), known.get(question.id)
        if question.kind == Kind.CONSENT:
            _keep_consent(registration.id, question, answers.language, is_given=value is True, now=now)
        if value is None:
            if row is not None:
                db.session.delete(row)
        else:
            _put(registration.id, question, row, value)
    db.session.flush()


def _put(registration_id: int, question: RegistrationQuestion, row: RegistrationAnswer | None, value: Any) -> None:
    is_file = question.kind == Kind.FILE
    plain = value.plain() if is_file else value
    if row is None:
        row = RegistrationAnswer(registration_id=registration_id, question_id=question.id, value=plain)
        db.session.add(row)
    else:
        row.value = plain
    if is_file:
        db.session.flush()  # the file belongs to the answer
        db.session.merge(
            RegistrationFile(registration_id=registration_id, question_id=question.id, content=value.content)
        )


def _keep_consent(
    registration_id: int, question: RegistrationQuestion, language: str, *, is_given: bool, now: datetime
) -> None:
    words = consent_words(*(pick(text, language) for text in (question.label, question.help, question.purpose)))
    valid = list(
        db.session.scalars(
            select(RegistrationConsent).where(
                RegistrationConsent.registration_id == registration_id,
                RegistrationConsent.question_id == question.id,
                RegistrationConsent.ended_at.is_(None),
            )
        )
    )
    if is_given and any(one.words == words for one in valid):
        return
    for one in valid:
        one.ended_at = now
    if is_given:
        db.session.add(
            RegistrationConsent(
                registration_id=registration_id, question_id=question.id, words=words, language=language, given_at=now
            )
        )


def forget_answers(registration_id: int, *, now: datetime) -> None:
    """Forget what somebody answered, files among it, within a transaction. Consents end, and their record stays."""
    db.session.execute(delete(RegistrationAnswer).where(RegistrationAnswer.registration_id == registration_id))
    db.session.execute(
        update(RegistrationConsent)
        .where(RegistrationConsent.registration_id == registration_id, RegistrationConsent.ended_at.is_(None))
        .values(ended_at=now)
    )
