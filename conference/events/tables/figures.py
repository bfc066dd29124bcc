"""Figures that outlast the people they counted."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class CountKind(StrEnum):
    """What is counted: each by itself, so that no row can be put together with another to a person."""

    DAY = "day"
    """Registrations by the local day of the event, ``YYYY-MM-DD``."""
    GROUP = "group"
    """Registrations by the key of the participant group."""
    MUNICIPALITY = "municipality"
    """Registrations by municipality as people wrote it; empty where the name might tell who it was."""
    ATTENDED = "attended"
    """People who were there, by the uid of the session."""


class KeptCount(Base):
    """How many of those whose data are gone an event still counts, in one respect."""

    __tablename__ = "kept_counts"
    __table_args__ = (
        CheckConstraint("kind IN ('day', 'group', 'municipality', 'attended')", name="kind_known"),
        CheckConstraint("count > 0", name="count_some"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
