"""Reads on accounts."""

from datetime import datetime

from sqlalchemy import select

from conference.accounts.rules import normalised_email as normalised_email  # noqa: PLC0414 - others ask for it here
from conference.accounts.tables import Account, AccountToken, TokenPurpose
from conference.codes import token_hash
from conference.db import db

LARGEST_KEY = 2**31 - 1


def account_by_email(email: str) -> Account | None:
    """Return the account of an address, however its case is written."""
    return db.session.scalar(select(Account).where(Account.email == normalised_email(email)))


def account_of_sign_in(cookie_id: str) -> Account | None:
    """Return the account of a sign-in cookie; None once it was signed out everywhere."""
    number, _, epoch = cookie_id.partition(".")
    if not (number.isdecimal() and epoch.isdecimal()) or int(number) > LARGEST_KEY:
        return None
    account = db.session.get(Account, int(number))
    return account if account and account.sign_in_epoch == int(epoch) and account.is_active else None


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
