"""Reads on accounts."""

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db


def normalised_email(email: str) -> str:
    """Return the form in which an address is stored and found: without outer space, in lower case."""
    return email.strip().lower()


def account_by_email(email: str) -> Account | None:
    """Return the account of an address, however its case is written."""
    return db.session.scalar(select(Account).where(Account.email == normalised_email(email)))


def account_of_sign_in(cookie_id: str) -> Account | None:
    """Return the account of a sign-in cookie; None once it was signed out everywhere."""
    number, _, epoch = cookie_id.partition(".")
    if not (number.isdecimal() and epoch.isdecimal()):
        return None
    account = db.session.get(Account, int(number))
    return account if account and account.sign_in_epoch == int(epoch) and account.is_active else None
