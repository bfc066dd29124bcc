"""All words of a set of texts, and which of them come near to a word somebody typed.

Words that begin alike stand together in one sorted list; words that hold a piece are found in one joined string;
words with typing errors are looked for only among those of nearly the same length that share enough pairs of letters
with what was typed (an error spoils at most three pairs), and only these are compared letter by letter.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

SHORTEST_WITH_ERROR = 4
"""Words of so many letters may hold one typing error."""

SHORTEST_WITH_TWO = 8
"""Words of so many letters may hold two."""

MOST_LOOKED_AT = 400
"""So many words are compared letter by letter at most: those that share the most pairs with what was typed."""

_END = "\n"
_LAST = chr(0x10FFFF)


def errors_allowed(word: str) -> int:
    """Return how many typing errors a word may hold."""
    return 0 if len(word) < SHORTEST_WITH_ERROR else 1 if len(word) < SHORTEST_WITH_TWO else 2


class Vocabulary:
    """Words, each by its number in the order of the alphabet.

    :ivar words: sorted, each once.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._numbers = {word: number for number, word in enumerate(self.words)}
        self._joined = _END + _END.join(self.words) + _END
        self._starts: list[int] = []
        place = 1
        pairs: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            self._starts.append(place)
            place += len(word) + 1
            if len(word) >= SHORTEST_WITH_ERROR - 1:
                for pair in _pairs(word):
                    pairs[len(word), pair].append(number)
        self._of_pair = dict(pairs)

    def number(self, word: str) -> int | None:
        """Return the number of a word, or None where it is not here."""
        return self._numbers.get(word)

    def beginning(self, letters: str) -> range:
        """Return the numbers of the words that begin with these letters."""
        return range(bisect_left(self.words, letters), bisect_left(self.words, letters + _LAST))

    def holding(self, letters: str) -> Iterator[int]:
        """Give the numbers of the words that hold these letters anywhere."""
        place = self._joined.find(letters)
        while place >= 0:
            number = bisect_left(self._starts, place + 1) - 1
            yield number
            place = self._joined.find(letters, self._starts[number] + len(self.words[number]))

    def near(self, word: str, errors: int) -> dict[int, int]:
        """Return the words that differ from this one by at most so many errors, each with how many.

        An error is a letter too many, too few or other, or two neighbours that changed places.
        """
        if not errors:
            return {}
        own = _pairs(word)
        shared = self._sharing(own, range(len(word) - errors, len(word) + errors + 1))
        least = max(1, len(own) - 3 * errors)
        found = {}
        for number, count in shared.most_common(MOST_LOOKED_AT):
            if count < least:
                break
            distance = errors_between(word, self.words[number], errors)
            if distance is not None:
                found[number] = distance
        return found

    def nearly_beginning(self, letters: str) -> list[int]:
        """Return the words that begin with these letters but for one error in their second half.

        So much is looked for while a word is still being typed; errors in its first half are found once it is whole.
        """
        if len(letters) < SHORTEST_WITH_ERROR:
            return []
        lengths = range(len(letters) - 1, len(letters) + 2)
        judged: dict[str, bool] = {}
        found = []
        for number in self.beginning(letters[: (len(letters) + 1) // 2]):
            begun = self.words[number][: lengths[-1]]
            if begun not in judged:
                judged[begun] = any(errors_between(letters, begun[:length], 1) is not None for length in lengths)
            if judged[begun]:
                found.append(number)
        return found

    def alike(self, word: str, *, limit: int) -> list[int]:
        """Return the words most like this one, the likest first: about a third of its letters may differ."""
        own, most = _pairs(word), max(2, -(-len(word) // 3))
        shared = self._sharing(own, range(max(SHORTEST_WITH_ERROR - 1, len(word) - most), len(word) + most + 1))
        likest = [
            (errors, -2 * count / (len(own) + len(self.words[number])), number)
            for number, count in shared.most_common(MOST_LOOKED_AT // 4)
            if (errors := errors_between(word, self.words[number], most)) is not None
        ]
        return [number for _, _, number in sorted(likest)[:limit]]

    def _sharing(self, pairs: Iterable[str], lengths: range) -> Counter[int]:
        shared: Counter[int] = Counter()
        for length in lengths:
            for pair in pairs:
                shared.update(self._of_pair.get((length, pair), ()))
        return shared


def errors_between(one: str, other: str, most: int) -> int | None:
    """Return by how many errors two words differ, or None where it is more than ``most``.

    Counted as the restricted Damerau-Levenshtein distance: two neighbours that changed places are one error, and no
    letter takes part in two errors.
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            cost = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most and min(above) > most:
            return None
        before, above = above, line
    return above[-1] if above[-1] <= most else None


def _pairs(word: str) -> set[str]:
    """Return the pairs of neighbouring letters of a word, its beginning and end among them."""
    framed = f"{_END}{word}{_END}"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}
