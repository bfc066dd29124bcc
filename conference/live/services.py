"""Changes of questions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from conference.db import db, transaction
from conference.errors import DomainError
from conference.live.queries import QuestionNotFound
from conference.live.tables import AskedQuestion, QuestionState, Support
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.tables import Registration

MOST_QUESTIONS = 10
"""Of one participant in one session: more than anybody gets to ask."""


@dataclass
class TooManyQuestions(DomainError):
    """The participant has asked as much as one may in a session.

    :ivar most: how many questions that is.
    """

    most: int = MOST_QUESTIONS


def ask_question(registration_id: int, session_uid: UUID, *, text: str, is_named: bool, now: datetime) -> AskedQuestion:
    """Ask those on stage in a session. The same words twice are one question.

    :param text: plain, not empty, at most 500 characters.
    :param is_named: whether one's name is shown beside it.
    :raises RegistrationNotFound: no such registration.
    :raises TooManyQuestions: they have asked enough.
    """
    with transaction():
        # Two requests at once must not both be the last one that fits.
        registration = db.session.scalar(
            select(Registration).where(Registration.id == registration_id).with_for_update(key_share=True)
        )
        if registration is None:
            raise RegistrationNotFound(registration_id)
        own = (AskedQuestion.registration_id == registration_id, AskedQuestion.session_uid == session_uid)
        known = db.session.scalar(select(AskedQuestion).where(*own, AskedQuestion.text == text))
        if known is not None:
            return known
        if (db.session.scalar(select(func.count()).select_from(AskedQuestion).where(*own)) or 0) >= MOST_QUESTIONS:
            raise TooManyQuestions
        question = AskedQuestion(
            event_id=registration.event_id,
            session_uid=session_uid,
            registration_id=registration_id,
            text=text,
            is_named=is_named,
            state=QuestionState.OPEN,
            asked_at=now,
        )
        db.session.add(question)
    return question


def withdraw_question(question_id: int, *, session_uid: UUID, registration_id: int) -> None:
    """Take one's own question back, for good.

    :raises QuestionNotFound: there is none of theirs in this session.
    """
    with transaction():
        question = _question(question_id, session_uid)
        if question.registration_id != registration_id:
            raise QuestionNotFound(question_id)
        db.session.execute(delete(AskedQuestion).where(AskedQuestion.id == question_id))


def support_question(question_id: int, *, session_uid: UUID, registration_id: int, wanted: bool) -> None:
    """Want somebody's question asked too, or no longer; doing so again changes nothing. One's own counts already.

    :raises QuestionNotFound: there is none that is open to be seen in this session.
    """
    with transaction():
        question = _question(question_id, session_uid)
        if question.state == QuestionState.HIDDEN or question.registration_id == registration_id:
            raise QuestionNotFound(question_id)
        key = (question_id, registration_id)
        known = db.session.get(Support, key)
        if wanted and known is None:
            db.session.add(Support(question_id=question_id, registration_id=registration_id))
        elif not wanted and known is not None:
            db.session.delete(known)


def mark_question(question_id: int, *, event_id: int, session_uid: UUID, state: QuestionState) -> None:
    """Say as a host that a question is answered, is out of sight, or is open again.

    :raises QuestionNotFound: the session of this event has no such question.
    """
    with transaction():
        question = _question(question_id, session_uid)
        if question.event_id != event_id:
            raise QuestionNotFound(question_id)
        question.state = state


def _question(question_id: int, session_uid: UUID) -> AskedQuestion:
    """Return a question of a session, locked: what is done to it at the same moment waits."""
    question = db.session.scalar(
        select(AskedQuestion)
        .where(AskedQuestion.id == question_id, AskedQuestion.session_uid == session_uid)
        .with_for_update()
    )
    if question is None:
        raise QuestionNotFound(question_id)
    return question
