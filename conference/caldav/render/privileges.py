"""Who may do what (RFC 3744 sections 3 and 5): the owner of an agenda reads it, and nobody changes it here."""

from xml.etree.ElementTree import Element

from conference.caldav.render.elements import el, href, privilege
from conference.caldav.rules.names import c, d
from conference.caldav.rules.places import Place

READING = (d("read"), d("read-acl"), d("read-current-user-privilege-set"), c("read-free-busy"))

_WITHIN_READ = (
    (c("read-free-busy"), "Read when somebody is busy"),
    (d("read-acl"), "Read who may do what"),
    (d("read-current-user-privilege-set"), "Read what one may do oneself"),
)
_WITHIN_WRITE = (
    (d("write-properties"), "Change properties"),
    (d("write-content"), "Change entries"),
    (d("bind"), "Add entries"),
    (d("unbind"), "Remove entries"),
)
_BESIDE = ((d("write-acl"), "Change who may do what"), (d("unlock"), "Break locks"))

_NEEDED = {
    "PUT": d("write-content"),
    "PATCH": d("write-content"),
    "PROPPATCH": d("write-properties"),
    "DELETE": d("unbind"),
    "MOVE": d("unbind"),
    "ACL": d("write-acl"),
    "LOCK": d("write-content"),
    "UNLOCK": d("unlock"),
}
"""What each method asks for; all others add something."""


def own_privileges(_place: Place, tag: str) -> Element:
    """Return what one may do oneself."""
    return el(tag, *(privilege(name) for name in READING))


def access(place: Place, tag: str) -> Element:
    """Return the one rule of access that holds for a place."""
    granted = el(d("grant"), *(privilege(name) for name in READING))
    return el(tag, el(d("ace"), el(d("principal"), href(place.holder.principal)), granted, el(d("protected"))))


def supported_privileges(_place: Place, tag: str) -> Element:
    """Return all privileges there are, those that are granted to nobody too."""
    read = _supported(d("read"), "Read entries and properties", *_leaves(_WITHIN_READ))
    write = _supported(d("write"), "Change entries and properties", *_leaves(_WITHIN_WRITE))
    return el(tag, _supported(d("all"), "Everything", read, write, *_leaves(_BESIDE)))


def _leaves(named: tuple[tuple[str, str], ...]) -> list[Element]:
    return [_supported(name, words) for name, words in named]


def _supported(name: str, words: str, *within: Element) -> Element:
    description = el(d("description"), text=words, language="en")
    return el(d("supported-privilege"), privilege(name), description, *within)


def need_privilege(method: str, path: str) -> Element:
    """Return the refusal of a method that changes something (RFC 3744 section 7.1.1)."""
    asked = el(d("resource"), href(path), privilege(_NEEDED.get(method, d("bind"))))
    return el(d("need-privileges"), asked)
