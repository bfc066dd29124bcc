"""XML without its dangers: no entities, no other documents, bounded in number and depth; and lenient access to it."""

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from conference.exchange import rules

MOST_ELEMENTS = 300_000
DEEPEST = 60
_OURS = "meridian"
_HEAD = 400
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def is_xml(data: bytes) -> bool:
    """Say whether content means to be XML, in whichever encoding."""
    head = data[:_HEAD].replace(b"\x00", b"")
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return bool(re.match(rb"\s*<[?!A-Za-z]", head))


class _Bounded(TreeBuilder):
    """Builds a tree without namespaces, as far as bounds allow, and keeps what we ourselves wrote beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._depth = 0
        self.notes: list[str] = []

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS:
            raise rules.TooMany("the file", MOST_ELEMENTS)
        if self._depth > DEEPEST:
            raise rules.NestedTooDeep
        plain = {name.rpartition("}")[2].lower(): value for name, value in attrs.items()}
        return super().start(tag.rpartition("}")[2].lower(), plain)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2].lower())

    def pi(self, target: str, text: str | None = None) -> None:  # type: ignore[override]
        if target == _OURS and text:
            self.notes.append(text)

    def comment(self, text: str | None) -> None:  # type: ignore[override]
        """Leave comments away."""


def tree_of(data: bytes) -> tuple[Element, list[str]]:
    """Return the root of an XML file and the texts of our own processing instructions.

    :raises conference.exchange.rules.Unreadable: EntitiesRefused, NestedTooDeep, NotUtf8 or NotXml.
    :raises conference.exchange.rules.TooMany: it has more elements than any programme needs.
    """
    target = _Bounded()
    parser = DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException:
        raise rules.EntitiesRefused from None
    except ParseError as error:
        _refuse_wrong_encoding(data)
        line, column = error.position
        raise rules.NotXml(line, column, str(error).partition(":")[0]) from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or that is none of one byte a letter
        raise rules.NotXml(1, 0, str(error)) from None
    return root, target.notes


def encoding_of(data: bytes) -> str | None:
    """Return the encoding that an XML file declares, None where it is UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    found = _DECLARED.search(data[:_HEAD])
    name = found[1].decode().upper() if found else "UTF-8"
    return None if name in {"UTF-8", "UTF8", "US-ASCII", "ASCII"} else name


def _refuse_wrong_encoding(data: bytes) -> None:
    """Say so where a file is not in UTF-8 although it says, or should be."""
    if encoding_of(data) is None:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise rules.NotUtf8(error.start) from None


def text_at(element: Element, *names: str) -> str:
    """Return the text of the first child of these names that has any, with markup inside it as HTML."""
    for name in names:
        for child in element.findall(name):
            if text := text_of(child):
                return text
    return ""


def text_of(element: Element) -> str:
    """Return an element's text, with markup inside it as HTML."""
    if len(element) == 0:
        return (element.text or "").strip()
    inside = "".join(tostring(child, encoding="unicode", method="html") for child in element)
    return f"{element.text or ''}{inside}".strip()
