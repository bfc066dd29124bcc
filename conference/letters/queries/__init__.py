"""Reads on what an event writes to people."""

from conference.letters.queries.letters import (
    LetterNotFound,
    counted_by_state,
    find_letters,
    given_up_letters,
    kinds_of,
    letter_of,
    matching,
)

__all__ = [
    "LetterNotFound",
    "counted_by_state",
    "find_letters",
    "given_up_letters",
    "kinds_of",
    "letter_of",
    "matching",
]
