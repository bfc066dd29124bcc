"""The form in which words are compared in a search: the same for every language and every way of typing.

Case and diacritics go. Turkish ``ı İ I i`` become one, as do ``ş s``, ``ç c``, ``ğ g``. German ``ö`` and its
spelling ``oe`` both become ``o`` (likewise ä and ü), so that Köln, Koeln and Koln are one word; that ``neue`` and
``neu`` become one as well costs nobody anything. Ligatures and compatibility forms fall apart (NFKC and NFD are one),
soft hyphens and other invisible signs vanish. Folding what is folded changes nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_WORD = 48
"""Letters of a word that count; what is longer is an address or a mistake."""

_OWN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
"""Letters that Unicode does not take apart."""

_OTHER = re.compile(r"[^\x00-\x7f]+")
_LONG_VOWEL = re.compile(r"([aou])e+")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text as it is compared."""
    return _LONG_VOWEL.sub(r"\1", _letters(text))


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a text, and where its letters stand there.

    :ivar word: folded.
    :ivar starts: for each letter of ``word``, the place in the text of the character it comes from.
    :ivar ends: likewise, the place after that character and what belongs to it: combining marks, the ``e`` of ``oe``.
    """

    word: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def placed_words(text: str) -> list[PlacedWord]:
    """Return the words of a text as :func:`words_in` does, each letter with its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _letters_of(character):
            if letter == "e" and letters and letters[-1] in "aou":
                continue
            letters.append(letter)
            places.append(place)
    ends = [len(text)] * len(places)
    for number in range(len(places) - 2, -1, -1):
        following = places[number + 1]
        ends[number] = following if following != places[number] else ends[number + 1]
    found = []
    for match in _WORD.finditer("".join(letters)):
        first, last = match.start(), min(match.end(), match.start() + LONGEST_WORD)
        found.append(PlacedWord(match[0][:LONGEST_WORD], tuple(places[first:last]), tuple(ends[first:last])))
    return found


def _letters(text: str) -> str:
    """Return a text folded but for its long vowels."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_OWN)
    return _OTHER.sub(lambda match: "".join(map(_kept, match[0])), plain)


@lru_cache(maxsize=4096)
def _letters_of(character: str) -> str:
    return _letters(character)


@lru_cache(maxsize=4096)
def _kept(character: str) -> str:
    """Return a character, or nothing for combining marks and invisible signs."""
    category = unicodedata.category(character)
    return "" if category[0] == "M" or category == "Cf" else character
