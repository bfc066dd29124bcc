"""Reads on questions, in the table of whichever form asks them."""

from typing import TypeVar

from sqlalchemy import select

from conference.db import db
from conference.errors import DomainError
from conference.questions.tables import Asked

Q = TypeVar("Q", bound=Asked)


class NoSuchQuestion(DomainError):
    """The form asks no such question."""


def questions_in(table: type[Q], event_id: int) -> list[Q]:
    """Return the questions of an event in their order, those no longer asked among them."""
    return list(db.session.scalars(select(table).where(table.event_id == event_id).order_by(table.position, table.id)))


def question_in(table: type[Q], event_id: int, number: int) -> Q:
    """Return a question as it is now.

    :raises NoSuchQuestion: the event has none of that number.
    """
    question = db.session.scalar(
        select(table).where(table.event_id == event_id, table.id == number).execution_options(populate_existing=True)
    )
    if question is None:
        raise NoSuchQuestion
    return question
