"""Releases: written once, never altered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Release(Base):
    """One published state of an event's programme."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        # Which release is newest is asked in every request: SQLite would read past the whole document to tell.
        Index(None, "event_id", "number", "digest", "published_at", "redacted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    redacted_at: Mapped[datetime | None]
    """When a person was last taken out of it: nothing else ever alters a release."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    """What was said of it before notes had languages; now empty."""
    notes: Mapped[Translated] = mapped_column(default=dict, server_default=text("'{}'"))
    """What the organiser says of this release, by language; shown on the page of changes."""
    is_news: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether letters tell participants of it: not of an event's first, nor of those older than such letters."""
    schema_version: Mapped[int]
    document: Mapped[str] = mapped_column(Text, deferred=True)
    """The release document, JSON: see :mod:`conference.programme.document`."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the document: what a process knows a held programme by."""
    changes: Mapped[str] = mapped_column(Text, deferred=True)
    """What differs from the release before, JSON list of changes."""


class PublishedCode(Base):
    """Which event a session's code belongs to: how its door is found. Kept for every session ever published."""

    __tablename__ = "published_codes"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
