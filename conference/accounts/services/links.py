"""Signing in by a link in a letter: it stands for the password, works once and for a short while."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from conference.accounts import rules
from conference.accounts.queries import account_by_email, sign_in_link
from conference.accounts.services.tokens import LinkNotValid, locked_account
from conference.accounts.tables import Account, SignInLink
from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.mail.queries import count_letters
from conference.mail.services import put_letter

LETTER = "accounts/sign_in_link"


def ask_for_sign_in_link(email: str, *, mark: str, now: datetime, going_to: str | None = None) -> None:
    """Put a letter with a link to sign in by, if there is a confirmed account of that address.

    Nothing tells the caller whether there was, and the database works as much either way.

    :param mark: a secret of the browser that asks: it is known by it when the link is opened there.
    :param going_to: path within this site to go on to, checked by the caller.
    """
    email = rules.normalised_email(email)
    with transaction():
        account = account_by_email(email)
        if account is None or not account.is_active:
            decoy = put_letter(LETTER, to=email[:320], language="en", data={}, now=now)
            db.session.flush()
            db.session.delete(decoy)
            return
        if count_letters(LETTER, to=email, since=now - rules.LETTERS_WINDOW) >= rules.MOST_LETTERS:
            return
        token = new_token()
        db.session.add(
            SignInLink(
                account_id=account.id,
                token_hash=token_hash(token),
                browser_hash=token_hash(mark),
                asked_at=now,
                expires_at=now + rules.SIGN_IN_LINK_LIFETIME,
            )
        )
        put_letter(
            LETTER,
            to=account.email,
            language=account.language,
            data={"minutes": rules.minutes_of(rules.SIGN_IN_LINK_LIFETIME), "going_to": going_to},
            secrets={"token": token},
            now=now,
        )


def use_sign_in_link(token: str, *, now: datetime) -> Account:
    """Use a link up and return whose it is. All other links of the account stop working with it.

    :raises LinkNotValid: it does not work, or no more.
    """
    with transaction():
        link = sign_in_link(token, now=now)
        if link is None:
            raise LinkNotValid
        account = locked_account(link.account_id)
        used = db.session.execute(
            update(SignInLink)
            .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
            .values(used_at=now)
            .returning(SignInLink.id)
            .execution_options(synchronize_session=False)
        ).scalar()
        if used is None or not account.is_active:
            raise LinkNotValid
        db.session.execute(delete(SignInLink).where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None)))
        return account


def void_sign_in_links(account: Account) -> None:
    """Make all links of an account worthless. Within the caller's transaction."""
    db.session.execute(delete(SignInLink).where(SignInLink.account_id == account.id))


def clear_sign_in_links(*, now: datetime) -> int:
    """Delete links that were used or have expired, and return how many."""
    with transaction():
        over = select(SignInLink.id).where(or_(SignInLink.expires_at <= now, SignInLink.used_at.is_not(None)))
        return len(db.session.scalars(delete(SignInLink).where(SignInLink.id.in_(over)).returning(SignInLink.id)).all())
