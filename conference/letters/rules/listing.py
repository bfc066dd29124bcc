"""Which letters of an event an organiser asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from conference.registrations.rules.listing import storable

STATES = ("failed", "waiting", "sent")
"""What can be asked for, what needs somebody first."""

LONGEST_TEXT = 200
LONGEST_NAME = 100
TOO_LONG = 10
"""Digits of a number that no row has."""


@dataclass(frozen=True, kw_only=True)
class LetterFilter:
    """Which letters are asked for. Empty parts let everything pass.

    :ivar state: one of :data:`STATES`.
    :ivar kind: a letter's name, such as ``agenda/seat_offered``.
    :ivar recipient: a part of the address.
    :ivar message: the number of the message to a group whose letters are asked for.
    """

    state: str = ""
    kind: str = ""
    recipient: str = ""
    message: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any((self.state, self.kind, self.recipient, self.message))

    @property
    def arguments(self) -> dict[str, str]:
        """What stands for it in an address."""
        facts = {"state": self.state, "kind": self.kind, "q": self.recipient, "message": str(self.message or "")}
        return {name: value for name, value in facts.items() if value}


def filter_from(arguments: Mapping[str, str]) -> LetterFilter:
    """Return what an address asks for. What means nothing is left out."""
    state = arguments.get("state", "")
    message = arguments.get("message", "")
    return LetterFilter(
        state=state if state in STATES else "",
        kind=storable(arguments.get("kind", ""), at_most=LONGEST_NAME),
        recipient=storable(arguments.get("q", ""), at_most=LONGEST_TEXT).strip(),
        message=int(message) if message.isdecimal() and message.isascii() and len(message) < TOO_LONG else None,
    )
