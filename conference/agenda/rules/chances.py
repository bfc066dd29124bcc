"""How likely somebody who waits gets a seat, told from what happened before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 3
"""Sessions that ended, below which they prove nothing."""

LIKELY, POSSIBLE = 0.6, 0.2
"""Shares of like cases from which on it is called so."""


class Likelihood(StrEnum):
    """A chance in a word."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a place in a queue becomes a seat, and by what that is known.

    :ivar reached: at how many of ``of`` sessions as many moved up as would be needed; both 0 where none tell.
    :ivar moved_up: how many moved up at this session so far.
    """

    likelihood: Likelihood
    reached: int
    of: int
    moved_up: int


def chance_of(place: int, *, moved_up: int, ended: Sequence[int]) -> Chance:
    """Return the chance of a place in a session's queue.

    Counted is how many of the event's sessions that had a queue, have ended, and let at least as many move up as
    this one did so far, let ``place`` more move up. That many is what it takes here, too.

    :param place: in the queue, from 1.
    :param moved_up: how many moved up at this session so far.
    :param ended: how many moved up in all at each session of the event that had a queue and is over.
    """
    alike = [count for count in ended if count >= moved_up]
    if len(alike) >= FEWEST:
        reached = sum(count >= moved_up + place for count in alike)
        share = reached / len(alike)
        word = Likelihood.LIKELY if share >= LIKELY else Likelihood.POSSIBLE if share >= POSSIBLE else None
        return Chance(word or Likelihood.UNLIKELY, reached, len(alike), moved_up)
    # Nothing like it has ended: what moved here so far is all there is to go by.
    word = Likelihood.POSSIBLE if moved_up >= place else Likelihood.UNKNOWN
    return Chance(word, 0, 0, moved_up)
