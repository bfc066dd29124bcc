"""Where in a text the words of a search stand, and which part of a long text shows most of them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from conference.programme.rules.search.asking import Asked, Wish
from conference.programme.rules.search.folding import placed_words, words_in
from conference.programme.rules.search.index import SHORTEST_BEGINNING, SHORTEST_PIECE
from conference.programme.rules.search.plain import plain

_PIECE = re.compile(r"\S+")

EXCERPT = 170
"""Characters of an excerpt, about."""


class Piece(NamedTuple):
    """A piece of a text as it stands there. All pieces of a text together are the text."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a long text.

    :ivar language: of the text, by code.
    :ivar pieces: of it.
    :ivar begins: whether it is the text's beginning.
    :ivar ends: whether it is the text's end.
    """

    language: str
    pieces: tuple[Piece, ...]
    begins: bool
    ends: bool


class _Mark(NamedTuple):
    start: int
    end: int
    wish: Wish


class _Span(NamedTuple):
    """From a letter of the word that is looked at to a letter of that word, or of one ``further`` on."""

    wish: Wish
    first: int
    further: int
    last: int


class Marker:
    """Marks what a search found."""

    def __init__(self, search: Asked, near: Mapping[str, Collection[str]]) -> None:
        """Mark the words of a search.

        :param near: for words with typing errors, what they were taken for, as in :class:`~.index.Hits`.
        """
        self._singles = [wish for wish in search.wishes if not wish.is_exact]
        self._phrases = [wish for wish in search.wishes if wish.is_exact]
        self._near = near
        self._known: dict[str, list[_Span]] = {}

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to be marked."""
        return bool(self._singles or self._phrases)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return a text in pieces: what the search asked for is marked, letter by letter as it stands there."""
        return tuple(_cut(text, self._marks(text), 0, len(text)))

    def excerpt(self, texts: Mapping[str, str], language: str) -> Excerpt | None:
        """Return the part of a Markdown text that shows most of what was asked for; None where nothing is in it.

        The reader's own language is preferred where it shows as much as another.
        """
        best: tuple[int, str, str, list[_Mark]] | None = None
        for code in sorted(texts, key=lambda code: (code != language, code)):
            text = plain(texts[code])
            marks = self._marks(text)
            shown = len({mark.wish for mark in marks})
            if shown > (best[0] if best else 0):
                best = (shown, code, text, marks)
        if best is None:
            return None
        _, code, text, marks = best
        first, last = _window(text, marks)
        pieces = tuple(_cut(text, (mark for mark in marks if first <= mark.start and mark.end <= last), first, last))
        return Excerpt(code, pieces, begins=first == 0, ends=last == len(text))

    def _marks(self, text: str) -> list[_Mark]:
        pieces = [(match.start(), match[0]) for match in _PIECE.finditer(text)]
        words = [
            (word, piece, number)
            for piece, (_, part) in enumerate(pieces)
            for number, word in enumerate(_words_of(part))
        ]
        marks: list[_Mark] = []
        for number, (word, piece, place) in enumerate(words):
            spans = self._spans(word)
            if self._phrases:
                spans = [*spans, *self._phrases_at(words, number)]
            if not spans:
                continue
            found = [
                _Mark(
                    _placed(pieces, piece, place, first)[0],
                    _placed(pieces, *words[number + further][1:], last)[1],
                    wish,
                )
                for wish, first, further, last in spans
            ]
            marks.append(max(found, key=lambda mark: mark.end - mark.start))
        return marks

    def _spans(self, word: str) -> list[_Span]:
        """Return what of a word is marked, for each wish that it fulfils by itself."""
        spans = self._known.get(word)
        if spans is None:
            spans = self._known[word] = [span for wish in self._singles if (span := self._span(wish, word))]
        return spans

    def _span(self, wish: Wish, word: str) -> _Span | None:
        typed = wish.words[0]
        place = word.find(typed)
        is_shown = (
            word == typed
            or (place == 0 and (wish.is_open or len(typed) >= SHORTEST_BEGINNING))
            or (place > 0 and len(typed) >= SHORTEST_PIECE)
        )
        if is_shown:
            return _Span(wish, place, 0, place + len(typed) - 1)
        return _Span(wish, 0, 0, len(word) - 1) if word in self._near.get(typed, ()) else None

    def _phrases_at(self, words: Sequence[tuple[str, int, int]], number: int) -> list[_Span]:
        """Return the phrases that begin with a word of a text."""
        found = []
        for wish in self._phrases:
            following = [word for word, _, _ in words[number : number + len(wish.words)]]
            *before, last = wish.words
            is_there = len(following) == len(wish.words) and following[:-1] == before
            if is_there and (following[-1] == last or (wish.is_open and following[-1].startswith(last))):
                found.append(_Span(wish, 0, len(before), len(last) - 1))
        return found


@lru_cache(maxsize=16384)
def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(words_in(piece))


def _placed(pieces: Sequence[tuple[int, str]], piece: int, word: int, letter: int) -> tuple[int, int]:
    """Return where in a text a letter begins and ends, by the piece between blanks and the word in it."""
    start, part = pieces[piece]
    placed = placed_words(part)[word]
    return start + placed.starts[letter], start + placed.ends[letter]


def _cut(text: str, marks: Iterable[_Mark], first: int, last: int) -> Iterable[Piece]:
    """Give the text between two places in pieces; a mark that another one covers is left out."""
    place = first
    for mark in marks:
        if mark.start < place:
            continue
        if mark.start > place:
            yield Piece(text[place : mark.start], is_marked=False)
        yield Piece(text[mark.start : mark.end], is_marked=True)
        place = mark.end
    if place < last:
        yield Piece(text[place:last], is_marked=False)


def _window(text: str, marks: Sequence[_Mark]) -> tuple[int, int]:
    """Return the place of a text where the most wishes are shown near to each other, cut between words."""
    if len(text) <= EXCERPT:
        return 0, len(text)

    def shown_from(mark: _Mark) -> int:
        return len({other.wish for other in marks if mark.start <= other.start and other.end <= mark.start + EXCERPT})

    best = max(marks, key=lambda mark: (shown_from(mark), -mark.start))
    first = max(0, min(best.start - EXCERPT // 4, len(text) - EXCERPT))
    last = min(len(text), max(first + EXCERPT, best.end))
    if first:
        blank = text.find(" ", first, best.start)
        first = blank + 1 if blank >= 0 else best.start
    if last < len(text):
        blank = text.rfind(" ", best.end, last)
        last = blank if blank >= 0 else last
    return first, last
