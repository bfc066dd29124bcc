"""Signing in by an OpenID provider: OpenID Connect Core 1.0, the code flow with PKCE (RFC 7636), state and nonce."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete, select

from conference.accounts.queries import account_by_email
from conference.accounts.rules import Identity, TokenRefused
from conference.accounts.rules.consents import NoticeShown
from conference.accounts.rules.openid import ALGORITHMS, LEEWAY, identity_from_claims
from conference.accounts.services.security import SafetyChange, tell
from conference.accounts.services.sign_up import make_account
from conference.accounts.services.tokens import locked_account
from conference.accounts.tables import Account, OpenIdLink
from conference.codes import new_token
from conference.db import db, transaction
from conference.errors import DomainError

TIMEOUT = 10
"""Seconds for each answer of the provider."""

SCOPE = "openid email profile"


class ProviderFailed(DomainError):
    """The provider does not answer, or answers what no provider should.

    :ivar reason: half a sentence for the log.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LinkedToAnother(DomainError):
    """That account of the provider is linked to another account here, or this account to another of the provider."""


@dataclass(frozen=True)
class Client:
    """This installation, as the provider knows it.

    :ivar redirect_uri: where the provider sends people back to.
    """

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True)
class RoundTrip:
    """What a browser keeps while its owner is at the provider."""

    state: str
    nonce: str
    verifier: str


def begin_round_trip(client: Client, *, must_prove: bool = False) -> tuple[str, RoundTrip]:
    """Return the address at the provider to lead a browser to, and what it has to keep meanwhile.

    :param must_prove: whether they have to show the provider anew who they are.
    :raises ProviderFailed: the provider cannot be asked.
    """
    trip = RoundTrip(state=new_token(), nonce=new_token(), verifier=generate_token(64))
    address = _discovered(client)["authorization_endpoint"]
    more = {"prompt": "login", "max_age": "0"} if must_prove else {}
    with _session(client) as session:
        url, _ = session.create_authorization_url(
            address, state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier, **more
        )
    return str(url), trip


def end_round_trip(client: Client, trip: RoundTrip, *, code: str, now: datetime) -> Identity:
    """Return who came back with a code.

    :raises ProviderFailed: the provider refuses the code, or cannot be asked.
    :raises conference.accounts.rules.TokenRefused: its ID token does not hold.
    """
    found = _discovered(client)
    try:
        with _session(client) as session:
            token = session.fetch_token(
                found["token_endpoint"], code=code, code_verifier=trip.verifier, timeout=TIMEOUT
            )
    except (requests.RequestException, AuthlibBaseError, ValueError) as error:
        raise ProviderFailed(f"its token endpoint refused: {type(error).__name__}") from None
    try:
        keys = KeySet.import_key_set(_json(found["jwks_uri"]))  # type: ignore[arg-type]
        claims = jwt.decode(str(token.get("id_token", "")), keys, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, KeyError, TypeError):
        raise TokenRefused("its signature does not hold") from None
    return identity_from_claims(claims, issuer=client.issuer, client_id=client.client_id, nonce=trip.nonce, now=now)


def _session(client: Client) -> OAuth2Session:
    return OAuth2Session(
        client.client_id,
        client.client_secret or None,
        scope=SCOPE,
        redirect_uri=client.redirect_uri,
        code_challenge_method="S256",
    )


def _discovered(client: Client) -> dict[str, Any]:
    found = _json(client.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != client.issuer:
        raise ProviderFailed("it calls itself otherwise than OIDC_ISSUER does")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str):
            raise ProviderFailed(f"it tells no {name}")
    return found


