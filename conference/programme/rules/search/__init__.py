"""Full-text search over a programme: in all languages at once, and for those who type as they can. Pure.

``asked(text)`` takes apart what was typed; an :class:`Index` finds what fulfils it (``sessions_index(programme)``,
``people_index``, ``partnerships_index``: built when first asked for, kept as long as the programme is held); a
:class:`Marker` says where it stands in a text; ``offers(…)`` tells what comes near where nothing is found.
"""

from conference.programme.rules.search.asking import LONGEST_TEXT, Asked, Wish, asked
from conference.programme.rules.search.folding import fold, words_in
from conference.programme.rules.search.index import Field, Hits, Index
from conference.programme.rules.search.marking import Excerpt, Marker, Piece
from conference.programme.rules.search.offering import Offer, Offers, offers
from conference.programme.rules.search.texts import partnerships_index, people_index, sessions_index, spelled

__all__ = [
    "LONGEST_TEXT",
    "Asked",
    "Excerpt",
    "Field",
    "Hits",
    "Index",
    "Marker",
    "Offer",
    "Offers",
    "Piece",
    "Wish",
    "asked",
    "fold",
    "offers",
    "partnerships_index",
    "people_index",
    "sessions_index",
    "spelled",
    "words_in",
]
