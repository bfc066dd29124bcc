"""From one session to the next: how much time lies between two that are attended one after the other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conference.programme.document import Session
from conference.programme.document.index import ends_at, takes_place

LEAST_PAUSE = 10
"""Minutes one needs between two sessions: to leave one in good order, breathe, and come in time to the next."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Two sessions that follow each other without anything in between.

    :ivar minutes: from the end of the one to the start of the other; 0 where they touch.
    """

    before: Session
    after: Session
    minutes: int

    @property
    def is_tight(self) -> bool:
        """Whether it leaves less than :data:`LEAST_PAUSE`."""
        return self.minutes < LEAST_PAUSE


def transitions_of(sessions: Iterable[Session]) -> list[Transition]:
    """Return what lies between the sessions that take place, in order of time.

    Sessions that overlap have no transition: they clash. After several at once the last to end counts.

    :param sessions: of one person, in any order.
    """
    held = sorted((one for one in sessions if takes_place(one)), key=lambda one: (_start(one), ends_at(one), one.code))
    found = []
    latest: Session | None = None
    for session in held:
        if latest is not None and _start(session) >= ends_at(latest):
            pause = _start(session) - ends_at(latest)
            found.append(Transition(latest, session, int(pause.total_seconds() // 60)))
        if latest is None or ends_at(session) > ends_at(latest):
            latest = session
    return found


def _start(session: Session) -> datetime:
    assert session.slot is not None  # noqa: S101 - only sessions that take place are compared
    return session.slot.starts_at
