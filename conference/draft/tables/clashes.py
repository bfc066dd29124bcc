"""What the clash checks know beside the programme: who and what is free when, and which warnings are accepted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class SpeakerSpan(Base):
    """A time at which a speaker can come. Who has none can always."""

    __tablename__ = "speaker_spans"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class RoomSpan(Base):
    """A time at which a room can be had. One that has none can always."""

    __tablename__ = "room_spans"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class AcceptedWarning(Base):
    """A warning of the clash checks that an organiser accepted, while its facts stay the same."""

    __tablename__ = "accepted_warnings"
    __table_args__ = (UniqueConstraint("event_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    fingerprint: Mapped[str] = mapped_column(String(32))
    """Of its facts: see ``rules.clashes.Clash.fingerprint``."""
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(300))
    """What it is about, as people know it: for the audit log once its facts have changed."""
    reason: Mapped[str] = mapped_column(String(500))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    accepted_at: Mapped[datetime]
