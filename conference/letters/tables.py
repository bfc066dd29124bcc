"""What organisers write to many."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Message(Base):
    """A message of organisers to a group of people. Stored when it is sent, and never altered."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint("readers > 0", name="somebody_reads_it"),
        Index(None, "event_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    """Made with the preview, so that one that is submitted twice is sent once."""
    subject: Mapped[Translated]
    text: Mapped[Translated]
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    """To whom it went, as :class:`conference.letters.rules.messages.AudienceFilter` stands in an address."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    readers: Mapped[int]
    """How many letters were put; these go after some months, the number stays."""
    unwanted: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many more it would have reached, had they wanted messages."""


class MessageLetter(Base):
    """The letter by which one registration gets a message: one at most."""

    __tablename__ = "message_letters"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), unique=True)

    __table_args__ = (Index(None, "registration_id"),)


class Wording(Base):
    """How an event words one of its letters; a letter without a row is worded as usual."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    """Of the letter, such as ``agenda/seat_offered``."""
    subject: Mapped[Translated]
    opening: Mapped[Translated]
    closing: Mapped[Translated]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
