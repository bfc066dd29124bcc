"""The tokens in letters: given out, used once, voided, cleared away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from conference.accounts.tables import Account, AccountToken, TokenPurpose
from conference.codes import new_token, token_hash
from conference.db import db
from conference.errors import DomainError


class LinkNotValid(DomainError):
    """The link was used, has expired, was replaced by a newer one, or never was one."""


def issue_token(account: Account, purpose: TokenPurpose, *, lifetime: timedelta, now: datetime) -> str:
    """Return a fresh token; the database keeps only its hash. Within the caller's transaction."""
    token = new_token()
    db.session.add(
        AccountToken(
            account_id=account.id,
            purpose=purpose,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + lifetime,
        )
    )
    return token


def use_token(token: str, purpose: TokenPurpose, *, now: datetime) -> Account:
    """Use a token up and return whose it is, locked. Within the caller's transaction.

    :raises LinkNotValid: it does not work, or no more.
    """
    used = db.session.execute(
        update(AccountToken)
        .where(
            AccountToken.token_hash == token_hash(token),
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
        )
        .values(used_at=now)
        .returning(AccountToken.account_id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if used is None:
        raise LinkNotValid
    return locked_account(used)


def locked_account(account_id: int) -> Account:
    """Return an account as it is now, its row locked until the transaction ends."""
    return db.session.scalars(
        select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def void_tokens(account: Account, *purposes: TokenPurpose) -> None:
    """Make all unused tokens of these purposes worthless. Within the caller's transaction."""
    db.session.execute(
        delete(AccountToken)
        .where(
            AccountToken.account_id == account.id,
            AccountToken.purpose.in_(purposes),
            AccountToken.used_at.is_(None),
        )
        .execution_options(synchronize_session=False)
    )
