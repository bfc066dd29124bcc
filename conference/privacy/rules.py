"""What becomes of what is kept of a person, and how it is written down for them. Pure."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, StrEnum
from functools import cached_property
from html import escape
from typing import Any
from uuid import UUID

from conference.translated import folded, searchable


class Fate(StrEnum):
    """What becomes of the rows of a table when a person goes."""

    GOES = "goes"
    """The row is deleted."""
    NAMELESS = "nameless"
    """The row stays, without anything that tells whose it was."""
    STRUCK = "struck"
    """The row is about others; where it names the person, the name is struck out."""
    STAYS = "stays"
    """Nothing in it is of a person."""


def plain(value: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """Return a value as JSON holds it: instants as ISO 8601 in UTC, days as ``YYYY-MM-DD``, hours as ``HH:MM:SS``."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in value]
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
    return value


STRUCK = "[…]"
"""Stands where somebody was named; the same in every language."""

SHORTEST_NAME = 5
"""Characters from which on a name is looked for within texts. A shorter one, or a single word, might be anything."""


@dataclass(frozen=True)
class Marks:
    """By what a person is found in texts about others.

    :ivar parts: what is struck wherever it stands, over two lines as well: addresses, and names of several words.
    :ivar wholes: what is struck where nothing else stands: names of one word.
    """

    parts: tuple[str, ...]
    wholes: tuple[str, ...] = ()

    @cached_property
    def looked_for(self) -> frozenset[str]:
        """Pieces of which a text that names the person has one: as written, as in JSON, and as folded for a search.

        No piece holds a space or a hyphen: there a letter may break a line.
        """
        pieces = (max(_BREAKS.split(mark), key=len) for mark in (*self.parts, *self.wholes))
        return frozenset(
            form for piece in pieces for form in (piece, json.dumps(piece)[1:-1], *searchable(piece).split("\n"))
        )

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds each of the parts."""
        forms = {form for mark in self.parts for form in (mark, escape(mark), *searchable(mark).split("\n"))}
        if not forms:
            return None
        written = (r"\s*".join(_pattern_of(piece) for piece in _PIECES.findall(form)) for form in forms)
        return re.compile("|".join(sorted(written, key=len, reverse=True)), re.IGNORECASE)


_BREAKS = re.compile(r"[\s-]+")
_PIECES = re.compile(r"\s+|[^\s-]+-?|-")
"""Where a letter may break a line: at a space, and behind a hyphen."""


def _pattern_of(piece: str) -> str:
    return r"\s" if piece.isspace() else re.escape(piece)


def marks_of(emails: Collection[str], names: Collection[str]) -> Marks:
    """Return the marks of a person."""
    given = {name.strip() for name in names if name.strip()}
    long = {name for name in given if len(name) >= SHORTEST_NAME and len(name.split()) > 1}
    parts = {email for email in emails if email} | long
    return Marks(tuple(sorted(parts, key=len, reverse=True)), tuple(sorted(given - long)))


def struck(value: Any, marks: Marks) -> Any:
    """Return a plain value without what names a person; keys of mappings stay."""
    match value:
        case str():
            return _struck_text(value, marks)
        case Mapping():
            return {key: struck(part, marks) for key, part in value.items()}
        case list() | tuple():
            return [struck(part, marks) for part in value]
    return value


def _struck_text(text: str, marks: Marks) -> str:
    if text in marks.wholes:
        return STRUCK
    return marks.pattern.sub(STRUCK, text) if marks.pattern else text


FEWEST_OF_A_TOWN = 3
"""From how many on a municipality that is not in the programme goes on under its name: a single one is a trace."""


def town_to_count(written: str, towns: Collection[str], named: Mapping[str, int]) -> str:
    """Return under which name somebody's municipality goes on being counted; empty where it might tell who they were.

    :param written: as they wrote it: free text.
    :param towns: of the programme.
    :param named: how many write or wrote it so, by name.
    """
    name = written.strip()
    is_known = folded(name) in {folded(town) for town in towns}
    return written if name and (is_known or named.get(written, 0) >= FEWEST_OF_A_TOWN) else ""


REMOVED_NAMES = {"de": "(Name entfernt)", "tr": "(ad kaldırıldı)", "en": "(name removed)"}
"""What the programme says of a speaker who wanted to be taken out of it, in the main language of the event."""


def without_speakers(told: Any, codes: Collection[str], removed: str) -> Any:
    """Return the plain JSON of a release document in which some speakers are nobody any more."""
    if not isinstance(told, dict) or not isinstance(told.get("speakers"), list):
        return told
    people = [
        {"code": one["code"], "name": removed} if isinstance(one, dict) and one.get("code") in codes else one
        for one in told["speakers"]
    ]
    return {**told, "speakers": people}
