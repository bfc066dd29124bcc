"""Changes to what an event writes to people."""

from conference.letters.services.again import LetterNotGivenUp, LetterOutdated, send_again, send_all_again
from conference.letters.services.messages import LETTER, message_facts, send_message

__all__ = [
    "LETTER",
    "LetterNotGivenUp",
    "LetterOutdated",
    "message_facts",
    "send_again",
    "send_all_again",
    "send_message",
]
