"""Opening an account and proving that its address is one's own."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference.accounts import rules
from conference.accounts.queries import account_by_token
from conference.accounts.rules import PasswordFault, is_mark_of, normalised_email, password_fault, sign_up_mark
from conference.accounts.rules.consents import NoticeShown
from conference.accounts.services.consents import forget_consents, keep_consent
from conference.accounts.services.passwords import passwords
from conference.accounts.services.tokens import LinkNotValid, issue_token, use_token, void_tokens
from conference.accounts.tables import Account, TokenPurpose
from conference.codes import new_token
from conference.db import db, transaction
from conference.errors import DomainError
from conference.mail.queries import count_letters
from conference.mail.services import put_letter


class WeakPassword(DomainError):
    """The password cannot be used.

    :ivar fault: why.
    """

    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(fault)
        self.fault = fault


class WrongPassword(DomainError):
    """The password is not the account's."""


class AddressTaken(DomainError):
    """There is an account of that address already.

    :ivar email: the address.
    """

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


def open_account(  # noqa: PLR0913 - all that an account begins with
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    zone: str,
    consent_version: str,
    now: datetime,
    shown: NoticeShown | None = None,
    going_to: str | None = None,
    and_then: Callable[[Account], None] | None = None,
) -> Account | None:
    """Open an account that waits for its address to be confirmed, and put the letter that asks for it.

    Where the address has a confirmed account, its owner gets a letter that says so instead, and None is
    returned: show the same page in both cases. An unconfirmed account of the address is overwritten, and
    the links sent for it before stop working. None is returned, too, and nothing changes, where the address had
    too many letters within the hour.

    :param language: ISO 639-1, of the account and of the letter.
    :param zone: IANA.
    :param consent_version: which wording of the privacy notice they agreed to.
    :param shown: the words of it that they had before them; None where nobody was asked.
    :param going_to: path within this site to go on to after confirming, checked by the caller.
    :param and_then: what else is to be stored with the account; called within the transaction, with the account's
        key known, and not for a confirmed account.
    :raises WeakPassword: the password cannot be used.
    """
    email = normalised_email(email)
    _check_password(password, email=email, name=name)
    # Before the transaction: it takes a while, and the database would be locked meanwhile.
    password_hash = passwords.hash(password)
    with transaction():
        account = _locked_account_by_email(email)
        if account is None:
            account, is_new = _insert_account(
                Account(
                    email=email, name=name, password_hash=password_hash, language=language, zone=zone, created_at=now
                )
            )
        else:
            is_new = False
        if account.confirmed_at is not None:
            if _may_get_letter("accounts/address_known", account, now=now):
                put_letter("accounts/address_known", to=email, language=account.language, data={}, now=now)
            return None
        if not is_new and not _may_get_letter("accounts/confirm_address", account, now=now):
            # Too many letters within the hour. Changing it without a letter would leave its owner with none that works.
            return None
        account.name = name
        account.password_hash = password_hash
        account.language = language
        account.zone = zone
        account.created_at = now
        account.consented_at = now
        account.consent_version = consent_version
        forget_consents(account.id)
        if shown is not None:
            keep_consent(account.id, shown, now=now)
        _send_confirmation(account, now=now, going_to=going_to)
        if and_then is not None:
            and_then(account)
        return account


def mark_of_sign_up(opened: Account | None) -> str:
    """Return the mark for the browser that signed up, see :func:`~conference.accounts.rules.sign_up_mark`.

    :param opened: what :func:`open_account` returned. For None the mark fits nothing, and looks like any other.
    """
    return sign_up_mark(opened.password_hash if opened else new_token())


def send_confirmation_again(email: str, *, now: datetime, going_to: str | None = None) -> None:
    """Put the letter that asks to confirm an address again, if there is an account that waits for it.

    Nothing tells the caller whether there was. The links sent before stop working.
    """
    with transaction():
        account = _locked_account_by_email(normalised_email(email))
        if (
            account is not None
            and account.confirmed_at is None
            and _may_get_letter("accounts/confirm_address", account, now=now)
        ):
            _send_confirmation(account, now=now, going_to=going_to)


