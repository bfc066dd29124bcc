"""Where an account is signed in: begun, seen, proven again, ended, cleared away."""

from datetime import datetime

from sqlalchemy import delete, select, update

from conference.accounts import rules
from conference.accounts.tables import Account, SignIn
from conference.codes import new_token, token_hash
from conference.db import db, transaction


def begin_sign_in(
    account_id: int, *, stays: bool = False, program: str = "", zone: str | None = None, now: datetime
) -> str:
    """Sign a browser in and return the key for its cookie; the database keeps only its hash.

    :param program: by name, see :func:`~conference.accounts.rules.device_name`.
    :param zone: IANA, in which the browser is, where it told.
    """
    key = new_token()
    with transaction():
        db.session.add(
            SignIn(
                account_id=account_id,
                key_hash=token_hash(key),
                began_at=now,
                last_seen_at=now,
                ends_at=rules.sign_in_ends_at(now, stays=stays),
                proven_at=now,
                stays=stays,
                program=program,
                zone=zone,
            )
        )
    return key


def note_seen(sign_in_id: int, *, now: datetime) -> None:
    """Note that a browser was seen, and let a sign-in that ends when it is not used last on."""
    with transaction():
        sign_in = db.session.get(SignIn, sign_in_id, with_for_update=True, populate_existing=True)
        if sign_in is not None and rules.is_worth_noting(sign_in.last_seen_at, now):
            sign_in.last_seen_at = now
            if not sign_in.stays:
                sign_in.ends_at = rules.sign_in_ends_at(now, stays=False)


def note_proof(sign_in_id: int, *, now: datetime) -> None:
    """Note that somebody showed again who they are: for a while sensitive changes are open to this browser."""
    with transaction():
        db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(proven_at=now))


def end_sign_in(account_id: int, sign_in_id: int) -> bool:
    """Sign a browser out; say whether it was signed in to this account."""
    with transaction():
        ended = db.session.execute(
            delete(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account_id).returning(SignIn.id)
        )
        return ended.scalar() is not None


def end_sign_in_of_key(key: str) -> None:
    """Sign the browser out whose cookie holds this key."""
    with transaction():
        db.session.execute(delete(SignIn).where(SignIn.key_hash == token_hash(key)))


def end_sign_ins(account: Account, *, but: int | None = None) -> int:
    """Sign an account out everywhere, or everywhere but in one browser, and return from how many.

    :param but: the key of the sign-in that stays.
    """
    with transaction():
        condition = SignIn.account_id == account.id
        if but is not None:
            condition = condition & (SignIn.id != but)
        return len(db.session.scalars(delete(SignIn).where(condition).returning(SignIn.id)).all())


def clear_sign_ins(*, now: datetime) -> int:
    """Delete sign-ins that have ended, and return how many."""
    with transaction():
        ended = select(SignIn.id).where(SignIn.ends_at <= now)
        return len(db.session.scalars(delete(SignIn).where(SignIn.id.in_(ended)).returning(SignIn.id)).all())
