"""Events and roles."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Event(Base):
    """One conference, as its organisers have drafted it. Visitors read it from a release."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("length(slug) > 0 AND slug = lower(slug)", name="slug_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[Translated]
    summary: Mapped[Translated] = mapped_column(default=dict)
    welcome: Mapped[Translated] = mapped_column(default=dict)
    """The opening statement, Markdown."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    second_zone: Mapped[str | None] = mapped_column(String(64))
    languages: Mapped[list[str]]
    """The languages of the event's texts, the main one first."""
    created_at: Mapped[datetime]
    requires_second_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the organiser's side opens only to accounts with a second factor."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts edits: a form that was opened on an older version is told so."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Role(Base):
    """An account's role in an event."""

    __tablename__ = "roles"
    __table_args__ = (
        UniqueConstraint("event_id", "account_id"),
        CheckConstraint("name IN ('owner', 'editor', 'host', 'observer')", name="name_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(10))
