"""The index of a set of texts: which of them hold the words of a search, and how well. Pure, and never altered.

How well a text fits: for each word of the search, the best of the words it holds counts, by

- where it stands: the weight of the field (a title more than a name, a name more than an abstract), a little more
  where it stands there several times;
- how it fits: the very word 1, one that begins with it 0.5 to 0.9, one that holds it 0.35, with one typing error 0.3,
  with two 0.2;
- how rare it is: ln(1 + texts in all / texts that have it), as in BM25.

Words with typing errors are looked for only where no word of the texts begins with what was typed. Of the word that is
still being typed, the beginning may hold one error.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from conference.programme.rules.search.asking import Asked, Wish
from conference.programme.rules.search.folding import words_in
from conference.programme.rules.search.vocabulary import Vocabulary, errors_allowed

Key = TypeVar("Key")

SHORTEST_BEGINNING = 2
"""Letters with which other words are found that begin so; the word that is being typed needs but one."""

SHORTEST_PIECE = 3
"""Letters with which other words are found that hold them."""

HOLDING, ONE_ERROR, TWO_ERRORS = 0.35, 0.3, 0.2
"""How well other words fit; see above."""

_REPEATED = (1.0, 1.3, 1.45, 1.5)
"""What a word counts that stands in a field once, twice, three times or more."""

_BREAK = " \n "
"""What stands between two texts, so that no phrase reaches from one into the next."""


class _Folded(dict[str, str]):
    """The folded words of each piece of text between blanks: most come again and again."""

    def __missing__(self, piece: str) -> str:
        self[piece] = " ".join(words_in(piece))
        return self[piece]


class Field(NamedTuple):
    """Texts of one kind.

    :ivar weight: how much it tells that a word stands here.
    :ivar texts: in any languages.
    """

    weight: float
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hits(Generic[Key]):
    """What a search found.

    :ivar scores: how well each text fits, the best first; of equals, in the order of the texts.
    :ivar near: for each word that was found only with typing errors, the words it was taken for.
    :ivar missing: wishes that no text at all fulfils.
    """

    scores: Mapping[Key, float]
    near: Mapping[str, frozenset[str]] = field(default_factory=dict)
    missing: tuple[Wish, ...] = ()


class Index(Generic[Key]):
    """An inverted index.

    :ivar keys: of the texts, in their order.
    :ivar vocabulary: all their words.
    """

    def __init__(self, texts: Iterable[tuple[Key, Iterable[Field]]]) -> None:
        """Read the texts.

        :param texts: each with its key, in the order in which equals are given.
        """
        keys: list[Key] = []
        lines: list[str] = []
        places: defaultdict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("I"), array("f")))
        folded = _Folded()
        for number, (key, fields) in enumerate(texts):
            keys.append(key)
            weights: dict[str, float] = {}
            of_text: list[str] = []
            for weight, several in fields:
                found = [" ".join(filter(None, map(folded.__getitem__, text.split()))) for text in several]
                of_text += found
                for word, count in Counter(" ".join(found).split()).items():
                    theirs = weight if count == 1 else weight * _REPEATED[min(count, len(_REPEATED)) - 1]
                    if theirs > weights.get(word, 0.0):
                        weights[word] = theirs
            lines.append(_BREAK + _BREAK.join(of_text) + _BREAK)
            for word, theirs in weights.items():
                its = places[word]
                its[0].append(number)
                its[1].append(theirs)
        self.keys = tuple(keys)
        self.vocabulary = Vocabulary(places)
        self._places = [places[word] for word in self.vocabulary.words]
        self._lines = lines

    def find(self, search: Asked) -> Hits[Key]:
        """Return the texts that fulfil all wishes of a search; none where it has no wishes."""
        near: dict[str, frozenset[str]] = {}
        missing: list[Wish] = []
        total: dict[int, float] | None = None
        for wish in search.wishes:
            fulfilled = self._fulfilling(wish, near)
            if not fulfilled:
                missing.append(wish)
            if total is None:
                total = fulfilled
            else:
                total = {number: total[number] + fulfilled[number] for number in total.keys() & fulfilled.keys()}
        ranked = sorted((total or {}).items(), key=lambda one: (-one[1], one[0]))
        return Hits({self.keys[number]: score for number, score in ranked}, near, tuple(missing))

    def any_of(self, search: Asked) -> list[Key]:
        """Return the texts that fulfil at least one wish: those with the most first, then those that fit best."""
        wishes: Counter[int] = Counter()
        total: defaultdict[int, float] = defaultdict(float)
        for wish in search.wishes:
            for number, score in self._fulfilling(wish, {}).items():
                wishes[number] += 1
                total[number] += score
        best = sorted(total, key=lambda number: (-wishes[number], -total[number], number))
        return [self.keys[number] for number in best]

    def has(self, word: str) -> Key | None:
        """Return the first text that holds a word of the vocabulary, or None."""
        number = self.vocabulary.number(word)
        return None if number is None else self.keys[self._places[number][0][0]]

    def _fulfilling(self, wish: Wish, near: dict[str, frozenset[str]]) -> dict[int, float]:
        """Return how well each text fulfils a wish, by the text's number; note what was taken for what in ``near``."""
        if len(wish.words) > 1:
            return self._with_phrase(wish)
        forms = self._forms(wish, near)
        found: dict[int, float] = {}
        for form, quality in forms.items():
            for number, weight in zip(*self._places[form], strict=True):
                score = quality * weight
                if score > found.get(number, 0.0):
                    found[number] = score
        return self._by_rarity(found)

    def _forms(self, wish: Wish, near: dict[str, frozenset[str]]) -> dict[int, float]:
        """Return the words that will do for a single one, by number, with how well they fit."""
        word, words = wish.words[0], self.vocabulary
        exact = words.number(word)
        if wish.is_exact and not wish.is_open:
            return {} if exact is None else {exact: 1.0}
        forms: dict[int, float] = {}
        if len(word) >= SHORTEST_PIECE and not wish.is_exact:
            forms = dict.fromkeys(words.holding(word), HOLDING)
        begun = words.beginning(word) if wish.is_open or len(word) >= SHORTEST_BEGINNING else ()
        forms.update({number: 0.5 + 0.4 * len(word) / len(words.words[number]) for number in begun})
        if exact is not None:
            forms[exact] = 1.0
        if not begun and not wish.is_exact:
            wrong = dict.fromkeys(words.nearly_beginning(word), 1) if wish.is_open else {}
            wrong.update(words.near(word, errors_allowed(word)))
            if wrong:
                near[word] = frozenset(words.words[number] for number in wrong)
            for number, errors in wrong.items():
                forms.setdefault(number, ONE_ERROR if errors == 1 else TWO_ERRORS)
        return forms

    def _with_phrase(self, wish: Wish) -> dict[int, float]:
        """Return the texts in which the words of a wish follow one another."""
        parts = [
            self._fulfilling(Wish((word,), word, is_exact=True, is_open=wish.is_open and word is wish.words[-1]), {})
            for word in wish.words
        ]
        phrase = f" {' '.join(wish.words)}" + ("" if wish.is_open else " ")
        numbers = set.intersection(*(set(part) for part in parts))
        return {
            number: sum(part[number] for part in parts) for number in sorted(numbers) if phrase in self._lines[number]
        }

    def _by_rarity(self, found: dict[int, float]) -> dict[int, float]:
        rarity = math.log(1 + len(self.keys) / len(found)) if found else 0.0
        return {number: score * rarity for number, score in found.items()}
