"""How one visitor stands to the sessions of a programme. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from conference.agenda.rules.seats import free_seats, is_full
from conference.intervals import spans_overlap
from conference.programme.document import Programme, Session
from conference.programme.document.index import ends_at, takes_place


def clashes_with(session: Session, others: Iterable[Session]) -> list[Session]:
    """Return those of the other sessions that take place, wholly or in part, at the same time."""
    if not takes_place(session) or session.slot is None:
        return []
    return [
        other
        for other in others
        if other.uid != session.uid
        and other.slot is not None
        and takes_place(other)
        and spans_overlap(session.slot.starts_at, ends_at(session), other.slot.starts_at, ends_at(other))
    ]


@dataclass(frozen=True)
class Standing:
    """How one visitor stands to the sessions of a programme: seats for all, bookings for those registered.

    :ivar programme: what it is about.
    :ivar is_registered: whether the visitor takes part in the event.
    :ivar states: ``booked`` or ``waiting`` by session uid; others have no entry.
    :ivar places: place in the queue from 1, by uid of the sessions waited for.
    :ivar taken_seats: by session uid; a session without an entry has none taken.
    :ivar waiting_counts: how many wait, by session uid; without an entry nobody does.
    :ivar registration_id: key of the visitor's registration, None where they have none.
    """

    programme: Programme
    is_registered: bool = False
    states: Mapping[UUID, str] = field(default_factory=dict)
    places: Mapping[UUID, int] = field(default_factory=dict)
    taken_seats: Mapping[UUID, int] = field(default_factory=dict)
    waiting_counts: Mapping[UUID, int] = field(default_factory=dict)
    registration_id: int | None = None

    def state_of(self, session: Session) -> str | None:
        """Return ``booked``, ``waiting`` or None."""
        return self.states.get(session.uid)

    def place_of(self, session: Session) -> int | None:
        """Return the visitor's place in the session's queue, from 1."""
        return self.places.get(session.uid)

    def taken(self, session: Session) -> int:
        """Return how many seats are taken."""
        return self.taken_seats.get(session.uid, 0)

    def waiting(self, session: Session) -> int:
        """Return how many wait for a seat."""
        return self.waiting_counts.get(session.uid, 0)

    def free(self, session: Session) -> int | None:
        """Return how many seats are left, or None where there is no limit."""
        return free_seats(session.seats, self.taken(session))

    def is_full(self, session: Session) -> bool:
        """Say whether no seat is left."""
        return is_full(session.seats, self.taken(session))

    @property
    def chosen(self) -> list[Session]:
        """The sessions booked or waited for, in order of time."""
        return [session for session in self.programme.sessions.values() if session.uid in self.states]

    @property
    def booked(self) -> list[Session]:
        """The sessions in which the visitor has a seat, in order of time."""
        return [session for session in self.chosen if self.states[session.uid] == "booked"]

    def clashes_of(self, session: Session) -> list[Session]:
        """Return the visitor's other sessions, booked or waited for, at the same time as this one."""
        return clashes_with(session, self.chosen) if self.states else []

    def unseen_clashes(self, session: Session, seen: Collection[str]) -> list[Session]:
        """Return the clashes that were not shown yet when the visitor asked for the session.

        :param seen: codes of the clashing sessions that stood beside the button.
        """
        return [other for other in self.clashes_of(session) if other.code not in seen]
