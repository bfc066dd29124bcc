"""Where in a text the words of a search stand, and which part of a long text shows most of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from conference.programme.rules.search.asking import Asked, Wish
from conference.programme.rules.search.folding import PlacedWord, placed_words
from conference.programme.rules.search.index import SHORTEST_BEGINNING, SHORTEST_PIECE
from conference.programme.rules.search.plain import plain

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


class Marker:
    """Marks what a search found."""

    def __init__(self, search: Asked, near: Mapping[str, Collection[str]]) -> None:
        """Mark the words of a search.

        :param near: for words with typing errors, what they were taken for, as in :class:`~.index.Hits`.
        """
        self._wishes = search.wishes
        self._near = near

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to be marked."""
        return bool(self._wishes)

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
        words = placed_words(text)
        marks: list[_Mark] = []
        for number, placed in enumerate(words):
            found = [mark for wish in self._wishes if (mark := self._mark(wish, words, number, placed))]
            if found:
                marks.append(max(found, key=lambda mark: mark.end - mark.start))
        return marks

    def _mark(self, wish: Wish, words: Sequence[PlacedWord], number: int, placed: PlacedWord) -> _Mark | None:
        if wish.is_exact:
            return _mark_of_phrase(wish, words, number)
        word, typed = placed.word, wish.words[0]
        place = word.find(typed)
        is_shown = (
            word == typed
            or (place == 0 and (wish.is_open or len(typed) >= SHORTEST_BEGINNING))
            or (place > 0 and len(typed) >= SHORTEST_PIECE)
        )
        if is_shown:
            return _Mark(placed.starts[place], placed.ends[place + len(typed) - 1], wish)
        if word in self._near.get(typed, ()):
            return _Mark(placed.starts[0], placed.ends[-1], wish)
        return None


def _mark_of_phrase(wish: Wish, words: Sequence[PlacedWord], number: int) -> _Mark | None:
    following = words[number : number + len(wish.words)]
    if len(following) < len(wish.words) or any(
        placed.word != word for placed, word in zip(following[:-1], wish.words, strict=False)
    ):
        return None
    last, typed = following[-1], wish.words[-1]
    if not (last.word.startswith(typed) if wish.is_open else last.word == typed):
        return None
    return _Mark(following[0].starts[0], last.ends[len(typed) - 1], wish)


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
