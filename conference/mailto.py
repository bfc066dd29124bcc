"""Links by which one writes to an address (RFC 6068). Pure."""

from urllib.parse import quote

_PLAIN = "!$'*+"
"""Signs of an address that a link may hold as they are, beside letters and figures; others would mean something."""


def mailto(address: str) -> str:
    """Return the link by which one writes to an address, and nothing else: no subject, no second address."""
    local, _, domain = address.rpartition("@")
    return f"mailto:{quote(local, safe=_PLAIN)}@{quote(domain, safe='')}"
