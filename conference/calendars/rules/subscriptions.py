"""What the owner of a private address chooses: its name, and what its entries carry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_SUBSCRIPTIONS = 40
"""Working addresses per registration, and of all events per account: more than devices, and still a readable list."""

LONGEST_NAME = 100
"""Characters of what an owner calls a subscription."""

ALARMS = (5, 10, 15, 30, 60, 24 * 60)
"""Minutes before the start at which entries may ring: few enough to choose from at a glance."""


def alarms_to_text(minutes: Iterable[int]) -> str:
    """Return chosen alarms as they are stored: those on offer alone, each once, the nearest first: ``10 60``."""
    chosen = set(minutes)
    return " ".join(str(one) for one in ALARMS if one in chosen)


def alarms_of(text: str) -> tuple[int, ...]:
    """Return the minutes of stored alarms, the nearest first; what is not on offer is left out."""
    chosen = set(text.split())
    return tuple(one for one in ALARMS if str(one) in chosen)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner of a private address lets its entries carry. What nobody chose is as for everyone.

    :ivar alarms: minutes before the start at which booked entries ring, the nearest first.
    :ivar shows_waiting: whether sessions waited for, or in which a seat is offered, are shown.
    :ivar shows_cancelled: whether cancelled sessions stay, marked.
    :ivar is_short: whether entries tell title, times and door alone.
    :ivar fills_time: whether entries let their reader appear busy.
    """

    alarms: tuple[int, ...] = ()
    shows_waiting: bool = True
    shows_cancelled: bool = True
    is_short: bool = False
    fills_time: bool = True


class Place(StrEnum):
    """Where an address is going to be used: what to begin with when choosing."""

    PHONE = "phone"
    OFFICE = "office"
    GLANCE = "glance"


BEGINNINGS = {
    Place.PHONE: Choices(alarms=(10,)),
    Place.OFFICE: Choices(shows_waiting=False, shows_cancelled=False, is_short=True),
    Place.GLANCE: Choices(fills_time=False),
}
"""A phone rings; colleagues see when one is busy, not with what; at a glance one stays free."""


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name as it was wanted, or with the next free number behind it where another one is called so.

    Of two that are called alike their owner would revoke the wrong one.
    """
    known = {one.casefold() for one in taken}
    name, number = wanted, 1
    while name.casefold() in known:
        number += 1
        ending = f" {number}"
        name = wanted[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name


def is_named_for(name: str, wanted: str) -> bool:
    """Say whether :func:`free_name` may have made a name of what was wanted."""
    if name == wanted:
        return True
    ending = re.search(r" [0-9]+$", name)
    return ending is not None and name == wanted[: LONGEST_NAME - len(ending[0])].rstrip() + ending[0]
