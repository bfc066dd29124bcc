"""Delegations, their members, what these want covered, and what was proposed to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Delegation(Base):
    """Several people who take part in an event together: the row that is locked while members come or go."""

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("kind IN ('municipality', 'partnership', 'youth', 'other')", name="kind_known"),
        CheckConstraint("(kind = 'partnership') = (partnership IS NOT NULL)", name="only_partnerships_name_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    """The member who invites and removes others; none until the one whom organisers named has joined."""
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    partnership: Mapped[str | None] = mapped_column(String(120))
    """Slug of a partnership of the programme."""
    organisation: Mapped[str] = mapped_column(String(200), default="")
    municipality: Mapped[str] = mapped_column(String(200), default="")
    """Like the organisation filled in for those who register as its members; they may change it."""
    group_key: Mapped[str] = mapped_column(String(40), default="")
    """Key of a participant group, likewise."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When members last came, went, or decided who sees their agenda, or its name changed."""


class DelegationMember(Base):
    """Somebody who was invited to a delegation, and then belongs to it. The row goes when they leave."""

    __tablename__ = "delegation_members"
    __table_args__ = (
        UniqueConstraint("delegation_id", "email"),
        UniqueConstraint("delegation_id", "account_id"),
        CheckConstraint("(account_id IS NULL) = (joined_at IS NULL)", name="who_joined_has_an_account"),
        CheckConstraint("(account_id IS NULL) = (token_hash IS NOT NULL)", name="only_invited_have_a_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    """None until they joined."""
    name: Mapped[str] = mapped_column(String(100))
    """As whoever invited them wrote it."""
    email: Mapped[str] = mapped_column(String(320))
    """To which the invitation went, in the form in which accounts have it."""
    language: Mapped[str] = mapped_column(String(8))
    """Of the letter."""
    becomes_contact: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether they are asked to be the contact."""
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """The token, encrypted, so that a reminder carries the same link; empty once they joined."""
    invited_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    """When the last letter was put that asks them."""
    expires_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    """When they said that they will not come along; they may think better of it."""
    joined_at: Mapped[datetime | None]
    shows_agenda: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the delegation sees which sessions they chose."""
    understands: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Languages in which they follow a session, for proposals; none where they said nothing."""


class InvitationAllowance(Base):
    """How many invitations an account sent within the hour, whatever became of them."""

    __tablename__ = "invitation_allowances"
    __table_args__ = (CheckConstraint("letters >= 0", name="letters_counted"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    began_at: Mapped[datetime]
    letters: Mapped[int]


class DelegationWish(Base):
    """A member wants somebody of the delegation to be in a session."""

    __tablename__ = "delegation_wishes"

    member_id: Mapped[int] = mapped_column(ForeignKey("delegation_members.id", ondelete="CASCADE"), primary_key=True)
    session_uid: Mapped[UUID] = mapped_column(primary_key=True)


class DelegationProposal(Base):
    """A session that a member is asked to go to for the delegation. Taken up, it goes; declined, it stays as such."""

    __tablename__ = "delegation_proposals"

    member_id: Mapped[int] = mapped_column(ForeignKey("delegation_members.id", ondelete="CASCADE"), primary_key=True)
    session_uid: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    is_declined: Mapped[bool] = mapped_column(default=False, server_default=false())
