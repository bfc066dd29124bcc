"""Reading who is to be invited, a line for each: ``Ayşe Demir <ayse@example.org>``."""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from conference.accounts.rules import email_in
from conference.translated import LANGUAGES

LONGEST_NAME = 100
LONGEST_LINE = 500
_LINE = re.compile(
    rf"(?P<name>[^<>]*?)[\s,;]*<?(?P<email>[^\s<>,;@]+@[^\s<>,;]+)>?(?:[\s,;]+(?P<language>{'|'.join(LANGUAGES)}))?[\s,;]*"
)
_ADDRESS_LIKE = re.compile(r"://|www\.|@|[\w-]{3}\.(?:com|net|org|info|biz|io|ru|cn|xyz|top|de|tr)\b", re.IGNORECASE)


class Fault(StrEnum):
    """What is wrong with a line."""

    UNREADABLE = "unreadable"
    NO_NAME = "no_name"
    ADDRESS = "address"
    ODD_NAME = "odd_name"
    """It holds an address, or is too long: a letter would carry it on."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that cannot be read.

    :ivar number: from 1, empty lines counted.
    :ivar text: of the line, shortened.
    """

    number: int
    text: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite.

    :ivar email: in the form in which accounts have it.
    :ivar language: of the letter.
    """

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What lines say.

    :ivar repeated: numbers of lines whose address stands in an earlier one; they are left out.
    """

    people: tuple[Invitee, ...]
    faults: tuple[LineFault, ...]
    repeated: tuple[int, ...]


def is_plain_name(name: str, *, at_most: int = LONGEST_NAME) -> bool:
    """Say whether a name can be carried by letters to people who did not ask for them: short, and no address in it."""
    return 0 < len(name) <= at_most and not _ADDRESS_LIKE.search(name) and not set("<>") & set(name)


def read_lines(text: str, *, language: str, known: Container[str] = ()) -> ReadLines:
    """Read whom to invite. A line may end with a language of its own: ``Ayşe Demir <ayse@example.org> tr``.

    :param language: of letters to those whose line names none.
    :param known: addresses that count as standing in an earlier line.
    """
    people: dict[str, Invitee] = {}
    faults: list[LineFault] = []
    repeated: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip(" \t,;"):
            continue
        read = _read(line, language)
        if isinstance(read, Fault):
            faults.append(LineFault(number, line.strip()[:80], read))
        elif read.email in people or read.email in known:
            repeated.append(number)
        else:
            people[read.email] = read
    return ReadLines(tuple(people.values()), tuple(faults), tuple(repeated))


def _read(line: str, language: str) -> Invitee | Fault:
    found = _LINE.fullmatch(line.strip()) if len(line) <= LONGEST_LINE else None
    if found is None:
        return Fault.UNREADABLE
    name = " ".join(found["name"].strip(" \t,;\"'").split())
    email = email_in(found["email"])
    if email is None:
        return Fault.ADDRESS
    if not name:
        return Fault.NO_NAME
    if not is_plain_name(name):
        return Fault.ODD_NAME
    return Invitee(name, email, found["language"] or language)
