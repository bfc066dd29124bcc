"""What participants were reminded of."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class ReminderWatch(Base):
    """How far reminding in one event is: the row that a worker locks while it does so."""

    __tablename__ = "reminder_watches"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    release: Mapped[int | None]
    """Number of the release by which ``next_at`` was reckoned."""
    told_until: Mapped[datetime | None]
    """All whose turn came until then were told."""
    next_at: Mapped[datetime | None]
    """When the next session's turn comes; None where none is left in that release."""


class Reminder(Base):
    """A registration was reminded of a session: stored together with the letter, so that nobody is reminded twice.

    The start is a part of it: a session that moves is reminded of anew.
    """

    __tablename__ = "reminders"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    session_uid: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """A :class:`conference.letter_wishes.rules.LetterKind`."""
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    put_at: Mapped[datetime]


class DayAgenda(Base):
    """A registration was told the sessions of a day: stored together with the letter."""

    __tablename__ = "day_agendas"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    """By the clocks of the one who was told."""
    put_at: Mapped[datetime]
