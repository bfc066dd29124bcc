"""What changed in a calendar since a program last asked (RFC 6578).

A state is what each entry was: its name and its tag. A token is made of a state alone, so that equal states have
equal tokens, and what lies between two of them is known exactly, whatever happened meanwhile.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

Members = Mapping[str, str]
"""The tag of each entry, by its name."""

KEPT_STATES = 32
"""States of one calendar that are remembered for one subscription; who comes with an older one starts anew."""


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
