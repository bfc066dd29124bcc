"""Who takes part in an event, for whom, and how the event lets them in."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.questions.tables import Asked
from conference.translated import Translated


class RegistrationSettings(Base):
    """How an event lets people in: the row that is locked while a seat of the event is given or taken back.

    Made with the first registration, or when organisers first save them; until then registration is open to all.
    """

    __tablename__ = "registration_settings"
    __table_args__ = (
        CheckConstraint("mode IN ('open', 'approval', 'invitation')", name="mode_known"),
        CheckConstraint("cap >= 0", name="cap_counted"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cap: Mapped[int | None]
    """Seats of the whole event; None for no limit."""
    mode: Mapped[str] = mapped_column(String(12), default="open", server_default="open")
    next_place: Mapped[int] = mapped_column(default=1, server_default="1")
    """The number the next one to queue is given: it only rises, so nobody is overtaken."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Rises with each change by organisers."""


class ParticipantGroup(Base):
    """For whom people take part: a municipal administration, a youth organisation, the press."""

    __tablename__ = "participant_groups"
    __table_args__ = (UniqueConstraint("event_id", "key"), CheckConstraint("seats >= 0", name="seats_counted"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    """By which addresses and tables name it; it never changes."""
    name: Mapped[Translated]
    seats: Mapped[int | None]
    """Of its own; None where only those of the event count."""
    needs_municipality: Mapped[bool] = mapped_column(default=False)
    is_offered: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether newcomers can choose it. One that is not keeps those who are in it."""
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Registration(Base):
    """An account taking part in an event, or asking to."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "account_id"),
        CheckConstraint("state IN ('pending', 'confirmed', 'waiting', 'declined', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'waiting') = (queued_as IS NOT NULL)", name="only_waiting_are_queued"),
        CheckConstraint("seen_by IN ('nobody', 'participants', 'everyone')", name="seen_by_known"),
        Index(None, "event_id", "state", "queued_as"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("participant_groups.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="confirmed", server_default="confirmed")
    queued_as: Mapped[int | None]
    """Its number on the event's waiting list; the lowest is next."""
    organisation: Mapped[str] = mapped_column(String(200), default="")
    municipality: Mapped[str] = mapped_column(String(200), default="")
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    """When its state last changed after that."""
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Of the organisers, for themselves: on no page of the participant, but among the data that they take along."""
    consented_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(20))
    """Which wording of the privacy notice they agreed to."""
    agenda_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """Rises with each change of its bookings, so that an unchanged feed is known by one row."""
    agenda_changed_at: Mapped[datetime]
    wants_suggestions: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the agenda suggests sessions."""
    seen_by: Mapped[str] = mapped_column(String(12), default="nobody", server_default="nobody")
    """To whom their name is shown: see :class:`conference.registrations.rules.SeenBy`."""


class Guest(Base):
    """Somebody whom organisers invite to take part in an event: a line of its guest list."""

    __tablename__ = "guests"
    __table_args__ = (UniqueConstraint("event_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(320))
    """In the form in which accounts have it."""
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    language: Mapped[str] = mapped_column(String(8))
    """Of the letter."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("participant_groups.id", ondelete="SET NULL"), index=True)
    """For whom they are thought to take part, be the group offered to others or not."""
    organisation: Mapped[str] = mapped_column(String(200), default="", server_default="")
    municipality: Mapped[str] = mapped_column(String(200), default="", server_default="")
    added_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the link in the letter sent last; none before the first."""
    sent_at: Mapped[datetime | None]
    """When that letter was put."""
    declined_at: Mapped[datetime | None]
    """When they said that they cannot come."""
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="SET NULL"), unique=True
    )
    """Which registration came of it."""


class RegistrationQuestion(Asked, Base):
    """A question of the organisers' own to those who register."""

    __tablename__ = "registration_questions"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint(
            "kind IN ('text', 'long_text', 'one', 'several', 'consent', 'link', 'file')", name="kind_known"
        ),
        CheckConstraint("megabytes > 0", name="megabytes_counted"),
    )

    key: Mapped[str] = mapped_column(String(40))
    """By which addresses and fields name it; it never changes."""
    purpose: Mapped[Translated]
    """What the answer is needed for, in words for those who give it."""
    groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of the groups that are asked; none of them where everybody is. A key whose group is gone asks nobody."""
    file_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    """See :class:`conference.questions.rules.files.FileKind`; only of a question that a file answers."""
    megabytes: Mapped[int] = mapped_column(default=5, server_default="5")
    """The largest file that answers it."""


class RegistrationAnswer(Base):
    """What somebody who registered answered to a question. No answer has no row."""

    __tablename__ = "registration_answers"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("registration_questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[Any] = mapped_column(JSON)
    """A text, the key of a choice or a list of them, true, or the name, type and size of a file."""


class RegistrationFile(Base):
    """The content of a file that answers a question; it goes with the answer."""

    __tablename__ = "registration_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["registration_id", "question_id"],
            ["registration_answers.registration_id", "registration_answers.question_id"],
            name="fk_registration_files_answer",
            ondelete="CASCADE",
        ),
    )

    registration_id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class RegistrationConsent(Base):
    """That somebody agreed to something when they registered, and to what words. Kept when it is taken back."""

    __tablename__ = "registration_consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration_questions.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    """As they were shown."""
    language: Mapped[str] = mapped_column(String(8))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was taken back, or given anew to other words."""
