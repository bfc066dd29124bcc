"""The outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Base):
    """A mail to one person: facts until it is sent, and then also the text that was sent."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        Index(None, "state", "due_at"),
        Index(None, "event_id", "state", "put_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"))
    """The event whose organisers see that it was sent or given up; none for letters about an account."""
    name: Mapped[str] = mapped_column(String(100))
    """Which letter: ``accounts/confirm_address`` is rendered from ``templates/accounts/mail/confirm_address.txt``."""
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(8))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The facts the letter tells, plain JSON; instants as ISO 8601 text. Emptied of secrets once sent."""
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    """Fixed when the letter is put, so that a second delivery after a crash is known as the same one."""
    leaves_nothing: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its row goes once it is sent or given up: the last letter to somebody whose account is deleted."""
    state: Mapped[str] = mapped_column(String(10), default=LetterState.WAITING)
    put_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it is to be tried next; moved ahead while a worker holds it."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was tried, in all: it only rises, so that a worker knows whether a letter is still its own."""
    attempts_before: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of these were made before it was last sent again."""
    sent_at: Mapped[datetime | None]
    subject: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(String(500))
