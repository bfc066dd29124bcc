"""Files that answer questions: what they are, by their content and not by what they are called."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from conference.errors import DomainError

MEGABYTE = 1_000_000
LONGEST_NAME = 120
FARTHEST_MARK = 1_024
"""Within so many bytes a PDF says that it is one."""


class FileKind(StrEnum):
    """What kinds of files may answer a question."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"


@dataclass(frozen=True)
class FileType:
    """A type of file that is known by its content."""

    kind: FileKind
    ending: str
    media_type: str


PDF = FileType(FileKind.PDF, "pdf", "application/pdf")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_IMAGES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), FileType(FileKind.IMAGE, "png", "image/png")),
    (re.compile(rb"\xff\xd8\xff"), FileType(FileKind.IMAGE, "jpg", "image/jpeg")),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), FileType(FileKind.IMAGE, "webp", "image/webp")),
)
_OPEN_XML_TYPES = {
    "word/": FileType(FileKind.OFFICE, "docx", f"{_OPEN_XML}.wordprocessingml.document"),
    "xl/": FileType(FileKind.OFFICE, "xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
    "ppt/": FileType(FileKind.OFFICE, "pptx", f"{_OPEN_XML}.presentationml.presentation"),
}
_OPEN_DOCUMENT_TYPES = {
    f"{_OPEN_DOCUMENT}.{name}".encode(): FileType(FileKind.OFFICE, ending, f"{_OPEN_DOCUMENT}.{name}")
    for name, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.IMAGE: (".png", ".jpg", ".jpeg", ".webp"),
    FileKind.OFFICE: (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
}
"""With what names of files of each kind end; browsers offer these."""


@dataclass
class FileTooLarge(DomainError):
    """The file has more than so many megabytes."""

    megabytes: int


class FileUnknown(DomainError):
    """The file is of no kind that may answer the question, whatever it is called."""


class FileEmpty(DomainError):
    """There is nothing in the file."""


@dataclass(frozen=True)
class SentFile:
    """A file that answers a question.

    :ivar name: harmless, and ending as its content says.
    """

    name: str
    media_type: str
    content: bytes

    def plain(self) -> dict[str, str | int]:
        """Return what an answer says of it as JSON holds it."""
        return {"name": self.name, "type": self.media_type, "size": len(self.content)}


def file_from(name: str, content: bytes, *, kinds: Collection[str], megabytes: int) -> SentFile:
    """Return a file that somebody sent, checked.

    :param name: as its sender calls it.
    :param kinds: of :class:`FileKind`.
    :raises FileTooLarge: it has more bytes than allowed.
    :raises FileEmpty: it has none.
    :raises FileUnknown: by its content it is none of these kinds.
    """
    if len(content) > megabytes * MEGABYTE:
        raise FileTooLarge(megabytes)
    if not content:
        raise FileEmpty
    found = type_of(content)
    if found is None or found.kind not in kinds:
        raise FileUnknown
    return SentFile(clean_name(name, found), found.media_type, content)


def type_of(content: bytes) -> FileType | None:
    """Return what a file is by its content; None where it is nothing that is known, or holds macros."""
    if b"%PDF-" in content[:FARTHEST_MARK]:
        return PDF
    for mark, image in _IMAGES:
        if mark.match(content):
            return image
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return None


def _office_type(content: bytes) -> FileType | None:
    """Return which office document a zip file is. Only its list of names is read: nothing is unpacked."""
    # OpenDocument 1.2 part 3, 3.3: the first entry is "mimetype", not compressed.
    if content[30:38] == b"mimetype":
        rest = content[38:138]
        found = next((mark for mark in _OPEN_DOCUMENT_TYPES if rest.startswith(mark + b"PK")), None)
        return _OPEN_DOCUMENT_TYPES[found] if found else None
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return None
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next(
        (one for folder, one in _OPEN_XML_TYPES.items() if any(name.startswith(folder) for name in names)), None
    )


def clean_name(name: str, found: FileType) -> str:
    """Return the name of a file without folders or signs that mean something to a system, ending as it should."""
    # Browsers write line breaks in names so (RFC 7578, section 5.1.1, and the HTML standard).
    name = re.sub("%0[AD]", " ", name, flags=re.IGNORECASE).replace("\0", "")
    last = PurePosixPath(PureWindowsPath(name).as_posix()).name
    kept = "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in unicodedata.normalize("NFC", last)
    )
    kept = " ".join(re.sub(r'[<>:"/\\|?*;]', " ", kept).split()).strip(". ")
    stem, _dot, ending = kept.rpartition(".")
    fits = found.ending == ending.lower() or (found.ending, ending.lower()) == ("jpg", "jpeg")
    stem = (stem if stem and (fits or f".{ending.lower()}" in _ALL_ENDINGS) else kept).strip(". ") or "file"
    return f"{stem[:LONGEST_NAME]}.{found.ending}"


_ALL_ENDINGS = {ending for endings in ENDINGS.values() for ending in endings}
