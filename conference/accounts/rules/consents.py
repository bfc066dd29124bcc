"""What somebody agreed to, as it was shown to them. Pure."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """The words that somebody had before them when they agreed.

    :ivar version: of the wording of the privacy notice.
    :ivar language: ISO 639-1, in which it was shown.
    :ivar text: all of it, plain, beginning with the sentence that was ticked.
    """

    version: str
    language: str
    text: str

    @property
    def digest(self) -> str:
        """By which the same words are kept once."""
        return hashlib.sha256(f"{self.language}\n{self.text}".encode()).hexdigest()
