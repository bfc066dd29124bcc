"""What a text, or anything else that readers see, was before and is now, word by word. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import Any

import msgspec

from conference.programme.document import Change, Passport, Programme, Session
from conference.translated import LANGUAGES, Translated, pick


class Fate(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with one fate. ``text`` is plain: whoever shows it escapes it."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How one field differs.

    :ivar field: its name.
    :ivar language: of its words; None where it is no text of one language.
    :ivar pieces: what it was and what it is, in reading order.
    :ivar is_list: whether each piece is a thing by itself rather than a run of words.
    """

    field: str
    language: str | None
    pieces: tuple[Piece, ...]
    is_list: bool = False


_WORD = re.compile(r"\s*\S+|\s+$")

PEOPLE = ("speakers", "moderators", "interpreters")
"""Fields that name people."""

MOST_WORDS = 4_000
"""Texts with more words that differ are shown one after the other: comparing them would take too long to wait for."""


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, in which the words of only the one or the other are marked.

    The pieces that are not new give the old text, those that are not gone the new one.
    """
    older, newer = _WORD.findall(old), _WORD.findall(new)
    start = _in_common(older, newer)
    end = _in_common(older[start:][::-1], newer[start:][::-1])
    gone, added = older[start : len(older) - end], newer[start : len(newer) - end]
    pieces = [
        Piece(Fate.SAME, "".join(older[:start])),
        *_compared(gone, added),
        Piece(Fate.SAME, "".join(older[len(older) - end :])),
    ]
    return tuple(piece for piece in pieces if piece.text)


def _compared(gone: Sequence[str], added: Sequence[str]) -> Iterable[Piece]:
    if len(gone) + len(added) > MOST_WORDS:
        yield from (Piece(Fate.GONE, "".join(gone)), Piece(Fate.NEW, "".join(added)))
        return
    for verb, first, last, from_, to in SequenceMatcher(None, gone, added, autojunk=False).get_opcodes():
        if verb == "equal":
            yield Piece(Fate.SAME, "".join(gone[first:last]))
        else:
            yield Piece(Fate.GONE, "".join(gone[first:last]))
            yield Piece(Fate.NEW, "".join(added[from_:to]))


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def text_differences(field: str, old: Translated, new: Translated) -> list[Difference]:
    """Return how a text differs in each language in which it does."""
    codes = [*LANGUAGES, *sorted({*old, *new} - set(LANGUAGES))]
    return [
        Difference(field, code, word_pieces(old.get(code, ""), new.get(code, "")))
        for code in codes
        if old.get(code, "") != new.get(code, "")
    ]


def list_difference(field: str, old: Sequence[str], new: Sequence[str]) -> Difference:
    """Return how a list of things differs: what is gone, then all there is now."""
    return Difference(
        field,
        None,
        (
            *(Piece(Fate.GONE, text) for text in old if text not in new),
            *(Piece(Fate.SAME if text in old else Fate.NEW, text) for text in new),
        ),
        is_list=True,
    )


def value_difference(field: str, old: object, new: object) -> Difference:
    """Return how a value differs that has no parts; None and ``""`` are nothing."""
    pieces = ((Fate.GONE, old), (Fate.NEW, new))
    return Difference(field, None, tuple(Piece(fate, str(value)) for fate, value in pieces if value not in {None, ""}))


def record_differences(
    old: msgspec.Struct | None, new: msgspec.Struct | None, *, without: Iterable[str] = ()
) -> list[Difference]:
    """Return how two records of one kind differ, field by field; one of them may be missing.

    :param without: fields that are left out.
    """
    some = new if new is not None else old
    if some is None:
        return []
    found: list[Difference] = []
    for field in msgspec.structs.fields(some):
        before, after = getattr(old, field.name, None), getattr(new, field.name, None)
        if before != after and field.name not in set(without):
            found += _differing(field.name, before, after)
    return found


def _differing(field: str, before: Any, after: Any) -> list[Difference]:
    if isinstance(before, dict) or isinstance(after, dict):
        return text_differences(field, before or {}, after or {})
    if isinstance(before, tuple) or isinstance(after, tuple):
        return [list_difference(field, [str(one) for one in before or ()], [str(one) for one in after or ()])]
    return [value_difference(field, before, after)]


def session_differences(older: Programme, newer: Programme, change: Change, *, language: str) -> list[Difference]:
    """Return how the fields that a change names differ, as readers see them; its slot and state are the change itself.

    :param language: in which themes are named.
    """
    old, new = older.by_uid.get(change.uid), newer.by_uid.get(change.uid)
    if old is None or new is None:
        return []
    found: list[Difference] = []
    for field in change.fields:
        before, after = _shown(older, old, field, language), _shown(newer, new, field, language)
        found += _differing(field, before, after)
    return found


def _shown(programme: Programme, session: Session, field: str, language: str) -> Any:
    if field == "themes":
        return tuple(pick(theme.title, language, programme.event.languages) for theme in programme.themes_of(session))
    if field in PEOPLE:
        people = getattr(programme, f"{field}_of")(session)
        return tuple(_named(speaker.name, pick(speaker.affiliation, language)) for speaker in people)
    if field == "partnerships":
        return tuple(
            " – ".join(town.name for town in programme.municipalities_of(tie))
            for tie in programme.partnerships_of(session)
        )
    value = getattr(session, field, None)
    if isinstance(value, Passport):
        return tuple(f"{way}:{code}" for way in value.__struct_fields__ for code in getattr(value, way))
    return value


def _named(name: str, affiliation: str) -> str:
    return f"{name} ({affiliation})" if affiliation else name
