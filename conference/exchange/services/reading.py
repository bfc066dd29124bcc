"""Which formats can be read, known by their content and never by a file's name."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from conference.exchange import big_event, calendar_file, frab, pretalx_json, sheets
from conference.exchange.document import EncodingTaken, PlainProgramme
from conference.exchange.gathering import Hints
from conference.exchange.rules import MOST_BYTES, FileEmpty, FileTooLarge, FormatUnknown, NotUtf8


@dataclass(frozen=True)
class Reader:
    """A format that can be read.

    :ivar name: for people.
    :ivar recognises: says by its content whether a file is, or means to be, of this format.
    :ivar read: reads it, with what is known beside it.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, Hints], PlainProgramme]


def _read_big_event(data: bytes, _hints: Hints) -> PlainProgramme:
    return big_event.read(data)


def _read_sheet(data: bytes, hints: Hints) -> PlainProgramme:
    into = sheets.Into(hints.draft, hints.ties) if hints.draft else None
    return sheets.read(data, into, zone=hints.zone, language=hints.language)


READERS: tuple[Reader, ...] = (
    Reader(frab.NAME, frab.is_xml, frab.read),
    Reader(calendar_file.NAME, calendar_file.recognises, calendar_file.read),
    Reader(big_event.VERSION, big_event.recognises, _read_big_event),
    Reader(pretalx_json.NAME, pretalx_json.recognises, pretalx_json.read),
    Reader("CSV", sheets.is_text_table, _read_sheet),
    Reader("XLSX", sheets.is_workbook, _read_sheet),
)
"""Asked in this order. A further format is a further row."""

_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
"""Marks at the beginning of files of two or four bytes a letter, the longer first."""


def programme_from_bytes(data: bytes, hints: Hints | None = None) -> PlainProgramme:
    """Read a file of any known format.

    :raises conference.exchange.rules.Unreadable: it is too large, empty, of no known format, or malformed.
    :raises conference.exchange.rules.Misfit: names the place of what cannot be taken over.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileEmpty
    plain, encoding = _in_utf8(data)
    for reader in READERS:
        if reader.recognises(plain):
            programme = reader.read(plain, hints or Hints())
            if encoding is None:
                return programme
            return replace(programme, remarks=(EncodingTaken(encoding.upper(), is_declared=True), *programme.remarks))
    raise FormatUnknown(tuple(reader.name for reader in READERS))


def _in_utf8(data: bytes) -> tuple[bytes, str | None]:
    """Return content in UTF-8, and what it was in where its first bytes say that it was something else."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            try:
                text = data.decode(name)
            except UnicodeDecodeError as error:
                raise NotUtf8(error.start) from None
            # What XML declares of its encoding is no longer so.
            return re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"'>]*[\"']", r"\1", text).encode(
                "utf-8", "replace"
            ), name
    return data, None
