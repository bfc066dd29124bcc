"""What to offer to somebody whose search found nothing."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from conference.programme.rules.search.asking import Asked, Wish, asked
from conference.programme.rules.search.index import Hits, Index
from conference.programme.rules.search.vocabulary import SHORTEST_WITH_ERROR

MOST_MEANT = 3
MOST_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search.

    :ivar text: to be typed.
    :ivar count: what it finds.
    :ivar dropped: the words that it leaves out, as they were typed; empty where it spells them otherwise.
    """

    text: str
    count: int
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What comes near to a search that found nothing.

    :ivar meant: the search with words of the programme in the place of those that stand nowhere, the likest first.
    :ivar fewer: the search without one of its words, the one first that then finds the most.
    :ivar nearest: keys of texts that have some of the words, those with the most first; only where nothing else helps.
    """

    meant: tuple[Offer, ...] = ()
    fewer: tuple[Offer, ...] = ()
    nearest: tuple[str, ...] = ()


def offers(
    index: Index[str], search: Asked, hits: Hits[str], passing: AbstractSet[str], spell: Callable[[str], str]
) -> Offers:
    """Return what to offer in the place of a search.

    :param hits: what the search found.
    :param passing: keys of the texts that could be found at all: those that other filters let through.
    :param spell: gives a word of the index as readers know it.
    """

    def count(text: str) -> int:
        return len(index.find(asked(text)).scores.keys() & passing)

    meant = _meant(index, search, hits.missing, count, spell)
    fewer = []
    if not meant and len(search.wishes) > 1:
        for wish in search.wishes:
            text = search.instead({wish: ""})
            if found := count(text):
                fewer.append(Offer(text, found, dropped=wish.typed))
        fewer.sort(key=lambda offer: -offer.count)
    nearest = () if meant or fewer else tuple(key for key in index.any_of(search) if key in passing)[:MOST_NEAREST]
    return Offers(meant, tuple(fewer), nearest)


def _meant(
    index: Index[str],
    search: Asked,
    missing: tuple[Wish, ...],
    count: Callable[[str], int],
    spell: Callable[[str], str],
) -> tuple[Offer, ...]:
    choices = [_likest(index, wish) for wish in missing]
    if not missing or not all(choices):
        return ()
    found: dict[str, Offer] = {}
    for place in range(max(map(len, choices))):
        words = (spell(several[min(place, len(several) - 1)]) for several in choices)
        text = search.instead(dict(zip(missing, words, strict=True)))
        if text not in found and (hits := count(text)):
            found[text] = Offer(text, hits)
    return tuple(found.values())[:MOST_MEANT]


def _likest(index: Index[str], wish: Wish) -> list[str]:
    """Return words that may have been meant: such as the typed one begins with, and such as are like it."""
    if len(wish.words) > 1:
        return []
    typed, words = wish.words[0], index.vocabulary
    stems = [typed[:length] for length in range(len(typed) - 1, SHORTEST_WITH_ERROR - 1, -1)]
    shorter = [stem for stem in stems if words.number(stem) is not None]
    alike = [words.words[number] for number in words.alike(typed, limit=MOST_MEANT + 1)]
    return list(dict.fromkeys((*shorter[:1], *alike)))
