"""Which registrations an organiser asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from conference.registrations.rules.states import State

LONGEST_TEXT = 200
ANSWER = "a_"
"""With this begins the name of a filter by the answer to a question; the question's key follows."""
LONGEST_KEY = 40
MOST_ANSWERS = 20
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class Order(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, kw_only=True)
class RegistrationFilter:
    """Which registrations are asked for. Empty parts let everything pass.

    :ivar text: words that name, address, organisation or municipality hold, folded as searches are.
    :ivar state: a :class:`~conference.registrations.rules.states.State`; ``group`` by key.
    :ivar municipality: by name; ``language`` of the account.
    :ivar delegation: the number of one to whose members they belong.
    :ivar answers: keys of questions, each with what was answered: see
        :func:`~conference.registrations.rules.figures.fits`.
    :ivar since: the first local day of the event's zone on which they registered; ``until`` the last.
    """

    text: str = ""
    state: str = ""
    group: str = ""
    municipality: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    delegation: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    order: Order = Order.NEWEST

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any(
            (
                self.text,
                self.state,
                self.group,
                self.municipality,
                self.language,
                self.since,
                self.until,
                self.delegation,
                self.answers,
            )
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """What stands for it in an address."""
        facts = {
            "q": self.text, "state": self.state, "group": self.group, "municipality": self.municipality,
            "language": self.language, "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "delegation": str(self.delegation or ""),
            **{f"{ANSWER}{key}": value for key, value in self.answers},
            "order": "" if self.order is Order.NEWEST else str(self.order),
        }  # fmt: skip
        return {name: value for name, value in facts.items() if value}


def filter_from(arguments: Mapping[str, str]) -> RegistrationFilter:
    """Return what an address asks for. What means nothing is left out."""
    state, order = arguments.get("state", ""), arguments.get("order", "")
    return RegistrationFilter(
        text=arguments.get("q", "").strip()[:LONGEST_TEXT],
        state=state if state in set(State) else "",
        group=storable(arguments.get("group", "")),
        municipality=storable(arguments.get("municipality", "")),
        language=storable(arguments.get("language", ""), at_most=8),
        since=_day(arguments.get("since", "")),
        until=_day(arguments.get("until", "")),
        delegation=_number(arguments.get("delegation", "")),
        answers=tuple(
            (storable(name.removeprefix(ANSWER), at_most=LONGEST_KEY), storable(value, at_most=LONGEST_KEY))
            for name, value in arguments.items()
            if name.startswith(ANSWER) and value
        )[:MOST_ANSWERS],
        order=Order(order) if order in set(Order) else Order.NEWEST,
    )


def keys_in(texts: Iterable[str], *, at_most: int) -> tuple[int, ...]:
    """Return the keys of registrations that an address names, each once; what is none is left out."""
    found = (number for text in texts if (number := _number(text)) is not None)
    return tuple(dict.fromkeys(found))[:at_most]


def storable(text: str, *, at_most: int = LONGEST_TEXT) -> str:
    """Return a text without what no database stores, U+0000 and lone surrogates: PostgreSQL refuses even to look."""
    return "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")[:at_most]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
