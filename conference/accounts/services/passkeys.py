"""Passkeys (W3C Web Authentication Level 2): added, checked, taken away.

Options are what a browser is asked, as JSON; their challenge is kept by the caller until the answer comes.
"""

import json
from datetime import datetime
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url, generate_user_handle, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from conference.accounts.queries import passkeys_of
from conference.accounts.rules import Site
from conference.accounts.rules.second_factor import MOST_PASSKEYS
from conference.accounts.services.second_factor import begin_second_factor, end_second_factor
from conference.accounts.services.security import SafetyChange, tell
from conference.accounts.services.tokens import locked_account
from conference.accounts.tables import Account, Passkey
from conference.db import db, transaction
from conference.errors import DomainError

_MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""What the library raises at answers that no browser gives."""


class PasskeyRefused(DomainError):
    """What the browser answered proves nothing: of another site or challenge, malformed, copied, or not known here."""


class TooManyPasskeys(DomainError):
    """The account has as many passkeys as it may have."""


def options_to_add(account: Account, *, site: Site, name: str) -> tuple[dict[str, Any], str]:
    """Return what a browser is asked so that it makes a passkey, and the challenge in base64url.

    :param name: of this installation.
    """
    known = passkeys_of(account.id)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=name,
        user_id=webauthn.base64url_to_bytes(known[0].user_handle) if known else generate_user_handle(),
        user_name=account.email,
        user_display_name=account.name or account.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=[_descriptor(passkey) for passkey in known],
    )
    return json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge)


def add_passkey(
    account_id: int,
    credential: str,
    *,
    challenge: str,
    handle: str,
    site: Site,
    name: str,
    sign_in_id: int,
    now: datetime,
) -> list[str]:
    """Keep the passkey that a browser has made.

    :param credential: what the browser answered, JSON.
    :param handle: the name of the account that the options gave it, base64url.
    :param name: by which its owner will know it.
    :returns: recovery codes, to be shown this once, where it is the first second factor of the account.
    :raises PasskeyRefused: the answer does not hold.
    :raises TooManyPasskeys: there are enough.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
        transports = parse_registration_credential_json(credential).response.transports or []
    except _MALFORMED:
        raise PasskeyRefused from None
    with transaction():
        account = locked_account(account_id)
        known = passkeys_of(account.id)
        if len(known) >= MOST_PASSKEYS:
            raise TooManyPasskeys
        credential_id = bytes_to_base64url(made.credential_id)
        if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)):
            raise PasskeyRefused
        codes = begin_second_factor(account, sign_in_id=sign_in_id)
        db.session.add(
            Passkey(
                account_id=account.id,
                name=name,
                credential_id=credential_id,
                public_key=bytes_to_base64url(made.credential_public_key),
                sign_count=made.sign_count,
                user_handle=handle,
                transports=[transport.value for transport in transports],
                added_at=now,
            )
        )
        tell(account, SafetyChange.PASSKEY_ADDED, now=now, name=name)
        return codes


def options_to_show(*, site: Site, account_id: int | None = None) -> tuple[dict[str, Any], str]:
    """Return what a browser is asked so that it shows a passkey, and the challenge in base64url.

    :param account_id: whose; None for anybody's, which stands for a password too: the device then verifies its owner.
    """
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=[_descriptor(passkey) for passkey in passkeys_of(account_id)] if account_id else None,
        user_verification=UserVerificationRequirement.PREFERRED if account_id else UserVerificationRequirement.REQUIRED,
    )
    return json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge)


def use_passkey(
    credential: str, *, challenge: str, site: Site, account_id: int | None = None, now: datetime
) -> Account:
    """Return whose passkey a browser has shown.

    :param account_id: whose it must be; None for anybody's, where the device must have verified its owner.
    :raises PasskeyRefused: the answer does not hold, or its account may not sign in.
    """
    try:
        credential_id = json.loads(credential)["id"]
        expected_challenge = webauthn.base64url_to_bytes(challenge)
    except _MALFORMED:
        raise PasskeyRefused from None
    if not isinstance(credential_id, str) or "\0" in credential_id:
        raise PasskeyRefused
    with transaction():
        passkey = db.session.scalar(
            select(Passkey)
            .where(Passkey.credential_id == credential_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if passkey is None or (account_id is not None and passkey.account_id != account_id):
            raise PasskeyRefused
        try:
            shown = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=expected_challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=webauthn.base64url_to_bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=account_id is None,
            )
        except _MALFORMED:
            raise PasskeyRefused from None
        account = locked_account(passkey.account_id)
        if not account.is_active:
            raise PasskeyRefused
        passkey.sign_count = shown.new_sign_count
        passkey.used_at = now
        return account


def remove_passkey(account_id: int, passkey_id: int, *, now: datetime) -> bool:
    """Take a passkey away; say whether the account had it. Recovery codes go with the last second factor."""
    with transaction():
        account = locked_account(account_id)
        passkey = db.session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account.id))
        if passkey is None:
            return False
        db.session.delete(passkey)
        end_second_factor(account)
        tell(account, SafetyChange.PASSKEY_REMOVED, now=now, name=passkey.name)
        return True


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    known = {transport.value for transport in AuthenticatorTransport}
    return PublicKeyCredentialDescriptor(
        id=webauthn.base64url_to_bytes(passkey.credential_id),
        transports=[AuthenticatorTransport(one) for one in passkey.transports if one in known] or None,
    )
