"""The call, its questions, what was proposed, and what reviewers say of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.questions.tables import Asked
from conference.translated import Translated


class Call(Base):
    """The call of an event: whether and until when it is open, and what may be proposed."""

    __tablename__ = "calls"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    introduction: Mapped[Translated] = mapped_column(default=dict)
    """Markdown."""
    themes: Mapped[list[str]]
    """Slugs of those that may be proposed; with none of them the form does not ask. Themes come and go, slugs stay."""
    formats: Mapped[list[str]]
    suggests_places: Mapped[bool] = mapped_column(default=True)
    """Whether the form names the municipalities of the draft, to choose from."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Question(Asked, Base):
    """A question of the organisers' own to those who propose a session."""

    __tablename__ = "call_questions"
    __table_args__ = (
        CheckConstraint("kind IN ('text', 'long_text', 'one', 'several', 'consent', 'link')", name="kind_known"),
    )


class Proposal(Base):
    """A session that somebody would like to hold."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'accepted', 'waiting', 'declined', 'withdrawn')", name="state_known"),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes_range"),
        Index(None, "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="new")
    told_state: Mapped[str] = mapped_column(String(10), default="new")
    """What those who proposed it were told last."""
    title: Mapped[str] = mapped_column(String(300))
    abstract: Mapped[str] = mapped_column(Text)
    """Markdown."""
    language: Mapped[str] = mapped_column(String(8))
    """In which title and abstract are written."""
    theme: Mapped[str | None] = mapped_column(String(60))
    """Slug. Like the two keys below no foreign key: what is taken out of the draft can be brought back under it."""
    format: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int]
    municipality: Mapped[str] = mapped_column(String(200))
    """Its name as it was written."""
    municipality_key: Mapped[str | None] = mapped_column(String(60))
    """Of the one in the draft, where it is known."""
    country: Mapped[str] = mapped_column(String(2))
    partner: Mapped[str] = mapped_column(String(200), default="")
    """Name of the partner city, or empty."""
    partnership: Mapped[str | None] = mapped_column(String(120))
    """Slug of the two cities' partnership, where it is known."""
    speakers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Each with name, email and affiliation."""
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(320))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """By the id of the question, as text."""
    letters_language: Mapped[str] = mapped_column(String(8))
    consented_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """By which its private address is found."""
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The token, encrypted, so that later letters can name the address again."""
    sent_from: Mapped[str] = mapped_column(String(64), unique=True)
    """Hash of the form's own mark: the same form, sent twice, is one proposal."""
    session_uid: Mapped[UUID | None] = mapped_column(unique=True)
    """Of the session that became of it. It stays when that is taken out of the draft, and fits when it is back."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Score(Base):
    """What one reviewer thinks of a proposal, from 1 to 5."""

    __tablename__ = "proposal_scores"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_range"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True)
    score: Mapped[int]
    scored_at: Mapped[datetime]


class Comment(Base):
    """What a reviewer says of a proposal, to the other organisers alone."""

    __tablename__ = "proposal_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]


class Label(Base):
    """A label that reviewers put on proposals."""

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("event_id", "name"), CheckConstraint("colour BETWEEN 1 AND 8", name="colour"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    colour: Mapped[int]
    """Number of a colour, from 1."""


class ProposalLabel(Base):
    """A label of a proposal."""

    __tablename__ = "proposal_labels"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True, index=True)


class SentLetter(Base):
    """A letter about a proposal, kept as long as the proposal: what was said, to whom and when."""

    __tablename__ = "proposal_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """``received``, or the state that it tells."""
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    """Without the private address."""
    message_id: Mapped[str] = mapped_column(String(200))
    """Of the letter in the outbox, which says whether it has left."""
    put_at: Mapped[datetime]
