"""The XML of a request, read without its dangers: no entities or other documents, bounded in size and depth."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from conference.caldav.rules.names import Refused

MOST_BYTES = 256 * 1024
"""Of a body: some two thousand addresses of entries, far more than anyone books."""
MOST_ELEMENTS = 10_000
DEEPEST = 20
"""A filter nests six deep."""
LONGEST_NAME = 1_000
"""Characters of a name with its namespace, which is written out anew at each element that has it."""


class _Bounded(TreeBuilder):
    """Builds a tree as far as bounds allow."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._count += 1
        self._depth += 1
        longest = max(map(len, (tag, *attrs)))
        if self._count > MOST_ELEMENTS or self._depth > DEEPEST or longest > LONGEST_NAME:
            raise Refused(413)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_body(data: bytes) -> Element | None:
    """Return the root of a body, whatever its Content-Type; None where there is none.

    :raises Refused: it is no XML, holds a document type, or is larger or deeper than any real request.
    """
    if len(data) > MOST_BYTES:
        raise Refused(413)
    if not data.strip():
        return None
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        # LookupError: an encoding that nobody knows
        raise Refused(400) from error
    return root
