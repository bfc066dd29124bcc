"""What somebody typed into a search, taken apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from conference.programme.rules.search.folding import words_in

LONGEST_TEXT = 200
"""Characters of a search; what is longer was not typed by a person."""

MOST_WORDS = 8
"""Words that are looked for; what comes after them is left aside, so that no search costs more than this many."""

_QUOTES = '"„“”«»'
_PART = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)|([^\\s{_QUOTES}]+)")

_LITTLE = frozenset(
    words_in(
        "der die das den dem des ein eine einen einem einer und oder in im am an auf aus bei für mit von vom zu zum "
        "zur ist ve veya ile bir bu için de da ki mi the a an and or of in on at to for with by is"
    )
)
"""Words that say nothing by themselves: beside others they need not be found."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A word, or several in quotation marks, that must be found.

    :ivar words: folded, in order; more than one only where they must follow one another.
    :ivar typed: as it was typed, without quotation marks.
    :ivar is_exact: it stood in quotation marks: no other words will do.
    :ivar is_open: it may still be being typed: it stands last, and nothing closes it.
    """

    words: tuple[str, ...]
    typed: str
    is_exact: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A search.

    :ivar text: as it was typed.
    :ivar wishes: all must be found, in any order; none where nothing but signs was typed.
    """

    text: str
    wishes: tuple[Wish, ...]

    def instead(self, changes: Mapping[Wish, str]) -> str:
        """Return the search as one would type it with other words in the place of some wishes, or without them."""
        kept = [(changes.get(wish, wish.typed), wish.is_exact and wish not in changes) for wish in self.wishes]
        return " ".join(f'"{typed}"' if is_exact else typed for typed, is_exact in kept if typed)


@lru_cache(maxsize=512)
def asked(text: str) -> Asked:
    """Take a search apart; whatever stands there, it gives a search."""
    text = text[:LONGEST_TEXT]
    wishes: list[Wish] = []
    room = MOST_WORDS
    for match in _PART.finditer(text):
        quoted, closing, word = match.groups()
        is_last = match.end() == len(text)
        if word is None:
            words = tuple(words_in(quoted)[:room])
            found = [Wish(words, quoted.strip(), is_exact=True, is_open=is_last and not closing)] if words else []
        else:
            words = tuple(words_in(word)[:room])
            found = [
                Wish((one,), word if len(words) == 1 else one, is_open=is_last and number == len(words) - 1)
                for number, one in enumerate(words)
            ]
        room -= len(words)
        wishes += found
    telling = [wish for wish in wishes if wish.is_exact or wish.is_open or wish.words[0] not in _LITTLE]
    each = {(wish.words, wish.is_exact): wish for wish in telling or wishes}
    return Asked(text, tuple(each.values()))
