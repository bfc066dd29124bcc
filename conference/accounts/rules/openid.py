"""What an ID token must say before it is believed (OpenID Connect Core 1.0 section 3.1.3.7). Pure."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from conference.errors import DomainError

LEEWAY = timedelta(minutes=2)
"""By how much the clocks of provider and installation may differ."""

ROUND_TRIP = timedelta(minutes=15)
"""How long somebody may take at the provider."""

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""By which a provider may sign: public keys alone, and never none."""

LONGEST_SUBJECT = 255


class TokenRefused(DomainError):
    """An ID token does not say what it must.

    :ivar reason: half a sentence for the log, without anything of the token.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Identity:
    """Somebody, as a provider knows them.

    :ivar subject: the provider's own name for them, never given to anybody else.
    :ivar email: in the form in which the provider wrote it; ``""`` where it told none.
    :ivar is_email_verified: whether the provider says that it proved the address.
    :ivar signed_in_at: when they last showed the provider who they are, where it tells.
    """

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    name: str
    signed_in_at: datetime | None


def identity_from_claims(
    claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: datetime
) -> Identity:
    """Return whose ID token it is, its signature checked already.

    :param nonce: the one sent along, by which the token belongs to this browser's round trip.
    :raises TokenRefused: it is of another provider, for somebody else, of another round trip, or no longer valid.
    """
    if claims.get("iss") != issuer:
        raise TokenRefused("it is of another issuer")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client_id not in audiences:
        raise TokenRefused("it is for somebody else")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise TokenRefused("it was asked for by somebody else")
    if _instant(claims, "exp", now) <= now - LEEWAY:
        raise TokenRefused("it has expired")
    if _instant(claims, "iat", now) > now + LEEWAY:
        raise TokenRefused("it is of the future")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), nonce.encode()):
        raise TokenRefused("its nonce is another")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise TokenRefused("it names nobody")
    email, name = claims.get("email"), claims.get("name")
    return Identity(
        issuer=issuer,
        subject=subject,
        email=email if isinstance(email, str) and "\0" not in email else "",
        is_email_verified=claims.get("email_verified") is True,
        name=" ".join(name.replace("\0", "").split())[:200] if isinstance(name, str) else "",
        signed_in_at=_instant(claims, "auth_time", now) if "auth_time" in claims else None,
    )


def _instant(claims: Mapping[str, Any], name: str, now: datetime) -> datetime:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenRefused(f"its {name} is missing")
    try:
        return datetime.fromtimestamp(value, now.tzinfo)
    except (ValueError, OverflowError, OSError):
        raise TokenRefused(f"its {name} is no time") from None
