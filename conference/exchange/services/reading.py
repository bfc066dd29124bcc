"""Which formats can be read, known by their content and never by a file's name."""

from collections.abc import Callable
from dataclasses import dataclass

from conference.exchange import big_event
from conference.exchange.document import PlainProgramme
from conference.exchange.rules import MOST_BYTES, FileEmpty, FileTooLarge, FormatUnknown, NotUtf8


@dataclass(frozen=True)
class Reader:
    """A format that can be read.

    :ivar name: for people.
    :ivar recognises: says by its content whether a file is, or means to be, of this format.
    :ivar read: reads it.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], PlainProgramme]


READERS: tuple[Reader, ...] = (Reader(big_event.VERSION, big_event.recognises, big_event.read),)
"""Asked in this order. A further format is a further row."""

_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32: no format would recognise its words."""


def programme_from_bytes(data: bytes) -> PlainProgramme:
    """Read a file of any known format.

    :raises conference.exchange.rules.Unreadable: it is too large, empty, of no known format, or malformed.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    if not data.strip():
        raise FileEmpty
    if data.startswith(_OTHER_ENCODINGS):
        raise NotUtf8(0)
    for reader in READERS:
        if reader.recognises(data):
            return reader.read(data)
    raise FormatUnknown(tuple(reader.name for reader in READERS))
