"""What participants want to be written."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, false, true
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class LetterWishes(Base):
    """Which letters of an event a registration wants. One without a row never said, and wants the usual ones.

    A column for each :class:`conference.letter_wishes.rules.LetterKind`, by its name.
    """

    __tablename__ = "letter_wishes"
    __table_args__ = (Index(None, "daily_agenda", "agenda_next_at"), Index(None, "invitations"))

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    day_before: Mapped[bool] = mapped_column(default=True, server_default=true())
    ten_minutes: Mapped[bool] = mapped_column(default=True, server_default=true())
    daily_agenda: Mapped[bool] = mapped_column(default=False, server_default=false())
    changes: Mapped[bool] = mapped_column(default=True, server_default=true())
    waiting_list: Mapped[bool] = mapped_column(default=True, server_default=true())
    messages: Mapped[bool] = mapped_column(default=True, server_default=true())
    invitations: Mapped[bool] = mapped_column(default=False, server_default=false())
    quiet_from: Mapped[time] = mapped_column(default=time(22), server_default="22:00:00")
    """From when letters that can wait do wait, by the clocks of their reader."""
    quiet_until: Mapped[time] = mapped_column(default=time(7), server_default="07:00:00")
    """Until when; equal to ``quiet_from`` where they never wait."""
    agenda_at: Mapped[time] = mapped_column(default=time(7), server_default="07:00:00")
    """When the agenda of the day comes, by the clocks of its reader."""
    agenda_next_at: Mapped[datetime | None]
    """When it is looked whether one is to come; None where that is still to be reckoned."""
