"""Changing the address of an account: both mailboxes, the old and the new, agree first."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from conference.accounts import rules
from conference.accounts.queries import account_by_email, address_change_by_token
from conference.accounts.services.links import void_sign_in_links
from conference.accounts.services.security import SafetyChange, tell
from conference.accounts.services.sign_up import AddressTaken
from conference.accounts.services.tokens import LinkNotValid, locked_account, void_tokens
from conference.accounts.tables import Account, AddressChange, TokenPurpose
from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.errors import DomainError
from conference.mail.queries import count_letters
from conference.mail.services import put_letter

AT_OLD, AT_NEW, KNOWN = "accounts/address_at_old", "accounts/address_at_new", "accounts/address_known"


class SameAddress(DomainError):
    """It is the account's address already."""


class TooManyChanges(DomainError):
    """The account asked for too many changes within the hour."""


class Agreement(StrEnum):
    """What became of a change after one mailbox has agreed."""

    WAITS_FOR_OLD = "waits_for_old"
    WAITS_FOR_NEW = "waits_for_new"
    DONE = "done"


def ask_for_address(account_id: int, email: str, *, now: datetime) -> None:
    """Put letters to both mailboxes that ask them to agree to a new address. An earlier change is given up.

    Where the new address has an account already, its owner is told so instead, and the change never comes about: who
    asks learns nothing of it.

    :raises SameAddress: it is the account's own.
    :raises TooManyChanges: there were too many within the hour.
    """
    email = rules.normalised_email(email)
    with transaction():
        account = locked_account(account_id)
        if email == account.email:
            raise SameAddress
        since = now - rules.LETTERS_WINDOW
        if count_letters(AT_OLD, to=account.email, since=since) >= rules.MOST_LETTERS:
            raise TooManyChanges
        db.session.execute(delete(AddressChange).where(AddressChange.account_id == account.id))
        old_token, new_token_ = new_token(), new_token()
        db.session.add(
            AddressChange(
                account_id=account.id,
                new_email=email,
                old_token_hash=token_hash(old_token),
                new_token_hash=token_hash(new_token_),
                asked_at=now,
                expires_at=now + rules.ADDRESS_CHANGE_LIFETIME,
            )
        )
        facts = {"old": account.email, "new": email, "hours": rules.hours_of(rules.ADDRESS_CHANGE_LIFETIME)}
        put_letter(
            AT_OLD, to=account.email, language=account.language, data=facts, secrets={"token": old_token}, now=now
        )
        holder = account_by_email(email)
        is_taken = holder is not None and holder.is_active
        letter = KNOWN if is_taken else AT_NEW
        if count_letters(letter, to=email, since=since) >= rules.MOST_LETTERS:
            return
        if holder is not None and is_taken:
            put_letter(KNOWN, to=email, language=holder.language, data={}, now=now)
        else:
            put_letter(AT_NEW, to=email, language=account.language, data=facts, secrets={"token": new_token_}, now=now)


def agree_to_address(token: str, *, now: datetime) -> Agreement:
    """Let the mailbox that got the token agree; with both agreed the address changes.

    Tokens in earlier letters stop working then, and both mailboxes are told.

    :raises LinkNotValid: the token does not work, or no more.
    :raises AddressTaken: meanwhile the new address got an account of its own.
    """
    with transaction():
        change = address_change_by_token(token, now=now)
        if change is None:
            raise LinkNotValid
        account = locked_account(change.account_id)
        db.session.refresh(change, with_for_update=True)
        if change.old_token_hash == token_hash(token):
            change.old_agreed_at = change.old_agreed_at or now
        else:
            change.new_agreed_at = change.new_agreed_at or now
        if change.old_agreed_at is None:
            return Agreement.WAITS_FOR_OLD
        if change.new_agreed_at is None:
            return Agreement.WAITS_FOR_NEW
        holder = db.session.scalar(select(Account).where(Account.email == change.new_email).with_for_update())
        if holder is not None:
            if holder.is_active:
                raise AddressTaken(change.new_email)
            # Somebody signed up with it who never read its mail.
            db.session.delete(holder)
            db.session.flush()
        before = account.email
        account.email = change.new_email
        db.session.delete(change)
        void_tokens(account, *TokenPurpose)
        void_sign_in_links(account)
        tell(account, SafetyChange.ADDRESS_CHANGED, now=now, to=before)
        tell(account, SafetyChange.ADDRESS_CHANGED, now=now)
        return Agreement.DONE


def give_address_up(account_id: int) -> None:
    """Give a change that waits up: the links in its letters stop working."""
    with transaction():
        db.session.execute(delete(AddressChange).where(AddressChange.account_id == account_id))


def clear_address_changes(*, now: datetime) -> int:
    """Delete changes that nobody finished in time, and return how many."""
    with transaction():
        over = select(AddressChange.id).where(AddressChange.expires_at <= now)
        deleted = delete(AddressChange).where(AddressChange.id.in_(over)).returning(AddressChange.id)
        return len(db.session.scalars(deleted).all())
