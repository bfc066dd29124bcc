"""Checking who signs in, and getting back in without the password."""

from collections.abc import Callable
from datetime import datetime

from conference.accounts import rules
from conference.accounts.queries import account_by_email, account_by_token
from conference.accounts.rules import normalised_email, password_fault
from conference.accounts.services.links import void_sign_in_links
from conference.accounts.services.passwords import passwords
from conference.accounts.services.sign_ins import end_sign_ins
from conference.accounts.services.sign_up import WeakPassword
from conference.accounts.services.tokens import LinkNotValid, issue_token, locked_account, use_token, void_tokens
from conference.accounts.tables import Account, TokenPurpose
from conference.db import db, transaction
from conference.errors import DomainError
from conference.mail.queries import count_letters
from conference.mail.services import put_letter


class SignInFailed(DomainError):
    """Address and password do not belong together; which of the two is wrong is not told."""


class AddressNotConfirmed(DomainError):
    """The password is right, but the address still waits to be confirmed.

    :ivar email: the address.
    :ivar mark: of the sign-up, for the browser: who knows the password made it.
    """

    def __init__(self, email: str, mark: str) -> None:
        super().__init__(email)
        self.email = email
        self.mark = mark


def check_sign_in(email: str, password: str) -> Account:
    """Return the account that address and password belong to.

    It takes as long for an address without an account. A hash of older parameters is renewed.

    :raises SignInFailed: there is no such account, or the password is not its own.
    :raises AddressNotConfirmed: the password is right, but the address is not confirmed yet.
    """
    account = account_by_email(email)
    if account is None:
        passwords.spend_the_work(password)
        raise SignInFailed
    checked_hash = account.password_hash
    if not passwords.match(password, checked_hash):
        raise SignInFailed
    if not account.is_active:
        raise AddressNotConfirmed(account.email, rules.sign_up_mark(checked_hash))
    if passwords.are_outdated(checked_hash):
        new_hash = passwords.hash(password)
        with transaction():
            account = locked_account(account.id)
            if account.password_hash == checked_hash:
                account.password_hash = new_hash
    return account


def ask_for_reset(email: str, *, now: datetime) -> None:
    """Put a letter with a link to choose a new password, if there is an account of that address.

    Nothing tells the caller whether there was, and the database works as much either way.
    """
    email = normalised_email(email)
    with transaction():
        account = account_by_email(email)
        if account is not None and _has_enough_letters(email, now=now):
            return
        if account is None:
            decoy = put_letter("accounts/reset_password", to=email[:320], language="en", data={}, now=now)
            db.session.flush()
            db.session.delete(decoy)
            return
        token = issue_token(account, TokenPurpose.RESET_PASSWORD, lifetime=rules.RESET_LINK_LIFETIME, now=now)
        put_letter(
            "accounts/reset_password",
            to=account.email,
            language=account.language,
            data={"hours": rules.hours_of(rules.RESET_LINK_LIFETIME)},
            secrets={"token": token},
            now=now,
        )


def _has_enough_letters(email: str, *, now: datetime) -> bool:
    since = now - rules.LETTERS_WINDOW
    return count_letters("accounts/reset_password", to=email, since=since) >= rules.MOST_LETTERS


def reset_password(
    token: str, password: str, *, now: datetime, and_then: Callable[[Account], None] | None = None
) -> Account:
    """Set a new password by the token of a letter, and sign the account out everywhere.

    Who has the letter reads the mailbox, so the address counts as confirmed.

    :param and_then: what else is done where the address was not confirmed yet; called within the transaction.
    :raises LinkNotValid: the token does not work, or no more.
    :raises WeakPassword: the password cannot be used; the token still works.
    """
    holder = account_by_token(token, TokenPurpose.RESET_PASSWORD, now=now)
    if holder is None:
        raise LinkNotValid
    fault = password_fault(password, email=holder.email, name=holder.name)
    if fault is not None:
        raise WeakPassword(fault)
    password_hash = passwords.hash(password)
    with transaction():
        account = use_token(token, TokenPurpose.RESET_PASSWORD, now=now)
        void_tokens(account, *TokenPurpose)
        void_sign_in_links(account)
        account.password_hash = password_hash
        account.has_password = True
        end_sign_ins(account)
        if account.confirmed_at is None:
            account.confirmed_at = now
            if and_then is not None:
                and_then(account)
        put_letter("accounts/password_changed", to=account.email, language=account.language, data={}, now=now)
        return account
