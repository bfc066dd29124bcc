"""Atom feeds (RFC 4287), written with the standard library's XML writer so that nothing in them is markup by chance."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold (XML 1.0 section 2.2), not even escaped."""


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One entry.

    :ivar id: an IRI that never changes (section 4.2.6).
    :ivar html: the content; markup that is already safe.
    """

    id: str
    title: str
    page: str
    updated_at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """A feed.

    :ivar language: of its texts (RFC 5646).
    :ivar page: the page it tells of. ``address``: its own.
    """

    id: str
    title: str
    author: str
    language: str
    page: str
    address: str
    updated_at: datetime
    entries: tuple[AtomEntry, ...]


def atom_xml(feed: AtomFeed) -> bytes:
    """Return the feed as a UTF-8 document."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated_at))
    _text(ET.SubElement(root, "author"), "name", feed.author)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": _clean(feed.address)})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _clean(feed.page)})
    for entry in feed.entries:
        element = ET.SubElement(root, "entry")
        _text(element, "id", entry.id)
        _text(element, "title", entry.title)
        _text(element, "updated", _moment(entry.updated_at))
        ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": _clean(entry.page)})
        _text(element, "content", entry.html).set("type", "html")
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _moment(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
