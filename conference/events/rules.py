"""Which role may do what in an event, as data; and which slugs are free. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conference import zones
from conference.errors import DomainError
from conference.translated import LANGUAGES, Translated

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

SLUG_LENGTH = 60
MAX_DAYS = 366
FIRST_YEAR, LAST_YEAR = 2000, 2199
TITLE_LENGTH = 300
SUMMARY_LENGTH = 2_000
WELCOME_LENGTH = 20_000

RESERVED_SLUGS = frozenset(
    {
        "account", "agendas", "api", "assets", "events", "favicon.ico", "feeds", "healthz", "language", "metrics",
        "offline", "privacy", "accessibility", "proposals", "readyz", "robots.txt", "s", "sign-in", "sign-out",
        "sign-up", "sitemap.xml", "static", "zone", ".well-known", "new", "invitations", "speaking",
        "joining", "dav",
    }
)  # fmt: skip
"""First parts of addresses that are Meridian's own."""


class RoleName(StrEnum):
    """What an account is in an event, the most powerful first."""

    OWNER = "owner"
    EDITOR = "editor"
    HOST = "host"
    OBSERVER = "observer"


class Action(StrEnum):
    """What can be done on the organiser's side of an event."""

    SEE_DRAFT = "see_draft"
    EDIT_EVENT = "edit_event"
    EDIT_DRAFT = "edit_draft"
    PUBLISH = "publish"
    SEE_PEOPLE = "see_people"
    MANAGE_ROLES = "manage_roles"
    SEE_LOG = "see_log"
    ENTER = "enter"
    """To come to the organiser's side at all; from there everybody is led to what they may do."""
    HOST = "host"
    """To see one's own sessions, and to add what remains of them."""
    SEE_PROPOSALS = "see_proposals"
    REVIEW_PROPOSALS = "review_proposals"
    MANAGE_REGISTRATIONS = "manage_registrations"
    MANAGE_LETTERS = "manage_letters"
    """To see what the event writes to people, to send it again, to write to them and to word its letters."""


PERMISSIONS: dict[RoleName, frozenset[Action]] = {
    RoleName.OWNER: frozenset(Action),
    RoleName.EDITOR: frozenset(Action) - {Action.MANAGE_ROLES},
    RoleName.HOST: frozenset({Action.ENTER, Action.HOST}),
    RoleName.OBSERVER: frozenset({Action.ENTER, Action.SEE_DRAFT, Action.SEE_PROPOSALS}),
}


def may(role: RoleName | None, action: Action) -> bool:
    """Say whether an account with this role in an event, or with none, may do something there."""
    return role is not None and action in PERMISSIONS[role]


def stronger(one: RoleName, other: RoleName | None) -> RoleName:
    """Return the more powerful of two roles."""
    order = list(RoleName)
    return one if other is None else min(one, other, key=order.index)


def is_free_form(slug: str) -> bool:
    """Say whether a slug has the right form (lower-case ASCII words joined by hyphens) and is not Meridian's own."""
    return bool(SLUG.fullmatch(slug)) and slug not in RESERVED_SLUGS


@dataclass
class SlugMalformed(DomainError):
    """The slug is not made of lower-case ASCII words joined by hyphens, is too long, or is Meridian's own."""

    slug: str


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""


@dataclass
class TooManyDays(DomainError):
    """The event would last longer than Meridian allows.

    :ivar days: how long it would be.
    :ivar at_most: how long it may be, in days.
    """

    days: int
    at_most: int = MAX_DAYS


@dataclass
class DayOutOfRange(DomainError):
    """A day lies outside the years that Meridian reckons with."""

    day: date
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR


@dataclass
class LanguageNotKnown(DomainError):
    """A language that Meridian does not speak, or one named twice; ``""`` where there is none at all."""

    language: str


@dataclass
class TextMissing(DomainError):
    """A text that must be there is empty.

    :ivar field: its name in the table.
    :ivar language: in which it is needed; None where any language will do.
    """

    field: str
    language: str | None = None


