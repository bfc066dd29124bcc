"""Changes to what an event writes to people."""

from conference.letters.services.again import LetterNotGivenUp, LetterOutdated, send_again, send_all_again

__all__ = ["LetterNotGivenUp", "LetterOutdated", "send_again", "send_all_again"]
