"""Reads on accounts."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select

from conference.accounts.rules import normalised_email as normalised_email  # noqa: PLC0414 - others ask for it here
from conference.accounts.rules.second_factor import plain_recovery_code
from conference.accounts.tables import (
    Account,
    AccountToken,
    AddressChange,
    Authenticator,
    OpenIdLink,
    Passkey,
    RecoveryCode,
    SignIn,
    SignInLink,
    TokenPurpose,
)
from conference.codes import token_hash
from conference.db import LARGEST_KEY, db


def account_by_email(email: str) -> Account | None:
    """Return the account of an address, however its case is written."""
    return db.session.scalar(select(Account).where(Account.email == normalised_email(email)))


def sign_in_of_key(key: str, *, now: datetime) -> tuple[Account, SignIn] | None:
    """Return whose sign-in a cookie holds the key of, in one query; None once it was ended, or has ended by itself."""
    row = db.session.execute(
        select(Account, SignIn)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(SignIn.key_hash == token_hash(key), SignIn.ends_at > now)
    ).first()
    return (row[0], row[1]) if row and row[0].is_active else None


def sign_ins_of(account_id: int, *, now: datetime) -> list[SignIn]:
    """Return where an account is signed in, the device seen last first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(SignIn.account_id == account_id, SignIn.ends_at > now)
            .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        )
    )


def account_by_id(account_id: int) -> Account | None:
    """Return the account of a key."""
    return db.session.get(Account, account_id) if 0 < account_id <= LARGEST_KEY else None


def account_by_token(token: str, purpose: TokenPurpose, *, now: datetime) -> Account | None:
    """Return whose token it is while it works: not used, not expired, of this purpose; else None."""
    return db.session.scalar(
        select(Account)
        .join(AccountToken, AccountToken.account_id == Account.id)
        .where(
            AccountToken.token_hash == token_hash(token),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
        )
    )


def passkeys_of(account_id: int) -> list[Passkey]:
    """Return the passkeys of an account, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)))


def authenticator_of(account_id: int) -> Authenticator | None:
    """Return the authenticator of an account, or None."""
    return db.session.scalar(select(Authenticator).where(Authenticator.account_id == account_id))


def has_second_factor(account_id: int) -> bool:
    """Say whether an account has a second factor."""
    return account_id in with_second_factor([account_id])


def with_second_factor(account_ids: Collection[int]) -> set[int]:
    """Return which of some accounts have a second factor, in one query."""
    return set(
        db.session.scalars(
            select(Authenticator.account_id)
            .where(Authenticator.account_id.in_(account_ids))
            .union(select(Passkey.account_id).where(Passkey.account_id.in_(account_ids)))
        )
    )


def codes_left(account_id: int) -> int:
    """Return how many recovery codes of an account are unused."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def are_recovery_codes(account_id: int, codes: Collection[str]) -> bool:
    """Say whether these are recovery codes of an account, all of them unused."""
    hashes = {token_hash(plain_recovery_code(code)) for code in codes}
    found = db.session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id, RecoveryCode.code_hash.in_(hashes), RecoveryCode.used_at.is_(None)
        )
    )
    return bool(hashes) and found == len(hashes)


def sign_in_link(token: str, *, now: datetime) -> SignInLink | None:
    """Return the link of a letter while it works: not used, not expired; else None."""
    return db.session.scalar(
        select(SignInLink).where(
            SignInLink.token_hash == token_hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
        )
    )


def address_change_of(account_id: int, *, now: datetime) -> AddressChange | None:
    """Return the change of address that waits for an account, or None."""
    return db.session.scalar(
        select(AddressChange).where(AddressChange.account_id == account_id, AddressChange.expires_at > now)
    )


def address_change_by_token(token: str, *, now: datetime) -> AddressChange | None:
    """Return the change that a letter to either mailbox asks about, while it waits; else None."""
    given = token_hash(token)
    return db.session.scalar(
        select(AddressChange).where(
            or_(AddressChange.old_token_hash == given, AddressChange.new_token_hash == given),
            AddressChange.expires_at > now,
        )
    )


def openid_links_of(account_id: int) -> list[OpenIdLink]:
    """Return the accounts of OpenID providers by which an account is signed in to."""
    return list(
        db.session.scalars(select(OpenIdLink).where(OpenIdLink.account_id == account_id).order_by(OpenIdLink.id))
    )
