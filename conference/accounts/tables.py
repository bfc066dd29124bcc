"""Accounts, where they are signed in and by what, and the tokens that letters carry."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false, true
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
    name_changed_at: Mapped[datetime | None]
    """When its owner last changed the name: feeds of others tell it, and have to say since when."""
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    zone_changed_at: Mapped[datetime | None]
    """When its owner last changed the zone, in which their own feeds tell times."""
    may_create_events: Mapped[bool] = mapped_column(default=False, server_default=false())
    has_password: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether somebody chose the password; not in an account that was opened through an OpenID provider."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the address was proven to be theirs; nobody signs in before."""
    consented_at: Mapped[datetime | None]
    """When they agreed to the privacy notice."""
    consent_version: Mapped[str | None] = mapped_column(String(20))

    is_authenticated = True
    is_anonymous = False
    sign_in_key = ""
    """The key of the sign-in by which this request or test came; stored nowhere but in the cookie."""

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.confirmed_at is not None

    def get_id(self) -> str:
        """Return what the sign-in cookie holds."""
        return self.sign_in_key


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


class SignInLink(Base):
    """A link in a letter that signs in, once and for a short while: it stands for a password alone."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    """Of the mark of the browser that asked for it."""
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """One browser that is signed in to an account. Deleting it signs that browser out."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the key in the browser's cookie, which is random and stored nowhere else."""
    began_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    """To within ten minutes."""
    ends_at: Mapped[datetime] = mapped_column(index=True)
    proven_at: Mapped[datetime]
    """When they last showed who they are: sensitive changes ask for it again after a while."""
    stays: Mapped[bool]
    """Whether they asked to stay signed in when the browser is closed."""
    program: Mapped[str] = mapped_column(String(100))
    """Browser and system by name, such as ``Firefox, Linux``; empty where unknown."""
    zone: Mapped[str | None] = mapped_column(String(64))
    """The IANA zone that the browser was in, where it told."""


class Passkey(Base):
    """A key pair whose private half lies in somebody's device (W3C Web Authentication)."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    """By which its owner knows it."""
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    """Base64url, of at most 1023 bytes."""
    public_key: Mapped[str] = mapped_column(Text)
    """COSE, base64url."""
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """What the device counted last; one that counts backwards was copied. Many count nothing, and stay at zero."""
    user_handle: Mapped[str] = mapped_column(String(100))
    """Base64url: the same random name of the account in all of its passkeys."""
    transports: Mapped[list[str]]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Authenticator(Base):
    """What an account shares with an app that shows one-time codes (RFC 6238)."""

    __tablename__ = "authenticators"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    sealed_secret: Mapped[str] = mapped_column(String(300))
    """Encrypted with the SECRET_KEY: a copy of the database alone makes no codes."""
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The time step of the newest code used: neither it nor an older one works again."""
    added_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for a second factor, once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class AddressChange(Base):
    """A new address that waits until both mailboxes, the old and the new, have agreed."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    new_email: Mapped[str] = mapped_column(String(320))
    old_token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    new_token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    old_agreed_at: Mapped[datetime | None]
    new_agreed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class OpenIdLink(Base):
    """An account of an OpenID provider by which somebody signs in here."""

    __tablename__ = "openid_links"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    """The provider's own name for them: it never changes and is given to nobody else, as an address may be."""
    email: Mapped[str] = mapped_column(String(320))
    """As the provider told it when they were linked, to be recognised by."""
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConsentText(Base):
    """Words that people had before them when they agreed: kept once, however many they were."""

    __tablename__ = "consent_texts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of language and text."""
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """Somebody agreed to the privacy notice. It goes with the account, or with the registration it was for."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    """For which they agreed; None for the account itself."""
    version: Mapped[str] = mapped_column(String(20))
    text_digest: Mapped[str] = mapped_column(ForeignKey("consent_texts.digest"), index=True)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
