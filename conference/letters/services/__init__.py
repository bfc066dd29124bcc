"""Changes to what an event writes to people."""

from conference.letters.services.again import LetterNotGivenUp, LetterOutdated, send_again, send_all_again
from conference.letters.services.messages import LETTER, message_facts, send_message
from conference.letters.services.wordings import StaleWording, edit_wording, restore_usual_wording

__all__ = [
    "LETTER",
    "LetterNotGivenUp",
    "LetterOutdated",
    "StaleWording",
    "edit_wording",
    "message_facts",
    "restore_usual_wording",
    "send_again",
    "send_all_again",
    "send_message",
]