def _json(address: str) -> dict[str, Any]:
    try:
        with requests.Session() as session:
            answer = session.get(address, timeout=TIMEOUT)
            answer.raise_for_status()
            found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderFailed(f"it does not answer: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise ProviderFailed("it answers no object")
    return found


class EmailNotVerified(DomainError):
    """The provider does not say that the address is theirs."""


def account_of_identity(identity: Identity, *, is_trusted: bool, now: datetime) -> Account | None:
    """Return the account that somebody signs in to by a provider, or None where none is linked yet.

    :param is_trusted: whether a verified address links the account of that address by itself.
    :raises EmailNotVerified: no account is linked yet, and the provider has not verified their address.
    """
    with transaction():
        link = db.session.scalar(
            select(OpenIdLink)
            .where(OpenIdLink.issuer == identity.issuer, OpenIdLink.subject == identity.subject)
            .with_for_update()
        )
        if link is not None:
            link.used_at = now
            return locked_account(link.account_id)
        if not identity.is_email_verified or not identity.email:
            raise EmailNotVerified
        holder = account_by_email(identity.email)
        if is_trusted and holder is not None and holder.is_active:
            _link(locked_account(holder.id), identity, now=now)
            return holder
        return None


def link_identity(account_id: int, identity: Identity, *, now: datetime) -> None:
    """Let an account be signed in to by somebody's account of a provider. Its owner has shown who they are.

    :raises LinkedToAnother: it belongs to another account here already.
    """
    with transaction():
        account = locked_account(account_id)
        link = db.session.scalar(
            select(OpenIdLink).where(OpenIdLink.issuer == identity.issuer, OpenIdLink.subject == identity.subject)
        )
        if link is None:
            _link(account, identity, now=now)
        elif link.account_id != account.id:
            raise LinkedToAnother


def proves(account_id: int, identity: Identity, *, began_at: datetime) -> bool:
    """Say whether somebody showed a provider, since the round trip began, that they own an account here."""
    is_fresh = identity.signed_in_at is not None and identity.signed_in_at >= began_at - LEEWAY
    return (
        is_fresh
        and db.session.scalar(
            select(OpenIdLink.id).where(
                OpenIdLink.issuer == identity.issuer,
                OpenIdLink.subject == identity.subject,
                OpenIdLink.account_id == account_id,
            )
        )
        is not None
    )


def _link(account: Account, identity: Identity, *, now: datetime) -> None:
    db.session.add(
        OpenIdLink(
            account_id=account.id,
            issuer=identity.issuer,
            subject=identity.subject,
            email=identity.email[:320],
            linked_at=now,
        )
    )
    tell(account, SafetyChange.OPENID_LINKED, now=now, name=identity.issuer)


def unlink_identity(account_id: int, link_id: int, *, now: datetime) -> bool:
    """End signing in by a provider; say whether the account was linked so. A link by mail still signs in."""
    with transaction():
        account = locked_account(account_id)
        issuer = db.session.scalar(
            delete(OpenIdLink)
            .where(OpenIdLink.id == link_id, OpenIdLink.account_id == account.id)
            .returning(OpenIdLink.issuer)
        )
        if issuer is None:
            return False
        tell(account, SafetyChange.OPENID_UNLINKED, now=now, name=issuer)
        return True


def open_account_by_identity(
    identity: Identity,
    *,
    name: str,
    language: str,
    zone: str,
    consent_version: str,
    now: datetime,
    shown: NoticeShown | None = None,
    and_then: Callable[[Account], None] | None = None,
) -> Account:
    """Open an account, confirmed at once and without a password, for somebody whose address a provider has verified.

    An unconfirmed account of the address is taken over.

    :param shown: the words of it that they had before them; None where nobody was asked.
    :param and_then: what else is done with the account; called within the transaction.
    :raises EmailNotVerified: the provider has not verified it.
    :raises conference.accounts.services.AddressTaken: meanwhile it has an account.
    """
    if not identity.is_email_verified or not identity.email:
        raise EmailNotVerified
    with transaction():
        account = make_account(
            email=identity.email, name=name, password=None, language=language, zone=zone,
            consent_version=consent_version, shown=shown, now=now,
        )  # fmt: skip
        account.has_password = False
        link_identity(account.id, identity, now=now)
        if and_then is not None:
            and_then(account)
        return account
