"""What programs that synchronise were told of calendars."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class SyncState(Base):
    """A state of a calendar that a program was given a token of: the tag of each entry, by its name.

    A row is written when a state is first told, and never altered but for when it was last used.
    """

    __tablename__ = "sync_states"
    __table_args__ = (UniqueConstraint("subscription_id", "event_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(32))
    """Names the state; the last part of its token."""
    members: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime]
    """When it was last told or asked about, to the day."""
