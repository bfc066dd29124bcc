"""What may be stored: lengths, colours, addresses. Forms and services ask the same functions."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length
from conference.translated import Translated

NAME = 200
TITLE = 300
SHORT = 60
LABEL = 40
NOTE = 300
SUMMARY = 2_000
BODY = 20_000
URL = 1_000
EMAIL = 320
EXTERNAL_ID = 100
RELEASE_NOTE = 1_000
REASON = 500

SHORTEST, LONGEST = 5, 1_440
"""Bounds of a session's length in minutes."""
MOST_SEATS = 1_000_000
FIRST_SINCE, LAST_SINCE = 1_800, 2_200
"""Bounds of the year in which a partnership was made."""

COLOUR = re.compile(r"#[0-9a-f]{6}")
COUNTRY = re.compile(r"[A-Z]{2}")
_URL = re.compile(r"[^\s\\<>\"'`{}|^]+")


@dataclass
class ColourMalformed(DomainError):
    """A colour that is not written ``#rrggbb``."""

    colour: str


@dataclass
class AddressNotSecure(DomainError):
    """An address that is malformed or does not begin with ``https://``.

    :ivar field: its name in the table.
    """

    field: str
    address: str


@dataclass
class NumberOutOfRange(DomainError):
    """A number lies outside what makes sense.

    :ivar field: its name in the table.
    """

    field: str
    value: float
    at_least: float
    at_most: float


@dataclass
class CountryMalformed(DomainError):
    """A country that is not two capital letters (ISO 3166-1 alpha-2)."""

    country: str


class HalfACoordinate(DomainError):
    """A latitude without a longitude, or the other way round."""


def is_colour(text: str) -> bool:
    """Say whether a colour is written ``#rrggbb``, in lower case."""
    return bool(COLOUR.fullmatch(text))


def is_secure_address(text: str) -> bool:
    """Say whether a text is an ``https`` address with a host."""
    if not _URL.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and has_port


def check_colour(colour: str) -> str:
    """Return a colour in lower case.

    :raises ColourMalformed: it is not written ``#rrggbb``.
    """
    lowered = colour.lower()
    if not is_colour(lowered):
        raise ColourMalformed(colour)
    return lowered


def check_address(field: str, address: str | None) -> str | None:
    """Return an address, None for an empty one.

    :raises AddressNotSecure: it is no https address.
    :raises conference.events.rules.TextTooLong: it is longer than :data:`URL`.
    """
    if not address:
        return None
    check_length(field, address, URL)
    if not is_secure_address(address):
        raise AddressNotSecure(field, address)
    return address


def check_number(field: str, value: float, at_least: float, at_most: float) -> None:
    """Refuse a number outside its bounds.

    :raises NumberOutOfRange: names the field and the bounds.
    """
    if not at_least <= value <= at_most:
        raise NumberOutOfRange(field, value, at_least, at_most)


def check_text(field: str, text: Translated | str, at_most: int) -> None:
    """Refuse a text that is empty in every language, or too long in one.

    :raises conference.events.rules.TextMissing: it is empty.
    :raises conference.events.rules.TextTooLong: it is too long.
    """
    if not (any(text.values()) if isinstance(text, dict) else text):
        raise TextMissing(field)
    check_length(field, text, at_most)


def filled(text: Translated | None) -> Translated:
    """Return the translations that are not empty."""
    return {language: words for language, words in (text or {}).items() if words}
