"""Files between upload and import, and what columns of tables were for."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Upload(Base):
    """A file that an organiser sent, with the plan of what its import would do. Removed after a day."""

    __tablename__ = "uploads"
    __table_args__ = (Index(None, "event_id", "account_id"),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Names it in addresses; nobody but the account that sent it is let in by it."""
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    """As its sender calls it."""
    format: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Empty once it is imported."""
    columns: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    """Of a table: heading, sample and target (what it is for) of each column; None for other formats."""
    plan: Mapped[str | None] = mapped_column(Text, deferred=True)
    """JSON: see :mod:`conference.exchange.plan`; None while it cannot be made."""
    report: Mapped[str | None] = mapped_column(Text)
    """JSON of what the import did; None before it."""


class ColumnMemory(Base):
    """What a column of a heading was for in the last table of an event."""

    __tablename__ = "column_memories"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    heading: Mapped[str] = mapped_column(String(200), primary_key=True)
    target: Mapped[str] = mapped_column(String(20))
    """Empty where the column is left out."""
