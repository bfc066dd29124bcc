"""Accounts and the tokens that letters carry."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Account(Base):
    """A person who can sign in."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    """In lower case: one mailbox, one account."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    wants_notices: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether letters tell them when a session they booked moves or is cancelled."""
    may_create_events: Mapped[bool] = mapped_column(default=False, server_default=false())
    sign_in_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    """Part of every sign-in cookie; raising it signs the account out everywhere."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the address was proven to be theirs; nobody signs in before."""
    consented_at: Mapped[datetime | None]
    """When they agreed to the privacy notice."""
    consent_version: Mapped[str | None] = mapped_column(String(20))

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.confirmed_at is not None

    def get_id(self) -> str:
        """Return what the sign-in cookie holds."""
        return f"{self.id}.{self.sign_in_epoch}"


class TokenPurpose(StrEnum):
    """What the bearer of a token may do."""

    CONFIRM_ADDRESS = "confirm_address"
    RESET_PASSWORD = "reset_password"  # noqa: S105


class AccountToken(Base):
    """A secret sent by mail that proves who reads that mailbox. Works once, for a while."""

    __tablename__ = "account_tokens"
    __table_args__ = (CheckConstraint("purpose IN ('confirm_address', 'reset_password')", name="purpose_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
