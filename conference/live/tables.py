"""Questions to those on stage, and who wants them asked too."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    HIDDEN = "hidden"
    """A host took it out of sight; its author still sees it."""


class AskedQuestion(Base):
    """A question of a participant to those on stage in a session."""

    __tablename__ = "asked_questions"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'hidden')", name="state_known"),
        Index(None, "event_id", "session_uid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    session_uid: Mapped[UUID]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="SET NULL"), index=True)
    """Whose it is; None once they are gone: what was asked stays with the session."""
    text: Mapped[str] = mapped_column(String(500))
    is_named: Mapped[bool]
    """Whether its author's name stands beside it."""
    state: Mapped[str] = mapped_column(String(10), default=QuestionState.OPEN)
    asked_at: Mapped[datetime]
    other_supports: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many wanted it asked too who are gone since."""


class Support(Base):
    """A participant who wants a question asked too: one for each question."""

    __tablename__ = "supports"

    question_id: Mapped[int] = mapped_column(ForeignKey("asked_questions.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