@dataclass
class TextTooLong(DomainError):
    """A text is longer than there is room for.

    :ivar field: its name in the table.
    :ivar at_most: characters.
    """

    field: str
    at_most: int


def check_slug(slug: str) -> None:
    """Refuse a slug of the wrong form.

    :raises SlugMalformed: see there.
    """
    if len(slug) > SLUG_LENGTH or not is_free_form(slug):
        raise SlugMalformed(slug)


def check_days(first_day: date, last_day: date) -> None:
    """Refuse impossible days of an event.

    :raises DayOutOfRange: a year that Meridian does not reckon with.
    :raises EndsBeforeStart: the last day lies before the first.
    :raises TooManyDays: it would last longer than :data:`MAX_DAYS`.
    """
    for day in (first_day, last_day):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise DayOutOfRange(day)
    days = (last_day - first_day).days + 1
    if days < 1:
        raise EndsBeforeStart
    if days > MAX_DAYS:
        raise TooManyDays(days)


def check_zones(zone: str, second_zone: str | None) -> None:
    """Refuse names that are no IANA zones.

    :raises conference.zones.UnknownZone: names the wrong one.
    """
    for name in (zone, second_zone):
        if name is not None and not zones.is_zone(name):
            raise zones.UnknownZone(name)


def check_languages(languages: Sequence[str]) -> None:
    """Refuse a list of languages that is empty, repeats one or names one that Meridian does not speak.

    :raises LanguageNotKnown: names it.
    """
    if not languages:
        raise LanguageNotKnown("")
    for language in languages:
        if language not in LANGUAGES or languages.count(language) > 1:
            raise LanguageNotKnown(language)


def check_length(field: str, text: Translated | str | None, at_most: int) -> None:
    """Refuse a text, or any of its translations, that is longer than ``at_most`` characters.

    :raises TextTooLong: names the field.
    """
    texts: Iterable[str] = text.values() if isinstance(text, dict) else [text or ""]
    if any(len(one) > at_most for one in texts):
        raise TextTooLong(field, at_most)


_ALIKE = str.maketrans(
    {
        "ı": "i", "ş": "s", "ğ": "g", "ç": "c", "â": "a", "à": "a", "á": "a", "å": "a", "ã": "a", "ă": "a", "î": "i",
        "ï": "i", "í": "i", "û": "u", "ú": "u", "ù": "u", "é": "e", "è": "e", "ê": "e", "ë": "e", "ó": "o", "ô": "o",
        "ò": "o", "ø": "o", "ñ": "n", "ń": "n", "ł": "l", "ś": "s", "š": "s", "ž": "z", "ż": "z", "č": "c", "ć": "c",
        "ß": "ss", "æ": "ae", "œ": "oe", "\u0307": "",
    }
)  # fmt: skip
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ONE_LETTER = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})


def slug_from(text: str, language: str = "de", *, at_most: int = SLUG_LENGTH) -> str:
    """Return a slug made from a name, in lower-case ASCII; ``""`` where nothing of it can be kept.

    Umlauts are written as readers of ``language`` do: Köln becomes ``koeln`` in German and Gölcük
    ``golcuk`` in Turkish.
    """
    lowered = text.replace("İ", "i").replace("I", "i").lower()
    plain = lowered.translate(_ONE_LETTER if language == "tr" else _TWO_LETTERS).translate(_ALIKE)
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:at_most].strip("-")


def free_slug(wanted: str, taken: Collection[str], *, otherwise: str, at_most: int = SLUG_LENGTH) -> str:
    """Return ``wanted``, or it with the first number that makes it differ from all ``taken``.

    :param otherwise: what to take where ``wanted`` is empty.
    """
    stem = wanted or otherwise
    candidate, number = stem, 1
    while candidate in taken or candidate in RESERVED_SLUGS:
        number += 1
        ending = f"-{number}"
        candidate = stem[: at_most - len(ending)].rstrip("-") + ending
    return candidate
