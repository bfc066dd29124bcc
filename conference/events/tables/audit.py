"""The audit log: who changed what of an event, and when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class AuditEntry(Base):
    """One change of an event, its programme, its roles or its releases.

    Never altered, but for names of people whose account is deleted: these are struck out.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("action IN ('added', 'changed', 'removed')", name="action_known"),
        Index(None, "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    changed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    """Who did it; None for the worker, a command, or an account that is no more."""
    was_by_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether somebody did it whose account is deleted."""
    action: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    """What was changed: ``session``, ``room``, ``role``, ``release`` …"""
    key: Mapped[str] = mapped_column(String(320))
    """Its code, slug, key, number or address."""
    name: Mapped[str] = mapped_column(String(300))
    """By which people knew it then."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The fields that differ, as they were; empty for what was added."""
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The same as they became; empty for what was removed."""
    words: Mapped[str] = mapped_column(Text)
    """All that a search finds: name, key and values, folded as ``conference.translated.searchable`` does."""
