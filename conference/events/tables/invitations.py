"""Invitations to organise an event."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Invitation(Base):
    """Somebody was asked by mail to organise an event. It goes once it is accepted or withdrawn."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("event_id", "email"),
        CheckConstraint("role IN ('owner', 'editor', 'host', 'observer')", name="role_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(320))
    """In the form in which accounts have it."""
    role: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(8))
    """Of the letter."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    """When the letter was last put."""
    expires_at: Mapped[datetime]