def confirm_address(
    token: str,
    *,
    mark: str | None = None,
    password: str | None = None,
    now: datetime,
    and_then: Callable[[Account], None] | None = None,
) -> Account:
    """Confirm the address that the token was sent to. The account may sign in from then on.

    Reading the mailbox is not enough: somebody else may have signed up with the address, who would know the password
    of the account from then on. So those who confirm show that the sign-up was theirs, by one of two things.

    :param mark: that of the browser's own sign-up.
    :param password: the one chosen then.
    :param and_then: what else is done where the address was not confirmed yet; called within the transaction.
    :raises LinkNotValid: the token does not work, or no more.
    :raises WrongPassword: the sign-up was not theirs; the token still works.
    """
    holder = account_by_token(token, TokenPurpose.CONFIRM_ADDRESS, now=now)
    if holder is None:
        raise LinkNotValid
    if not is_mark_of(holder.password_hash, mark) and (
        password is None or not passwords.match(password, holder.password_hash)
    ):
        raise WrongPassword
    # A later sign-up changes the password only together with voiding this token: what was checked is what is confirmed.
    with transaction():
        account = use_token(token, TokenPurpose.CONFIRM_ADDRESS, now=now)
        void_tokens(account, TokenPurpose.CONFIRM_ADDRESS)
        if account.confirmed_at is None:
            account.confirmed_at = now
            if and_then is not None:
                and_then(account)
        return account


def make_account(  # noqa: PLR0913 - all that an account begins with
    *,
    email: str,
    name: str,
    password: str | None,
    language: str,
    zone: str,
    now: datetime,
    may_create_events: bool = False,
    consent_version: str | None = None,
    shown: NoticeShown | None = None,
) -> Account:
    """Make an account that is confirmed at once: whoever asks for it knows whose the address is.

    An unconfirmed account of the address is taken over.

    :param password: None for an account that nobody can sign in to before its password is reset.
    :raises AddressTaken: it has a confirmed account.
    :raises WeakPassword: the password cannot be used.
    """
    email = normalised_email(email)
    if password is not None:
        _check_password(password, email=email, name=name)
    password_hash = passwords.unknown() if password is None else passwords.hash(password)
    with transaction():
        account = _locked_account_by_email(email)
        if account is None:
            account, _ = _insert_account(
                Account(
                    email=email, name=name, password_hash=password_hash, language=language, zone=zone, created_at=now
                )
            )
        if account.confirmed_at is not None:
            raise AddressTaken(email)
        account.name = name
        account.password_hash = password_hash
        account.language = language
        account.zone = zone
        account.may_create_events = may_create_events
        account.confirmed_at = now
        if consent_version is not None:
            account.consented_at = now
            account.consent_version = consent_version
        db.session.flush()
        forget_consents(account.id)
        if shown is not None:
            keep_consent(account.id, shown, now=now)
        void_tokens(account, *TokenPurpose)
        return account


def _check_password(password: str, *, email: str, name: str) -> None:
    fault = password_fault(password, email=email, name=name)
    if fault is not None:
        raise WeakPassword(fault)


def _locked_account_by_email(email: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(Account.email == email).with_for_update().execution_options(populate_existing=True)
    )


def _insert_account(account: Account) -> tuple[Account, bool]:
    """Store a new account, or return the one that someone else stored under its address a moment before."""
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        existing = _locked_account_by_email(account.email)
        if existing is None:
            raise
        return existing, False
    return account, True


def _may_get_letter(name: str, account: Account, *, now: datetime) -> bool:
    return count_letters(name, to=account.email, since=now - rules.LETTERS_WINDOW) < rules.MOST_LETTERS


def _send_confirmation(account: Account, *, now: datetime, going_to: str | None) -> None:
    void_tokens(account, TokenPurpose.CONFIRM_ADDRESS, TokenPurpose.RESET_PASSWORD)
    token = issue_token(account, TokenPurpose.CONFIRM_ADDRESS, lifetime=rules.CONFIRM_LINK_LIFETIME, now=now)
    put_letter(
        "accounts/confirm_address",
        to=account.email,
        language=account.language,
        data={"going_to": going_to, "hours": rules.hours_of(rules.CONFIRM_LINK_LIFETIME)},
        secrets={"token": token},
        now=now,
    )
