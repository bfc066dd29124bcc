"""Reads on questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select

from conference.accounts.tables import Account
from conference.db import db
from conference.errors import DomainError
from conference.live.tables import AskedQuestion, QuestionState, Support
from conference.registrations.tables import Registration


class QuestionNotFound(DomainError):
    """There is no such question in this session, or it is not the asker's own."""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as somebody sees it.

    :ivar name: of its author; None where they asked without it.
    :ivar supports: how many others want it asked too.
    :ivar is_own: whether it is the reader's.
    :ivar is_supported: whether the reader wants it asked too.
    """

    id: int
    text: str
    state: str
    name: str | None
    supports: int
    is_own: bool
    is_supported: bool


def questions_of(event_id: int, session_uid: UUID, *, registration_id: int | None) -> Sequence[ShownQuestion]:
    """Return the questions of a session: the open ones that most want first, then those answered, then the hidden.

    One query, however many there are.

    :param registration_id: of the participant who reads, who sees of the hidden ones their own alone; None for
        a host, who sees all.
    """
    counted = (
        select(func.count()).where(Support.question_id == AskedQuestion.id).correlate(AskedQuestion).scalar_subquery()
    )
    supports = counted + AskedQuestion.other_supports
    is_supported = (
        select(Support.question_id)
        .where(Support.question_id == AskedQuestion.id, Support.registration_id == registration_id)
        .correlate(AskedQuestion)
        .exists()
    )
    order = case({QuestionState.OPEN: 0, QuestionState.ANSWERED: 1}, value=AskedQuestion.state, else_=2)
    asked = (
        select(AskedQuestion, Account.name, supports, is_supported)
        .outerjoin(Registration, Registration.id == AskedQuestion.registration_id)
        .outerjoin(Account, Account.id == Registration.account_id)
        .where(AskedQuestion.event_id == event_id, AskedQuestion.session_uid == session_uid)
        .order_by(order, supports.desc(), AskedQuestion.asked_at, AskedQuestion.id)
    )
    if registration_id is not None:
        asked = asked.where(
            (AskedQuestion.state != QuestionState.HIDDEN) | (AskedQuestion.registration_id == registration_id)
        )
    return [
        ShownQuestion(
            id=question.id,
            text=question.text,
            state=question.state,
            name=name if question.is_named else None,
            supports=count,
            is_own=registration_id is not None and question.registration_id == registration_id,
            is_supported=bool(supported),
        )
        for question, name, count, supported in db.session.execute(asked)
    ]


def open_questions(event_id: int) -> dict[UUID, int]:
    """Return how many questions are open in each session that has any, by its uid."""
    rows = db.session.execute(
        select(AskedQuestion.session_uid, func.count())
        .where(AskedQuestion.event_id == event_id, AskedQuestion.state == QuestionState.OPEN)
        .group_by(AskedQuestion.session_uid)
    )
    return dict(rows.all())
