"""Sessions of the draft and what they are tied to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Session(Base):
    """One item of the programme, as drafted."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("event_id", "external_id"),
        CheckConstraint("format IN ('talk', 'workshop', 'panel', 'plenary', 'meeting')", name="format_known"),
        CheckConstraint("state IN ('planned', 'cancelled')", name="state_known"),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes_range"),
        CheckConstraint("seats IS NULL OR seats >= 1", name="seats_positive"),
        CheckConstraint("starts_at IS NOT NULL OR room_id IS NULL", name="room_needs_start"),
        Index(None, "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    uid: Mapped[UUID] = mapped_column(unique=True)
    """For calendars; given once and never changed."""
    code: Mapped[str] = mapped_column(String(12), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(100))
    """Under which an imported file knows it."""
    title: Mapped[Translated]
    abstract: Mapped[Translated] = mapped_column(default=dict)
    label: Mapped[Translated] = mapped_column(default=dict)
    """One or two words that name it on the map of the event."""
    format: Mapped[str] = mapped_column(String(10))
    passport: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    """Language codes under spoken, interpreted, captioned, signed, easy."""
    seats: Mapped[int | None]
    starts_at: Mapped[datetime | None]
    """Without it the session is unscheduled."""
    minutes: Mapped[int]
    """Its length; kept while it is unscheduled."""
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    join_url: Mapped[str | None] = mapped_column(String(1000))
    """Where it is not its room's."""
    state: Mapped[str] = mapped_column(String(10), default="planned", server_default="planned")
    remains: Mapped[Translated] = mapped_column(default=dict)
    """What is left of it afterwards, Markdown."""
    recording_url: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SessionTheme(Base):
    """A theme of a session; the one at position 1 is its main theme."""

    __tablename__ = "session_themes"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True, index=True)
    position: Mapped[int]


class SessionSpeaker(Base):
    """A speaker of a session, in order."""

    __tablename__ = "session_speakers"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True, index=True)
    position: Mapped[int]


class SessionModerator(Base):
    """Who leads through a session, in order: one of the event's speakers."""

    __tablename__ = "session_moderators"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True, index=True)
    position: Mapped[int]


class SessionInterpreter(Base):
    """Who interprets a session, in order: one of the event's speakers."""

    __tablename__ = "session_interpreters"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True, index=True)
    position: Mapped[int]


class SessionPartnership(Base):
    """A partnership that a session belongs to."""

    __tablename__ = "session_partnerships"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True, index=True)
    position: Mapped[int]
