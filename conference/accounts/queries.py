"""Reads on accounts."""

from datetime import datetime

from sqlalchemy import select

from conference.accounts.rules import normalised_email as normalised_email  # noqa: PLC0414 - others ask for it here
from conference.accounts.tables import Account, AccountToken, SignIn, TokenPurpose
from conference.codes import token_hash
from conference.db import db

LARGEST_KEY = 2**31 - 1


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
