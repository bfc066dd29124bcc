"""What people change on their own account."""

from datetime import datetime

from conference.accounts.rules import password_fault
from conference.accounts.services.links import void_sign_in_links
from conference.accounts.services.passwords import passwords
from conference.accounts.services.sign_ins import end_sign_ins
from conference.accounts.services.sign_up import WeakPassword, WrongPassword
from conference.accounts.services.tokens import locked_account, void_tokens
from conference.accounts.tables import Account, TokenPurpose
from conference.db import instant_of_change, transaction
from conference.mail.services import put_letter


def edit_preferences(account: Account, *, name: str, language: str, zone: str, now: datetime) -> Account:
    """Change name, language (ISO 639-1) and zone (IANA) of an account."""
    with transaction():
        account = locked_account(account.id)
        if account.name != name:
            account.name, account.name_changed_at = name, instant_of_change(now, account.name_changed_at)
        if account.zone != zone:
            account.zone, account.zone_changed_at = zone, instant_of_change(now, account.zone_changed_at)
        account.language = language
        return account


def change_password(
    account: Account, *, old_password: str, new_password: str, now: datetime, keeps: int | None = None
) -> Account:
    """Change the password. All sign-ins end but the one that asks.

    A letter tells the owner, in case it was not them.

    :param keeps: the key of the sign-in that asks; None where none is to stay.
    :raises WrongPassword: the old one is not right.
    :raises WeakPassword: the new one cannot be used.
    """
    checked_hash = account.password_hash
    if not passwords.match(old_password, checked_hash):
        raise WrongPassword
    fault = password_fault(new_password, email=account.email, name=account.name)
    if fault is not None:
        raise WeakPassword(fault)
    password_hash = passwords.hash(new_password)
    with transaction():
        account = locked_account(account.id)
        if account.password_hash != checked_hash:
            raise WrongPassword
        account.password_hash = password_hash
        account.has_password = True
        end_sign_ins(account, but=keeps)
        void_tokens(account, TokenPurpose.RESET_PASSWORD)
        void_sign_in_links(account)
        put_letter("accounts/password_changed", to=account.email, language=account.language, data={}, now=now)
        return account
