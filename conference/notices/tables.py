"""What participants were told of releases."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Announcement(Base):
    """How far telling of one release is: the row that a worker locks while it does so."""

    __tablename__ = "announcements"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When all were told; None while some are not."""


class Notice(Base):
    """One account was told of one release: stored together with the letter, so that nobody is told twice."""

    __tablename__ = "notices"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True)
    told_at: Mapped[datetime]
