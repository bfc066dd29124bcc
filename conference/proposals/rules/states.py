"""When the call is open, where a proposal stands, and what can still be done with it."""

from datetime import datetime
from enum import StrEnum

from conference.errors import DomainError

TITLE = 200
ABSTRACT = 6_000
NAME = 200
AFFILIATION = 200
EMAIL = 254
MOST_SPEAKERS = 8
COMMENT = 4_000
LABEL = 40
INTRODUCTION = 10_000
SUBJECT = 200
LETTER = 8_000
WORST, BEST = 1, 5
"""Bounds of a score."""

COLOURS = (
    "#1a4fb8", "#14693f", "#962a77", "#a94600", "#00687a", "#7a5c00", "#5b3fb0", "#9c2b2b",
)  # fmt: skip
"""The colours of labels, by their number from 1; static/css/proposals.css has them as all pages can read them."""


class State(StrEnum):
    """Where a proposal stands."""

    NEW = "new"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


DECISIONS = (State.ACCEPTED, State.WAITING, State.DECLINED, State.NEW)
"""What organisers can make of a proposal; the last takes a decision back."""

TOLD = (State.ACCEPTED, State.WAITING, State.DECLINED)
"""The decisions about which there is a letter."""


class Stage(StrEnum):
    """Where a call stands."""

    OFF = "off"
    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


class CallClosed(DomainError):
    """The call takes no proposals, or no changes to them, at this moment."""


class Decided(DomainError):
    """The organisers have decided, or it was withdrawn: it can no longer be changed."""


class ScoreOutOfRange(DomainError):
    """A score is a whole number from 1 to 5."""


class OpensAfterClosing(DomainError):
    """The call would close before it opens."""


def stage_of(*, is_public: bool, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Stage:
    """Return where a call stands.

    :param is_public: whether the organisers switched it on.
    :param opens_at: from when it takes proposals; None for at once. ``closes_at``: until when; None for no end.
    """
    if not is_public:
        return Stage.OFF
    if opens_at is not None and now < opens_at:
        return Stage.AHEAD
    if closes_at is not None and now >= closes_at:
        return Stage.OVER
    return Stage.OPEN


def check_window(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Refuse a call that would close before it opens.

    :raises OpensAfterClosing: see there.
    """
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise OpensAfterClosing


def may_edit(state: str, stage: Stage) -> bool:
    """Say whether those who proposed it can still change it: while the call is open and nothing is decided for good."""
    return stage is Stage.OPEN and state in {State.NEW, State.WAITING}


def may_withdraw(state: str) -> bool:
    """Say whether those who proposed it can still take it back."""
    return state in {State.NEW, State.WAITING, State.ACCEPTED}


def may_decide(state: str, wanted: str) -> bool:
    """Say whether organisers can bring a proposal from one state into another. What was withdrawn is not theirs."""
    return state != State.WITHDRAWN and wanted in DECISIONS


def check_score(score: int) -> None:
    """Refuse a score outside its bounds.

    :raises ScoreOutOfRange: see there.
    """
    if not WORST <= score <= BEST:
        raise ScoreOutOfRange
