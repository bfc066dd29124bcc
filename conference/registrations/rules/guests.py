"""The guest list: what its lines say, and where each guest stands. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from conference.accounts.rules import email_in
from conference.translated import Translated, folded

MOST_GUESTS = 5_000
"""Of one event."""
LONGEST_TEXT = 200
INVITATION_PAUSE = timedelta(minutes=10)
"""Between two letters to the same guest: a button pressed twice writes once, and does not spoil the link it sent."""

_NAMED = re.compile(r"\s*\"?(.*?)\"?\s*<\s*([^<>\s]+)\s*>\s*([^<>\s]*)\s*")


class GuestState(StrEnum):
    """Where a guest stands."""

    NEW = "new"
    """No letter went out yet."""
    INVITED = "invited"
    DECLINED = "declined"
    """They said that they cannot come."""
    REGISTERED = "registered"


class Column(StrEnum):
    """What a column of a guest list is for."""

    EMAIL = "email"
    NAME = "name"
    GROUP = "group"
    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"


_HEADINGS = {
    Column.EMAIL: ("e-mail", "email", "mail", "e-mail address", "e-mail-adresse", "mailadresse", "e-posta", "eposta",
                   "e-posta adresi"),
    Column.NAME: ("name", "vor- und nachname", "ad", "adı", "ad soyad", "adı soyadı", "isim"),
    Column.GROUP: ("group", "participant group", "gruppe", "teilnahmegruppe", "grup", "katılımcı grubu"),
    Column.ORGANISATION: ("organisation", "organization", "kurum", "kuruluş"),
    Column.MUNICIPALITY: ("municipality", "town", "city", "kommune", "stadt", "gemeinde", "belediye", "şehir", "kent"),
    Column.LANGUAGE: ("language", "sprache", "dil"),
}  # fmt: skip
_COLUMNS = {folded(name): column for column, names in _HEADINGS.items() for name in names}
_LANGUAGES = {
    folded(name): code
    for code, names in {
        "de": ("de", "deutsch", "german", "almanca"),
        "tr": ("tr", "türkçe", "türkisch", "turkish"),
        "en": ("en", "english", "englisch", "ingilizce"),
    }.items()
    for name in names
}


class Fault(StrEnum):
    """What keeps a line of a guest list from being taken over."""

    NO_EMAIL = "no_email"
    NOT_EMAIL = "not_email"
    TOO_LONG = "too_long"
    NO_SUCH_GROUP = "no_such_group"
    NO_SUCH_LANGUAGE = "no_such_language"


@dataclass(frozen=True)
class FaultyLine:
    """A line that cannot be taken over.

    :ivar number: in the file, from 1.
    :ivar text: what is wrong with it, as it stands there.
    """

    number: int
    fault: Fault
    text: str


@dataclass(frozen=True, kw_only=True)
class GuestFacts:
    """What organisers know of a guest.

    :ivar email: in the form in which accounts have it; ``group`` by key, empty where they choose it themselves.
    """

    email: str
    name: str = ""
    group: str = ""
    organisation: str = ""
    municipality: str = ""
    language: str = ""


@dataclass(frozen=True)
class GuestList:
    """What lines say: guests, each address once, and the lines that say nothing one could use."""

    guests: tuple[GuestFacts, ...]
    faulty: tuple[FaultyLine, ...]


def read_guests(lines: Iterable[tuple[int, Sequence[str]]], *, groups: Mapping[str, Translated]) -> GuestList:
    """Read the lines of a guest list, from a file of tables or typed.

    Where the first line names a column of addresses, columns are told by their headings, in any language of ours.
    Without a heading the cell with an address is the address, ``Şeyma Gökçe <seyma@example.org>`` names its owner,
    and so does the first other cell; a language may stand behind the brackets; several addresses on a line are as
    many guests. Of an address that stands there
    twice the last line counts.

    :param lines: number, from 1, and cells of each.
    :param groups: names of the event's participant groups, by key.
    """
    columns: dict[Column, int] | None = None
    found: dict[str, GuestFacts] = {}
    faulty: list[FaultyLine] = []
    keys = {folded(name): key for key, names in groups.items() for name in (key, *names.values()) if name}
    for place, (number, cells) in enumerate(lines):
        if place == 0 and (columns := _columns(cells)) is not None:
            continue
        for cells_of_one in [cells] if columns else _one_by_one(cells):
            one = _guest(cells_of_one, columns, keys)
            if isinstance(one, GuestFacts):
                found.pop(one.email, None)
                found[one.email] = one
            else:
                faulty.append(FaultyLine(number, *one))
    return GuestList(tuple(found.values()), tuple(faulty))


def _columns(cells: Sequence[str]) -> dict[Column, int] | None:
    """Return which column is for what, where a line is a heading."""
    named = {
        _COLUMNS[folded(cell.strip())]: place for place, cell in enumerate(cells) if folded(cell.strip()) in _COLUMNS
    }
    return named if Column.EMAIL in named else None


def _one_by_one(cells: Sequence[str]) -> list[Sequence[str]]:
    addresses = [cell for cell in cells if "@" in cell]
    return [[cell] for cell in addresses] if len(addresses) > 1 else [cells]


def _guest(
    cells: Sequence[str], columns: Mapping[Column, int] | None, keys: Mapping[str, str]
) -> GuestFacts | tuple[Fault, str]:
    said = _said(cells, columns)
    written, name = said.get(Column.EMAIL, ""), said.get(Column.NAME, "")
    named = _NAMED.fullmatch(written)
    address, name = (named[2], name or named[1]) if named else (written.strip("<>"), name)
    if not address:
        return Fault.NO_EMAIL, " ".join(cells)[:LONGEST_TEXT]
    email = email_in(address)
    if email is None:
        return Fault.NOT_EMAIL, address[:LONGEST_TEXT]
    texts = [name, said.get(Column.ORGANISATION, ""), said.get(Column.MUNICIPALITY, "")]
    too_long = next((text for text in texts if len(text) > LONGEST_TEXT), None)
    if too_long:
        return Fault.TOO_LONG, f"{too_long[:40]}…"
    group = said.get(Column.GROUP, "")
    language = said.get(Column.LANGUAGE, "") or (named[3] if named else "")
    if group and folded(group) not in keys:
        return Fault.NO_SUCH_GROUP, group[:LONGEST_TEXT]
    if language and folded(language) not in _LANGUAGES:
        return Fault.NO_SUCH_LANGUAGE, language[:LONGEST_TEXT]
    return GuestFacts(
        email=email, name=texts[0], organisation=texts[1], municipality=texts[2],
        group=keys[folded(group)] if group else "", language=_LANGUAGES[folded(language)] if language else "",
    )  # fmt: skip


def _said(cells: Sequence[str], columns: Mapping[Column, int] | None) -> dict[Column, str]:
    """Return what the cells of a line say, each on one line."""
    plain = [" ".join(cell.split()) for cell in cells]
    if columns is not None:
        return {column: plain[place] for column, place in columns.items() if place < len(plain)}
    address = next((cell for cell in plain if "@" in cell), "")
    name = next((cell for cell in plain if cell and cell != address), "") if address else ""
    return {Column.EMAIL: address, Column.NAME: name}
