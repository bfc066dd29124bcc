"""Which letters organisers may word otherwise, and in which parts. Pure.

Facts and links of a letter are its template's and cannot be taken away: organisers give it another subject, and add
words of their own before and after. So no wording can lose a seat's link or a session's time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from conference.errors import DomainError
from conference.events.rules import check_length
from conference.letters.rules.placeholders import check_placeholders
from conference.translated import Translated

SUBJECT = 200
TEXT = 4_000
"""Characters at most."""

_ALWAYS = ("name", "event", "agenda", "programme")
_OF_SESSION = (*_ALWAYS, "session")

WORDABLE: dict[str, tuple[str, ...]] = {
    "registrations/registered": _ALWAYS,
    "registrations/received": _ALWAYS,
    "registrations/approved": _ALWAYS,
    "registrations/waiting": _ALWAYS,
    "registrations/moved_up": _ALWAYS,
    "registrations/declined": _ALWAYS,
    "registrations/withdrawn": _ALWAYS,
    "registrations/withdrawn_for_you": _ALWAYS,
    "registrations/invitation": _ALWAYS,
    "agenda/seat_gained": _OF_SESSION,
    "agenda/seat_offered": _OF_SESSION,
    "agenda/offer_lapsed": _OF_SESSION,
    "agenda/confirm_seat": _OF_SESSION,
    "agenda/seat_released": _OF_SESSION,
    "notices/sessions_changed": _ALWAYS,
    "reminders/before": _ALWAYS,
    "reminders/day": _ALWAYS,
    "invitations/entries": _ALWAYS,
}
"""Letters by name, in the order in which organisers find them, with the placeholders that each knows."""

PARTS = ("subject", "opening", "closing")


@dataclass
class LetterNotWordable(DomainError):
    """There is no such letter, or none that organisers may word."""

    name: str


@dataclass(frozen=True, kw_only=True)
class WordingFacts:
    """What organisers say of a letter, by language; what is empty stays as usual.

    :ivar subject: in place of the usual one.
    :ivar opening: after the greeting. ``closing`` at the end.
    """

    subject: Translated = field(default_factory=dict)
    opening: Translated = field(default_factory=dict)
    closing: Translated = field(default_factory=dict)

    @property
    def is_usual(self) -> bool:
        """Whether nothing is said at all."""
        return not any(any(text.values()) for text in (self.subject, self.opening, self.closing))

    def texts(self) -> Iterable[str]:
        """Return all that is said."""
        return [*self.subject.values(), *self.opening.values(), *self.closing.values()]


def check_wording(name: str, facts: WordingFacts) -> None:
    """Refuse a wording that a letter could not have.

    :raises LetterNotWordable: organisers may not word this letter.
    :raises TextTooLong: a text is longer than there is room for.
    :raises UnknownPlaceholder: a word in braces stands for nothing in this letter.
    """
    if name not in WORDABLE:
        raise LetterNotWordable(name)
    check_length("subject", facts.subject, SUBJECT)
    check_length("opening", facts.opening, TEXT)
    check_length("closing", facts.closing, TEXT)
    check_placeholders(facts.texts(), WORDABLE[name])
