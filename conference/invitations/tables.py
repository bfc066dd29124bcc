"""What the calendars of participants were told by mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class SentInvitation(Base):
    """What a registration's calendar was last told of one session: stored together with the letter.

    It stays when invitations are switched off, since the calendar goes on holding what it was told.
    """

    __tablename__ = "sent_invitations"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    session_uid: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    """Of the last message; it only rises (RFC 5545 section 3.8.7.4)."""
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    shown: Mapped[str] = mapped_column(String(32))
    """Hash of the title and room that it was told: see :func:`conference.invitations.rules.shown_of`."""
    language: Mapped[str] = mapped_column(String(8))
    """In which it was told."""
    stands: Mapped[bool]
    """Whether it was told to hold the session, rather than to let go of it."""
    put_at: Mapped[datetime]


class InvitationWatch(Base):
    """By which release and agenda a registration's calendar is up to date: the row that a worker locks meanwhile."""

    __tablename__ = "invitation_watches"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    release: Mapped[int] = mapped_column(default=0, server_default="0")
    """Number of that release; 0 where none was looked at yet."""
    agenda_revision: Mapped[int] = mapped_column(default=-1, server_default="-1")
    waits_until: Mapped[datetime | None]
    """Until when its letter waits, since its reader is not to be disturbed."""
    waits_release: Mapped[int] = mapped_column(default=0, server_default="0")
    """What it waits with: a newer release, or another agenda, is looked at without waiting."""
    waits_revision: Mapped[int] = mapped_column(default=-1, server_default="-1")
