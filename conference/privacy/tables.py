"""For how long an event keeps data of people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Retention(Base):
    """How many days past its end an event keeps data of people. One without a row keeps to the usual number."""

    __tablename__ = "retentions"
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 3660", name="days_range"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    days: Mapped[int]
    cleared_at: Mapped[datetime | None]
    """When the data went; from then on the event keeps figures alone."""
