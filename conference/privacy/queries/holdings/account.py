"""Who somebody is, how they sign in, and the letters they got."""

from sqlalchemy import ColumnElement, and_, or_, select

from conference.accounts import tables as accounts
from conference.mail import tables as mail
from conference.privacy.queries.holding import (
    Holding,
    by_account,
    by_email,
    event_named,
    event_of_registration,
    facts,
)
from conference.privacy.queries.person import Person
from conference.privacy.rules import Fate


def letters_to(person: Person) -> ColumnElement[bool]:
    """Letters to a person; of those to an address that they would like to have, the ones that ask about it."""
    to_them = by_email(mail.Letter.recipient)(person)
    if person.new_email is None:
        return to_them
    return or_(to_them, and_(mail.Letter.recipient == person.new_email, mail.Letter.name.in_(ABOUT_ADDRESSES)))


ABOUT_ADDRESSES = ("accounts/address_at_new", "accounts/address_known")

ACCOUNT: tuple[Holding, ...] = (
    Holding(
        table=accounts.Account, fate=Fate.GOES, whose=by_account(accounts.Account.id), told_as="account", is_one=True,
        tells=facts(
            accounts.Account,
            "email name name_changed_at language zone zone_changed_at may_create_events has_password "
            "created_at confirmed_at consented_at consent_version",
        ),
        untold="password_hash",
    ),
    Holding(
        table=accounts.SignIn, fate=Fate.GOES, whose=by_account(accounts.SignIn.account_id), told_as="sign_ins",
        tells=facts(accounts.SignIn, "program zone began_at last_seen_at ends_at stays"), untold="key_hash",
    ),
    Holding(
        table=accounts.SignInLink, fate=Fate.GOES, whose=by_account(accounts.SignInLink.account_id),
        told_as="sign_in_links", tells=facts(accounts.SignInLink, "asked_at expires_at used_at"),
        untold="token_hash browser_hash",
    ),
    Holding(
        table=accounts.AccountToken, fate=Fate.GOES, whose=by_account(accounts.AccountToken.account_id),
        told_as="links_in_letters", tells=facts(accounts.AccountToken, "purpose created_at expires_at used_at"),
        untold="token_hash",
    ),
    Holding(
        table=accounts.AddressChange, fate=Fate.GOES, whose=by_account(accounts.AddressChange.account_id),
        told_as="changes_of_address",
        tells=facts(accounts.AddressChange, "new_email asked_at old_agreed_at new_agreed_at expires_at"),
        untold="old_token_hash new_token_hash",
    ),
    Holding(
        table=accounts.Passkey, fate=Fate.GOES, whose=by_account(accounts.Passkey.account_id), told_as="passkeys",
        tells=facts(accounts.Passkey, "name transports added_at used_at"),
        untold="credential_id public_key user_handle",
    ),
    Holding(
        table=accounts.Authenticator, fate=Fate.GOES, whose=by_account(accounts.Authenticator.account_id),
        told_as="authenticators", tells=facts(accounts.Authenticator, "added_at"), untold="sealed_secret",
    ),
    Holding(
        table=accounts.RecoveryCode, fate=Fate.GOES, whose=by_account(accounts.RecoveryCode.account_id),
        told_as="recovery_codes", tells=facts(accounts.RecoveryCode, "used_at"), untold="code_hash",
    ),
    Holding(
        table=accounts.OpenIdLink, fate=Fate.GOES, whose=by_account(accounts.OpenIdLink.account_id),
        told_as="sign_in_providers", tells=facts(accounts.OpenIdLink, "issuer subject email linked_at used_at"),
    ),
    Holding(
        table=accounts.Consent, fate=Fate.GOES, whose=by_account(accounts.Consent.account_id), told_as="consents",
        tells=facts(
            accounts.Consent, "version given_at withdrawn_at",
            event=event_of_registration(accounts.Consent.registration_id),
            language=select(accounts.ConsentText.language)
            .where(accounts.ConsentText.digest == accounts.Consent.text_digest).scalar_subquery(),
            words=select(accounts.ConsentText.text)
            .where(accounts.ConsentText.digest == accounts.Consent.text_digest).scalar_subquery(),
        ),
    ),
    Holding(
        table=mail.Letter, fate=Fate.NAMELESS, whose=letters_to, told_as="letters",
        tells=facts(
            mail.Letter, "name language subject text state put_at sent_at", event=event_named(mail.Letter.event_id)
        ),
        untold="recipient data html message_id error",
        blanks={"recipient": "", "data": {}, "subject": None, "text": None, "html": None, "error": None},
        strikes=(mail.Letter.data, mail.Letter.subject, mail.Letter.text, mail.Letter.html, mail.Letter.error),
        spares=lambda person: mail.Letter.recipient.in_(
            select(accounts.Account.email).where(
                accounts.Account.name == person.name, accounts.Account.id != person.account_id
            )
        ),
        why="letters to others name a person too",
    ),
)  # fmt: skip
