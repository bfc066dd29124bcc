"""Where a registration stands, and whether an event takes any."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conference.errors import DomainError


class State(StrEnum):
    """Where a registration stands. Only a confirmed one takes a seat and may book."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


DECIDABLE = frozenset({State.PENDING, State.WAITING, State.DECLINED})
"""States out of which organisers approve or decline."""


class Mode(StrEnum):
    """Who may take part."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


class Stage(StrEnum):
    """Whether an event takes registrations: not yet, now, or no more."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass
class RegistrationClosed(DomainError):
    """The event takes no registrations now.

    :ivar stage: whether it will.
    """

    stage: Stage


class InvitationNeeded(DomainError):
    """The event takes only those whom its organisers invite."""


@dataclass
class UnknownGroup(DomainError):
    """The event has no such group, or takes nobody into it any more."""

    key: str


class OpensAfterClosing(DomainError):
    """Registration would close before it opens."""


def check_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Refuse a registration that closes before it opens.

    :raises OpensAfterClosing: it does.
    """
    if opens_at and closes_at and closes_at <= opens_at:
        raise OpensAfterClosing


def stage_of(opens_at: datetime | None, closes_at: datetime | None, *, now: datetime) -> Stage:
    """Return whether registrations are taken at a moment; an end that is not set does not bound."""
    if opens_at and now < opens_at:
        return Stage.AHEAD
    if closes_at and now >= closes_at:
        return Stage.OVER
    return Stage.OPEN
