"""Letters that tell an owner that something by which their account is kept safe was changed."""

from datetime import datetime
from enum import StrEnum

from conference.accounts.tables import Account
from conference.mail.services import put_letter


class SafetyChange(StrEnum):
    """What was changed."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    ADDRESS_CHANGED = "address_changed"
    OPENID_LINKED = "openid_linked"
    OPENID_UNLINKED = "openid_unlinked"
    FACTORS_FORGOTTEN = "factors_forgotten"


def tell(account: Account, what: SafetyChange, *, now: datetime, to: str | None = None, name: str = "") -> None:
    """Put a letter about a change, within the caller's transaction.

    :param to: another address than the account's of now.
    :param name: of the passkey or provider.
    """
    put_letter(
        "accounts/safety_changed",
        to=to or account.email,
        language=account.language,
        data={"what": what.value, "name": name, "at": now.isoformat(), "zone": account.zone},
        now=now,
    )
