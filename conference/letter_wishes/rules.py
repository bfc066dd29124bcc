"""Which letters one can do without, and the links that stop them. Pure."""

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer

from conference.mail.rules import QUIET_HOURS
from conference.zones import Night


class LetterKind(StrEnum):
    """A kind of letters that participants can switch off, event by event.

    All else is necessary: that an address is confirmed, that a registration is decided on, that a seat is offered,
    was gained or is asked about.
    """

    DAY_BEFORE = "day_before"
    """A day before a session they booked."""
    TEN_MINUTES = "ten_minutes"
    """Ten minutes before a session they booked."""
    DAILY_AGENDA = "daily_agenda"
    """The agenda of the day, in its morning."""
    CHANGES = "changes"
    """A session they booked moved, is cancelled, or takes place after all."""
    WAITING_LIST = "waiting_list"
    """News of waiting lists that ask for nothing."""
    MESSAGES = "messages"
    """What the organisers write to many."""
    INVITATIONS = "invitations"
    """Entries for a calendar, for those who follow no feed."""


USUAL: frozenset[LetterKind] = frozenset(LetterKind) - {LetterKind.DAILY_AGENDA, LetterKind.INVITATIONS}
"""Which kinds come to those who never said what they want.

A letter on each day is more than most expect, and a calendar is nobody's to fill unasked."""

MORNING = time(7)
"""When the agenda of the day comes, unless its reader says otherwise."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one participant wants of one event.

    :ivar kinds: the kinds of letters they want.
    :ivar quiet: when letters that can wait do wait, by their clocks; two equal times mean never.
    :ivar agenda_at: when the agenda of the day comes, by their clocks.
    """

    kinds: frozenset[LetterKind] = USUAL
    quiet: Night = field(default=QUIET_HOURS)
    agenda_at: time = MORNING

    @property
    def is_quiet_at_times(self) -> bool:
        """Whether there are quiet hours at all."""
        return self.quiet[0] != self.quiet[1]


NEVER_QUIET: Night = (time(0), time(0))


@dataclass(frozen=True, slots=True)
class Stop:
    """Which letters a link stops: those of one kind, of one registration or, in older letters, of an account.

    :ivar registration_id: whose they are; None where ``account_id`` says it for all events.
    """

    kind: LetterKind
    registration_id: int | None = None
    account_id: int | None = None


def stop_token(registration_id: int, kind: LetterKind, *, secret_key: str) -> str:
    """Return what in a letter's link shows that its reader may stop letters of its kind: good for nothing else."""
    return _signer(secret_key).dumps([registration_id, str(kind)])


def stop_of_token(token: str, *, secret_key: str) -> Stop | None:
    """Return which letters a token stops; None where it is none of ours.

    Tokens of letters sent before there were kinds hold an account, and stop news of changes.
    """
    try:
        found = _signer(secret_key).loads(token)
    except BadSignature:
        return None
    match found:
        case int():
            return Stop(LetterKind.CHANGES, account_id=found)
        case [int() as registration_id, str() as kind] if kind in _KINDS:
            return Stop(LetterKind(kind), registration_id=registration_id)
        case _:
            return None


_KINDS = frozenset(map(str, LetterKind))


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="meridian-notices")
