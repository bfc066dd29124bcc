"""Codes of authenticators and recovery codes: set up, checked, taken away."""

import base64
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, update

from conference.accounts.queries import authenticator_of, has_second_factor
from conference.accounts.rules import second_factor as rules
from conference.accounts.services.security import SafetyChange, tell
from conference.accounts.services.sign_ins import end_sign_ins
from conference.accounts.services.tokens import locked_account
from conference.accounts.tables import Account, Authenticator, Passkey, RecoveryCode
from conference.codes import token_hash
from conference.db import db, transaction
from conference.errors import DomainError


class WrongCode(DomainError):
    """The code is none that works now: mistyped, too old, or used already."""


class AuthenticatorExists(DomainError):
    """The account has an authenticator already."""


def _cipher(secret_key: str) -> Fernet:
    """Return what seals secrets of authenticators, with a key of its own derived from the installation's (RFC 5869)."""
    key = HKDF(SHA256(), 32, salt=None, info=b"meridian: secrets of authenticators").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def add_authenticator(
    account_id: int, *, secret: str, code: str, secret_key: str, sign_in_id: int, now: datetime
) -> list[str]:
    """Set an authenticator up, once it has shown that it makes the right codes.

    With the first second factor of an account all its other sign-ins end, since they were begun without, and it gets
    recovery codes.

    :param sign_in_id: of the sign-in that asks.
    :returns: the recovery codes, to be shown this once; none where there are some already.
    :raises WrongCode: the code is not of this secret.
    :raises AuthenticatorExists: there is one already.
    """
    step = rules.accepted_step(secret, code, last_step=-1, now=now)
    if step is None:
        raise WrongCode
    with transaction():
        account = locked_account(account_id)
        if authenticator_of(account.id) is not None:
            raise AuthenticatorExists
        codes = begin_second_factor(account, sign_in_id=sign_in_id)
        db.session.add(
            Authenticator(
                account_id=account.id,
                sealed_secret=_cipher(secret_key).encrypt(secret.encode()).decode(),
                last_step=step,
                added_at=now,
            )
        )
        tell(account, SafetyChange.AUTHENTICATOR_ADDED, now=now)
        return codes


def remove_authenticator(account_id: int, *, now: datetime) -> None:
    """Take the authenticator away; recovery codes go with the last second factor."""
    with transaction():
        account = locked_account(account_id)
        found = authenticator_of(account.id)
        if found is None:
            return
        db.session.delete(found)
        end_second_factor(account)
        tell(account, SafetyChange.AUTHENTICATOR_REMOVED, now=now)


def begin_second_factor(account: Account, *, sign_in_id: int) -> list[str]:
    """End the other sign-ins and make recovery codes where this is the first factor: within a transaction."""
    if has_second_factor(account.id):
        return []
    end_sign_ins(account, but=sign_in_id)
    return _put_codes(account)


def end_second_factor(account: Account) -> None:
    """Forget the recovery codes where no second factor is left. Within the caller's transaction."""
    db.session.flush()
    if not has_second_factor(account.id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def make_recovery_codes(account_id: int, *, now: datetime) -> list[str]:
    """Make ten new recovery codes and return them, to be shown this once. Those before no longer work."""
    with transaction():
        account = locked_account(account_id)
        codes = _put_codes(account)
        tell(account, SafetyChange.CODES_MADE, now=now)
        return codes


def _put_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = rules.new_recovery_codes()
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=_code_hash(code)) for code in codes)
    return codes


def _code_hash(code: str) -> str:
    return token_hash(rules.plain_recovery_code(code))


def use_code(account_id: int, code: str, *, secret_key: str, now: datetime) -> None:
    """Use up a code of the authenticator, or a recovery code.

    :raises WrongCode: it is none that works now.
    """
    with transaction():
        account = locked_account(account_id)
        if rules.is_recovery_code(code):
            used = db.session.execute(
                update(RecoveryCode)
                .where(
                    RecoveryCode.account_id == account.id,
                    RecoveryCode.code_hash == _code_hash(code),
                    RecoveryCode.used_at.is_(None),
                )
                .values(used_at=now)
                .returning(RecoveryCode.id)
                .execution_options(synchronize_session=False)
            ).scalar()
            if used is None:
                raise WrongCode
            tell(account, SafetyChange.CODE_USED, now=now)
            return
        found = authenticator_of(account.id)
        if found is None:
            raise WrongCode
        try:
            secret = _cipher(secret_key).decrypt(found.sealed_secret).decode()
        except InvalidToken:  # sealed under another SECRET_KEY: recovery codes still work
            raise WrongCode from None
        step = rules.accepted_step(secret, code, last_step=found.last_step, now=now)
        if step is None:
            raise WrongCode
        found.last_step = step


def forget_second_factors(account_id: int, *, now: datetime) -> bool:
    """Take all second factors of an account away, for operators whose people lost theirs; say whether there were any.

    All its sign-ins end.
    """
    with transaction():
        account = locked_account(account_id)
        had = has_second_factor(account.id)
        for table in (Passkey, Authenticator, RecoveryCode):
            db.session.execute(delete(table).where(table.account_id == account.id))
        end_sign_ins(account)
        if had:
            tell(account, SafetyChange.FACTORS_FORGOTTEN, now=now)
        return had
