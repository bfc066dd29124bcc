"""Which session can be booked, and how many of those who wait get a seat. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.agenda.rules.seat_rules import SeatRules, capacity_of
from conference.errors import DomainError
from conference.programme.document import Session
from conference.programme.document.index import ends_at, takes_place

USUAL_RULES = SeatRules()
"""Where nothing else is said: no margin, a free seat at once, and nothing to confirm."""


@dataclass
class SessionUnknown(DomainError):
    """The event's newest release has no session of this uid."""

    uid: UUID


@dataclass
class NotBookable(DomainError):
    """A seat in this session can no longer, or not yet, be asked for.

    :ivar session: as the newest release has it.
    """

    session: Session


class SessionCancelled(NotBookable):
    """It does not take place."""


class SessionUnscheduled(NotBookable):
    """It has no slot yet."""


class SessionOver(NotBookable):
    """It has ended."""


@dataclass
class OfferOver(DomainError):
    """No seat is held any longer for the one who answers: it was taken, let go, or the time to answer ran out.

    :ivar session: as the newest release has it, None where it no longer does.
    """

    session: Session | None


@dataclass
class NothingToConfirm(DomainError):
    """Nobody asks, or no longer asks, whether this participant is coming.

    :ivar session: as the newest release has it, None where it no longer does.
    """

    session: Session | None


def check_bookable(session: Session, now: datetime) -> None:
    """Refuse a session in which nobody can take a seat now. One that has begun can still be joined.

    :raises SessionCancelled: it does not take place.
    :raises SessionUnscheduled: it has no slot.
    :raises SessionOver: it has ended.
    """
    if not takes_place(session):
        raise SessionUnscheduled(session) if session.slot is None else SessionCancelled(session)
    if ends_at(session) <= now:
        raise SessionOver(session)


def is_open(session: Session, now: datetime) -> bool:
    """Say whether seats of the session can be taken now: it takes place and has not ended."""
    return takes_place(session) and now < ends_at(session)


def free_seats(seats: int | None, taken: int) -> int | None:
    """Return how many seats are left, never below 0; None where there is no limit."""
    return None if seats is None else max(0, seats - taken)


def is_full(seats: int | None, taken: int) -> bool:
    """Say whether no seat is left. ``seats`` is None for a session without a limit."""
    return seats is not None and taken >= seats


def moving_up(
    session: Session | None, *, taken: int, waiting: int, now: datetime, rules: SeatRules = USUAL_RULES
) -> int:
    """Return how many of those who wait for a session get a seat, or the offer of one, now.

    Nobody moves up into a session that is cancelled, unscheduled, over, or no longer known. Seats
    lowered below those taken free nothing.

    :param session: as the newest release has it.
    :param taken: seats taken, and those held for somebody to whom they are offered.
    :param waiting: how many wait.
    :param rules: by which its seats are given.
    """
    if session is None or not is_open(session, now):
        return 0
    free = free_seats(capacity_of(session, rules), taken)
    return waiting if free is None else min(free, waiting)
