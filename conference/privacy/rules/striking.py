"""Striking a person out of what others wrote. Pure."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from conference.translated import searchable

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


ABOUT_PEOPLE = ("role", "invitation", "registration", "guest", "delegation")
"""Kinds of entries in the audit log that are about one person."""

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
