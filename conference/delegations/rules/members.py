"""Where the members of a delegation stand, and how many letters may ask people to join."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conference.errors import DomainError
from conference.registrations.rules import State

MOST_MEMBERS = 50
"""Of one delegation, those counted who were asked and have not answered yet."""
MOST_DELEGATIONS = 5
"""Of one contact in one event."""
INVITATION_LIFETIME = timedelta(days=30)
REMINDER_PAUSE = timedelta(hours=24)
"""Between two letters that ask the same person."""
ALLOWANCE_WINDOW = timedelta(hours=1)
MOST_LETTERS = 60
"""Invitations of one account within :data:`ALLOWANCE_WINDOW`, in whatever events: a whole delegation, and some."""

TAKING_PART = frozenset({State.CONFIRMED, State.PENDING, State.WAITING})
"""States of a registration in which one can belong to a delegation."""


class Kind(StrEnum):
    """For whom a delegation comes."""

    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    YOUTH = "youth"
    OTHER = "other"


class MemberState(StrEnum):
    """Where a member stands: first the invitation, then their registration for the event."""

    INVITED = "invited"
    EXPIRED = "expired"
    REFUSED = "refused"
    """They said that they will not come along."""
    CONFIRMED = "confirmed"
    PENDING = "pending"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass
class DelegationFull(DomainError):
    """The delegation would have more members than it may.

    :ivar free: how many more it takes.
    """

    free: int
    most: int = MOST_MEMBERS


@dataclass
class TooManyInvitations(DomainError):
    """The account would send more invitations than it may within the hour.

    :ivar free: how many it still may.
    :ivar again_at: when it may send all of them again (UTC).
    """

    free: int
    again_at: datetime


@dataclass
class ReminderTooSoon(DomainError):
    """Somebody was written to not long ago.

    :ivar again_at: when they may be written to again (UTC).
    """

    again_at: datetime


def state_of_member(
    *, joined: bool, declined: bool, expires_at: datetime, registration: str | None, now: datetime
) -> MemberState:
    """Return where a member stands.

    :param joined: whether they said that they belong to it.
    :param declined: whether they said that they will not.
    :param expires_at: when the link of the invitation ends to work, UTC.
    :param registration: state of theirs, once they joined; None where they have none any more.
    """
    if joined:
        return MemberState(registration or State.WITHDRAWN)
    if declined:
        return MemberState.REFUSED
    return MemberState.EXPIRED if expires_at <= now else MemberState.INVITED


def spend(began_at: datetime | None, letters: int, wanted: int, *, now: datetime) -> tuple[datetime, int]:
    """Return the allowance of an account after it sent some invitations: when its hour began, and how many since.

    :param began_at: of the hour that counts so far, UTC; None for an account that never sent any.
    :raises TooManyInvitations: it may not send as many.
    """
    if began_at is None or now - began_at >= ALLOWANCE_WINDOW:
        began_at, letters = now, 0
    if letters + wanted > MOST_LETTERS:
        raise TooManyInvitations(max(0, MOST_LETTERS - letters), began_at + ALLOWANCE_WINDOW)
    return began_at, letters + wanted


def check_room(members: int, wanted: int) -> None:
    """Refuse more members than a delegation may have.

    :raises DelegationFull: see there.
    """
    if members + wanted > MOST_MEMBERS:
        raise DelegationFull(max(0, MOST_MEMBERS - members))


def check_pause(written_at: datetime | None, *, now: datetime) -> None:
    """Refuse to remind somebody who was written to a short while ago.

    :raises ReminderTooSoon: see there.
    """
    if written_at is not None and now - written_at < REMINDER_PAUSE:
        raise ReminderTooSoon(written_at + REMINDER_PAUSE)
