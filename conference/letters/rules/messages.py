"""To whom organisers write, and what. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length
from conference.letters.rules.placeholders import check_placeholders
from conference.registrations.rules import RegistrationFilter, State
from conference.registrations.rules import filter_from as registrations_from
from conference.registrations.rules.listing import keys_in, storable
from conference.translated import LANGUAGES, Translated

SUBJECT = 200
TEXT = 10_000
"""Characters at most."""

PLACEHOLDERS = ("name", "event", "group", "organisation", "municipality", "agenda", "programme")
"""What a message can say of its reader; the last two are addresses of pages."""

MOST_CHOSEN = 500
"""Ticked one by one; more than that is a group."""

WRITTEN_TO = frozenset({State.CONFIRMED, State.PENDING, State.WAITING})
"""To whom one writes where no state is asked for: those who took their registration back are left in peace."""


class NobodyToWrite(DomainError):
    """The filter finds nobody who gets messages."""


class AudienceChanged(DomainError):
    """Text or readers are others than the preview showed."""


class Standing(StrEnum):
    """How somebody stands to a session."""

    BOOKED = "booked"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class AudienceFilter:
    """To whom a message goes.

    :ivar registrations: what the list of registrations can be filtered by.
    :ivar session: its code; ``theme`` by slug; ``standing`` in that session or in any of the theme, or in any at all.
    :ivar partnership: by slug: those who come for one of its two municipalities.
    :ivar chosen: keys of registrations that were ticked one by one; without any, all whom the rest finds.
    """

    registrations: RegistrationFilter = field(default_factory=RegistrationFilter)
    session: str = ""
    theme: str = ""
    standing: Standing | None = None
    partnership: str = ""
    chosen: tuple[int, ...] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """What stands for it in an address."""
        facts = {
            "session": self.session, "theme": self.theme, "standing": str(self.standing or ""),
            "partnership": self.partnership, "chosen": ",".join(map(str, self.chosen)),
        }  # fmt: skip
        asked = {name: value for name, value in self.registrations.arguments.items() if name != "order"}
        return {**asked, **{name: value for name, value in facts.items() if value}}

    @property
    def asks_for_bookings(self) -> bool:
        """Whether it is asked for what somebody booked or waits for."""
        return bool(self.session or self.theme or self.standing)


def audience_from(arguments: Mapping[str, str]) -> AudienceFilter:
    """Return to whom a message goes, as an address or a form says it.

    What a session, theme or partnership is called by is kept though there may be none: then nobody is written to,
    rather than everybody.
    """
    standing = arguments.get("standing", "")
    return AudienceFilter(
        registrations=registrations_from(arguments),
        session=storable(arguments.get("session", ""), at_most=40),
        theme=storable(arguments.get("theme", ""), at_most=100),
        standing=Standing(standing) if standing in set(Standing) else None,
        partnership=storable(arguments.get("partnership", ""), at_most=100),
        chosen=_chosen_in(arguments["chosen"]) if "chosen" in arguments else (),
    )


def _chosen_in(text: str) -> tuple[int, ...]:
    """Return the keys that were ticked; where none can be read one that nobody has, so that nobody is written to."""
    return keys_in(text.split(","), at_most=MOST_CHOSEN) or (0,)


def complete_languages(subject: Translated, text: Translated) -> list[str]:
    """Return the languages in which a message has both subject and text.

    :raises TextMissing: in some language one of the two is there without the other, or there is none at all.
    :raises TextTooLong: a text is longer than there is room for.
    :raises UnknownPlaceholder: a word in braces stands for nothing.
    """
    check_length("subject", subject, SUBJECT)
    check_length("text", text, TEXT)
    for field_name, own, other in (("text", text, subject), ("subject", subject, text)):
        for language in LANGUAGES:
            if other.get(language) and not own.get(language):
                raise TextMissing(field_name, language)
    languages = [language for language in LANGUAGES if subject.get(language) and text.get(language)]
    if not languages:
        raise TextMissing("subject")
    check_placeholders([*subject.values(), *text.values()], PLACEHOLDERS)
    return languages


def language_for(reader: str, event: Sequence[str], complete: Collection[str]) -> str:
    """Return in which language a reader gets a message: their own, else the first of the event's that it has.

    :param complete: the languages that it has; at least one.
    """
    return next(language for language in (reader, *event, *LANGUAGES) if language in complete)


def fingerprint(subject: Translated, text: Translated, readers: Iterable[int]) -> str:
    """Return what tells whether a message is still what a preview showed, and goes to the same people.

    :param readers: keys of their registrations.
    """
    seen = json.dumps([sorted(subject.items()), sorted(text.items()), sorted(readers)], ensure_ascii=True)
    return hashlib.sha256(seen.encode()).hexdigest()
