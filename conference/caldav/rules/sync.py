"""What changed in a calendar since a program last asked (RFC 6578).

A state is what each entry was: its name and its tag. A token is made of a state alone, so that equal states have
equal tokens, and what lies between two of them is known exactly, whatever happened meanwhile.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

Members = Mapping[str, str]
"""The tag of each entry, by its name."""

KEPT_STATES = 32
"""States of one calendar that are remembered for one subscription; who comes with an older one starts anew."""


KEPT_CHARACTERS = 100_000
"""What they take together at most, as JSON: a state of a full agenda is large, and a lively queue makes many."""


def kept_states(sizes: Iterable[tuple[int, int]], *, most_characters: int) -> list[int]:
    """Return which states are remembered on: as many as there is room for, and the first one always.

    :param sizes: key and characters of each, the one used last at first.
    """
    kept: list[int] = []
    room = most_characters
    for key, size in islice(sizes, KEPT_STATES):
        room -= size
        if kept and room < 0:
            break
        kept.append(key)
    return kept


@dataclass(frozen=True, slots=True)
class Changes:
    """What a program has to do to come from one state to another.

    :ivar changed: names of entries that are new or other than they were.
    :ivar removed: names of those that are gone.
    :ivar reached: the state it then has.
    :ivar is_all: whether that is the newest.
    """

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    reached: Members
    is_all: bool


def digest_of(members: Members) -> str:
    """Return what names a state: equal states, equal digest."""
    text = "\n".join(f"{name} {members[name]}" for name in sorted(members))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def changes_between(known: Members, newest: Members, *, most: int | None = None) -> Changes:
    """Return what differs between two states.

    :param most: how many entries may be told of at once; the rest is for the next time.
    """
    names = sorted(name for name in {*known, *newest} if known.get(name) != newest.get(name))
    told = names if most is None else names[:most]
    reached = dict(known)
    for name in told:
        if name in newest:
            reached[name] = newest[name]
        else:
            del reached[name]
    return Changes(
        tuple(name for name in told if name in newest),
        tuple(name for name in told if name not in newest),
        reached,
        len(told) == len(names),
    )
