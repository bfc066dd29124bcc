"""Reads on what organisers ask those who register, and on what these answered."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from conference.db import db
from conference.events.tables import Event
from conference.questions.queries import questions_in
from conference.questions.rules.asking import Kind
from conference.registrations.tables import (
    Registration,
    RegistrationAnswer,
    RegistrationConsent,
    RegistrationFile,
    RegistrationQuestion,
)


def questions_of(event_id: int) -> list[RegistrationQuestion]:
    """Return what an event asks those who register, in order, questions no longer asked among them."""
    return questions_in(RegistrationQuestion, event_id)


def file_questions(slug: str) -> int:
    """Return how many questions of the event of that slug a file answers."""
    return db.session.scalars(
        select(func.count())
        .select_from(RegistrationQuestion)
        .join(Event, Event.id == RegistrationQuestion.event_id)
        .where(Event.slug == slug, RegistrationQuestion.kind == Kind.FILE, RegistrationQuestion.is_asked)
    ).one()


def answers_of(registration_id: int) -> dict[int, Any]:
    """Return what somebody answered, by the number of the question."""
    rows = db.session.execute(
        select(RegistrationAnswer.question_id, RegistrationAnswer.value).where(
            RegistrationAnswer.registration_id == registration_id
        )
    )
    return dict(rows.all())


def answers_in(
    event_id: int, *, questions: Collection[int] | None = None, registrations: Collection[int] | None = None
) -> dict[int, dict[int, Any]]:
    """Return what was answered in an event: by registration, then by question; in one query.

    :param questions: to which alone; ``registrations`` of which alone.
    """
    statement = (
        select(RegistrationAnswer.registration_id, RegistrationAnswer.question_id, RegistrationAnswer.value)
        .join(Registration, Registration.id == RegistrationAnswer.registration_id)
        .where(Registration.event_id == event_id)
    )
    if questions is not None:
        statement = statement.where(RegistrationAnswer.question_id.in_(questions))
    if registrations is not None:
        statement = statement.where(RegistrationAnswer.registration_id.in_(registrations))
    found: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for registration_id, question_id, value in db.session.execute(statement):
        found[registration_id][question_id] = value
    return dict(found)


def answers_by_question(event_id: int) -> dict[int, list[Any]]:
    """Return what was answered to each question of an event that has answers."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for answers in answers_in(event_id).values():
        for number, value in answers.items():
            found[number].append(value)
    return dict(found)


def file_of(event_id: int, registration_id: int, question_id: int) -> tuple[dict[str, Any], bytes] | None:
    """Return a file that answers a question: what the answer says of it, and its content; None where there is none."""
    row = db.session.execute(
        select(RegistrationAnswer.value, RegistrationFile)
        .join(Registration, Registration.id == RegistrationAnswer.registration_id)
        .join(
            RegistrationFile,
            (RegistrationFile.registration_id == RegistrationAnswer.registration_id)
            & (RegistrationFile.question_id == RegistrationAnswer.question_id),
        )
        .where(
            Registration.event_id == event_id,
            RegistrationAnswer.registration_id == registration_id,
            RegistrationAnswer.question_id == question_id,
        )
        .options(undefer(RegistrationFile.content))
    ).first()
    return (row[0], row[1].content) if row else None


def consents_of(registration_id: int) -> list[RegistrationConsent]:
    """Return to what somebody agreed when they registered, the newest first, what they took back among it."""
    return list(
        db.session.scalars(
            select(RegistrationConsent)
            .where(RegistrationConsent.registration_id == registration_id)
            .order_by(RegistrationConsent.given_at.desc(), RegistrationConsent.id.desc())
        )
    )
