"""Why a letter could not be delivered, as far as what the mail server said tells it."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """What keeps a letter from its reader."""

    ADDRESS = "address"
    """Nobody has this address."""
    FULL = "full"
    """The mailbox takes no more."""
    REFUSED = "refused"
    """Their mail server takes no such mail from us."""
    LATER = "later"
    """A mail server asks to try later."""
    SERVER = "server"
    """Our mail server cannot be reached, or does not let us in."""
    WORDING = "wording"
    """The letter could not be written."""
    OTHER = "other"


_CODE = re.compile(r"(?:^|\(|: )(?P<code>[45]\d\d)\b[ ,-]*(?:b['\"])?(?P<detail>[45]\.\d{1,3}\.\d{1,3})?")
"""A reply of SMTP, with its enhanced status code where it has one (RFC 5321 section 4.2, RFC 3463)."""

_ADDRESS_CODES = frozenset({"550", "551", "553"})
_FULL_CODES = frozenset({"452", "552"})
_SIGN_IN_CODES = frozenset({"454", "530", "534", "535", "538"})
_WORDING_ERRORS = ("Undefined", "Template", "KeyError", "TypeError", "ValueError", "AttributeError", "BuildError")
_SERVER_ERRORS = (
    "Connection", "Timeout", "gaierror", "SSL", "OSError", "SMTPServerDisconnected", "SMTPConnect", "SMTPAuth",
    "SMTPHelo", "BrokenPipe", "InvalidCarrier", "PermissionError", "SMTPNotSupported", "FileNotFound",
)  # fmt: skip


def trouble_of(error: str) -> Trouble:  # noqa: PLR0911 - one for each kind
    """Return the kind of trouble that a letter's last error tells."""
    reply = _CODE.search(error)
    if reply:
        code, detail = reply["code"], reply["detail"] or ""
        if detail.endswith(".2.2") or (not detail and code in _FULL_CODES):
            return Trouble.FULL
        if code.startswith("4"):
            return Trouble.SERVER if code in _SIGN_IN_CODES else Trouble.LATER
        if code in _SIGN_IN_CODES:
            return Trouble.SERVER
        if detail.startswith("5.1.") or (not detail and code in _ADDRESS_CODES):
            return Trouble.ADDRESS
        return Trouble.REFUSED
    name = error.partition(":")[0]
    if name.startswith(_WORDING_ERRORS):
        return Trouble.WORDING
    if name.startswith(_SERVER_ERRORS):
        return Trouble.SERVER
    return Trouble.OTHER


def is_outdated(data: Mapping[str, Any], *, now: datetime) -> bool:
    """Say whether what a letter offers is over, so that sending it again would only mislead.

    :param data: its facts; ``respond_by`` in them is until when its reader can answer.
    """
    until = data.get("respond_by")
    return isinstance(until, str) and datetime.fromisoformat(until) <= now
