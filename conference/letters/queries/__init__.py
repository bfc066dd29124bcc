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
from conference.letters.queries.messages import (
    Audience,
    MessageNotFound,
    Reader,
    SentMessage,
    audience_of,
    message_of,
    messages_of,
)
from conference.letters.queries.samples import Sample, sample_of
from conference.letters.queries.wordings import wording_facts, wording_of, wordings_of

__all__ = [
    "Audience",
    "LetterNotFound",
    "MessageNotFound",
    "Reader",
    "Sample",
    "SentMessage",
    "audience_of",
    "counted_by_state",
    "find_letters",
    "given_up_letters",
    "kinds_of",
    "letter_of",
    "matching",
    "message_of",
    "messages_of",
    "sample_of",
    "wording_facts",
    "wording_of",
    "wordings_of",
]
