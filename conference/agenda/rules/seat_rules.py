"""How seats are given: what an event says, and what one of its sessions says otherwise. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from conference.errors import DomainError
from conference.programme.document import Session


class MarginUnit(StrEnum):
    """In what a margin is counted."""

    SEATS = "seats"
    PERCENT = "percent"


MOST_OF_A_GROUP = 10_000
MOST_MARGIN = {MarginUnit.SEATS: 10_000, MarginUnit.PERCENT: 100}
SHORTEST_OFFER, LONGEST_OFFER = 15, 7 * 24 * 60
"""Minutes."""
LONGEST_RELEASE = 14 * 24 * 60
"""Minutes."""
LONGEST_CONFIRM = 30 * 24


@dataclass(frozen=True, slots=True)
class SeatRules:
    """How the seats of a session are given.

    :ivar margin: given beyond what the room holds, since some never come; in seats or in percent, rounded down.
    :ivar offers: whether a free seat is offered to the next who waits, instead of being theirs at once.
    :ivar offer_minutes: how long an offer is held.
    :ivar release_minutes: how long before the start seats that nobody confirmed are released; 0 for never.
    :ivar confirm_hours: how long before that people are asked whether they are coming.
    :ivar groups: how many seats people of a participant group have at most, by its key; others are bounded by the
        session's seats alone.
    """

    margin: int = 0
    margin_unit: str = MarginUnit.SEATS
    offers: bool = False
    offer_minutes: int = 24 * 60
    release_minutes: int = 0
    confirm_hours: int = 48
    groups: Mapping[str, int] = field(default_factory=dict)


@dataclass
class SeatRuleInvalid(DomainError):
    """A rule lies outside what is possible.

    :ivar field: of :class:`SeatRules`.
    """

    field: str
    least: int
    most: int


def rules_of(*layers: Mapping[str, Any]) -> SeatRules:
    """Return the rules that hold where each layer says only what differs from those before it: the event, the session.

    What is not known (of a newer version, say) is left out.
    """
    known = {one.name for one in fields(SeatRules)}
    said = {name: value for layer in layers for name, value in layer.items() if name in known and value is not None}
    return SeatRules(**said)


def as_facts(rules: SeatRules) -> dict[str, Any]:
    """Return all rules by name, as plain values."""
    return {**asdict(rules), "margin_unit": str(rules.margin_unit)}


def check_rules(rules: SeatRules) -> None:
    """Refuse what is not possible.

    :raises SeatRuleInvalid: names the field and its bounds.
    """
    bounds = {
        "margin": (0, MOST_MARGIN[MarginUnit(rules.margin_unit)]),
        "offer_minutes": (SHORTEST_OFFER, LONGEST_OFFER),
        "release_minutes": (0, LONGEST_RELEASE),
        "confirm_hours": (1, LONGEST_CONFIRM),
    }
    for name, (least, most) in bounds.items():
        if not least <= getattr(rules, name) <= most:
            raise SeatRuleInvalid(name, least, most)
    if not all(0 <= seats <= MOST_OF_A_GROUP for seats in rules.groups.values()):
        raise SeatRuleInvalid("groups", 0, MOST_OF_A_GROUP)


def capacity_of(session: Session, rules: SeatRules) -> int | None:
    """Return how many seats of a session are given in all, with the margin; None where there is no limit."""
    if session.seats is None:
        return None
    if rules.margin_unit == MarginUnit.PERCENT:
        return session.seats + session.seats * rules.margin // 100
    return session.seats + rules.margin


def release_at(session: Session, rules: SeatRules) -> datetime | None:
    """Return when seats that nobody confirmed are released (UTC); None where that never happens."""
    if session.slot is None or not rules.release_minutes:
        return None
    return session.slot.starts_at - timedelta(minutes=rules.release_minutes)


def confirming_opens_at(session: Session, rules: SeatRules) -> datetime | None:
    """Return when people are asked whether they are coming (UTC); None where they never are."""
    released_at = release_at(session, rules)
    return released_at - timedelta(hours=rules.confirm_hours) if released_at else None


def may_confirm(session: Session, rules: SeatRules, now: datetime) -> bool:
    """Say whether "I am coming" is asked now: the window is open and the seats are not released yet."""
    opens_at, closes_at = confirming_opens_at(session, rules), release_at(session, rules)
    return opens_at is not None and closes_at is not None and opens_at <= now < closes_at


FAIR_NOTICE = timedelta(hours=1)
"""Nobody loses a seat who was asked later than this before the release."""


def may_ask(session: Session, rules: SeatRules, now: datetime) -> bool:
    """Say whether those with a seat are asked now whether they come: later, it would be kept for them all the same."""
    released_at = release_at(session, rules)
    return released_at is not None and may_confirm(session, rules, now) and now <= released_at - FAIR_NOTICE


def may_release(session: Session, rules: SeatRules, now: datetime) -> bool:
    """Say whether the set time to release seats that nobody confirmed has come, and the session has not begun."""
    released_at = release_at(session, rules)
    return released_at is not None and session.slot is not None and released_at <= now < session.slot.starts_at
