"""Subscriptions: the private addresses of agenda feeds."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Subscription(Base):
    """One named private address of a participant's agenda feed, or of their delegation's; revocable by itself."""

    __tablename__ = "subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_members.id", ondelete="CASCADE"), index=True)
    """A place in a delegation: then the feed is that of the delegation, and ends once its owner leaves."""
    name: Mapped[str] = mapped_column(String(100))
    """What its owner calls it, usually a device."""
    language: Mapped[str] = mapped_column(String(8))
    """In which the feed speaks."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """By which a request finds it."""
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The token, encrypted, so that its owner can see the address again."""
    created_at: Mapped[datetime]
    last_fetched_at: Mapped[datetime | None]
    last_fetched_by: Mapped[str | None] = mapped_column(String(200))
    """The User-Agent of the last program that fetched it."""
    revoked_at: Mapped[datetime | None]
