"""XML as answers need it."""

import re
from xml.etree.ElementTree import Element, register_namespace, tostring

from conference.caldav.rules.names import HREF, PREFIXES, d

for _namespace, _prefix in PREFIXES.items():
    register_namespace(_prefix, _namespace)

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def el(tag: str, *children: Element, text: str | None = None, language: str | None = None, **more: str) -> Element:
    """Return an element. Characters that XML cannot hold are left out of its text.

    :param language: of the text.
    :param more: attributes.
    """
    made = Element(tag, more | ({_LANGUAGE: language} if language else {}))
    made.extend(children)
    if text is not None:
        made.text = _NOT_IN_XML.sub("", text)
    return made


def href(address: str) -> Element:
    """Return an address as answers name it."""
    return el(HREF, text=address)


def privilege(name: str) -> Element:
    """Return a privilege (RFC 3744 section 3)."""
    return el(d("privilege"), el(name))


def document(root: Element) -> bytes:
    """Return a whole document in UTF-8."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()


def error(*conditions: Element) -> bytes:
    """Return the body of a refusal that names the preconditions that do not hold (RFC 4918 section 16)."""
    return document(el(d("error"), *conditions))
