"""What is kept no longer than needed."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from conference.accounts.rules import UNCONFIRMED_ACCOUNT_LIFETIME
from conference.accounts.tables import Account, AccountToken
from conference.db import db, transaction

USED_TOKENS_ARE_KEPT = timedelta(days=7)


def clear_tokens(*, now: datetime) -> int:
    """Delete tokens that expired, or were used a week ago, and return how many."""
    with transaction():
        result = db.session.execute(
            delete(AccountToken)
            .where(or_(AccountToken.expires_at <= now, AccountToken.used_at <= now - USED_TOKENS_ARE_KEPT))
            .returning(AccountToken.id)
            .execution_options(synchronize_session=False)
        )
        return len(result.all())


def clear_unconfirmed_accounts(*, now: datetime) -> int:
    """Delete accounts whose address nobody confirmed for a month, and return how many."""
    with transaction():
        forgotten = db.session.scalars(
            select(Account)
            .where(Account.confirmed_at.is_(None), Account.created_at <= now - UNCONFIRMED_ACCOUNT_LIFETIME)
            .with_for_update()
        ).all()
        for account in forgotten:
            db.session.delete(account)
        return len(forgotten)
