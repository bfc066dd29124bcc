"""The private links of speakers, and what they send by them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class ContributionKind(StrEnum):
    """What a speaker sends."""

    PROFILE = "profile"
    ANSWER = "answer"
    MATERIAL = "material"
    AVAILABILITY = "availability"


class ContributionState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"
    """The speaker sent something newer before anybody decided."""


class SpeakerLink(Base):
    """A speaker's private address. It goes once it is revoked."""

    __tablename__ = "speaker_links"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """By which a request finds it."""
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The token, encrypted, so that organisers can see the address and send it again."""
    language: Mapped[str] = mapped_column(String(8))
    """Of the letter, and of the page until its reader chooses another."""
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """When it was last sent by mail."""
    seen_at: Mapped[datetime | None]
    """When it was first opened."""


class Contribution(Base):
    """Something that a speaker sent, for an editor to decide."""

    __tablename__ = "contributions"
    __table_args__ = (
        CheckConstraint("kind IN ('profile', 'answer', 'material', 'availability')", name="kind_known"),
        CheckConstraint("state IN ('waiting', 'accepted', 'declined', 'replaced')", name="state_known"),
        Index(None, "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    """Which session an answer or material is about."""
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """``profile``: was, wants; ``answer``: answer, words, starts_at, minutes; ``material``: title, url;
    ``availability``: spans."""
    state: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    reply: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """What the editor says to the speaker on declining."""
