"""How one visitor stands to the sessions of a programme. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from conference.agenda.rules.chances import Chance, chance_of
from conference.agenda.rules.seat_rules import SeatRules, capacity_of, may_confirm, release_at
from conference.agenda.rules.seats import USUAL_RULES, free_seats, is_full
from conference.intervals import spans_overlap
from conference.programme.document import Programme, Session
from conference.programme.document.index import ends_at, takes_place
from conference.registrations.rules import Stage, stage_of


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
    :ivar is_awaiting: whether they registered, and await approval or a seat of the event.
    :ivar states: ``booked``, ``waiting`` or ``offered`` by session uid; others have no entry.
    :ivar places: place in the queue from 1, by uid of the sessions waited for.
    :ivar taken_seats: taken, or held for somebody to whom they are offered, by session uid; without an entry, none.
    :ivar waiting_counts: how many wait, by session uid; without an entry nobody does.
    :ivar registration_id: key of the visitor's registration, None where they have none.
    :ivar offers: until when an offered seat is held (UTC), by session uid.
    :ivar confirmed: uids of the sessions to which the visitor said that they are coming.
    :ivar swaps: by uid of the sessions waited for, which seats are given up for one there.
    :ivar moved_up: how many moved up so far, by uid of the sessions that ever had a queue.
    :ivar seat_rules: how seats are given in the event.
    :ivar own_rules: by session uid, where a session says otherwise.
    :ivar group_seats: seats that people of the visitor's group hold, and have at most, by uid of the sessions that
        bound them.
    :ivar registration_opens_at: from when on the event takes registrations (UTC), None where it always did;
        ``registration_closes_at`` until when, None where there is no end.
    """

    programme: Programme
    is_registered: bool = False
    is_awaiting: bool = False
    states: Mapping[UUID, str] = field(default_factory=dict)
    places: Mapping[UUID, int] = field(default_factory=dict)
    taken_seats: Mapping[UUID, int] = field(default_factory=dict)
    waiting_counts: Mapping[UUID, int] = field(default_factory=dict)
    registration_id: int | None = None
    offers: Mapping[UUID, datetime] = field(default_factory=dict)
    confirmed: frozenset[UUID] = frozenset()
    swaps: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    moved_up: Mapping[UUID, int] = field(default_factory=dict)
    seat_rules: SeatRules = USUAL_RULES
    own_rules: Mapping[UUID, SeatRules] = field(default_factory=dict)
    group_seats: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None

    def taking(self, now: datetime) -> Stage:
        """Return whether the event takes registrations at a moment."""
        return stage_of(self.registration_opens_at, self.registration_closes_at, now=now)

    def state_of(self, session: Session) -> str | None:
        """Return ``booked``, ``waiting``, ``offered`` or None."""
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
        """Return how many seats the visitor finds, or None where there is no limit: of all, and of their group."""
        free = free_seats(self.capacity(session), self.taken(session))
        if session.uid not in self.group_seats:
            return free
        taken, seats = self.group_seats[session.uid]
        own = max(0, seats - taken)
        return own if free is None else min(free, own)

    def is_full(self, session: Session) -> bool:
        """Say whether no seat is left for the visitor."""
        return self.free(session) == 0

    def is_group_full(self, session: Session) -> bool:
        """Say whether seats are left, but none for people of the visitor's group."""
        return self.is_full(session) and not is_full(self.capacity(session), self.taken(session))

    def rules_for(self, session: Session) -> SeatRules:
        """Return how the session's seats are given."""
        return self.own_rules.get(session.uid, self.seat_rules)

    def capacity(self, session: Session) -> int | None:
        """Return how many seats are given in all, or None where there is no limit."""
        return capacity_of(session, self.rules_for(session))

    def respond_by(self, session: Session) -> datetime | None:
        """Return until when a seat is held for the visitor (UTC), None where none is."""
        return self.offers.get(session.uid)

    def chance(self, session: Session, now: datetime) -> Chance | None:
        """Return how likely the visitor's place becomes a seat; None where they do not wait."""
        place = self.place_of(session)
        return self.chance_of(session, place, now) if place is not None else None

    def chance_of(self, session: Session, place: int, now: datetime) -> Chance:
        """Return how likely a place in the session's queue becomes a seat."""
        ended = [
            count
            for uid, count in self.moved_up.items()
            if (other := self.programme.by_uid.get(uid)) and takes_place(other) and ends_at(other) <= now
        ]
        return chance_of(place, moved_up=self.moved_up.get(session.uid, 0), ended=ended)

    def is_asked_to_confirm(self, session: Session, now: datetime) -> bool:
        """Say whether the visitor has a seat that is released unless they say that they are coming."""
        return (
            self.state_of(session) == "booked"
            and session.uid not in self.confirmed
            and may_confirm(session, self.rules_for(session), now)
        )

    def is_confirmed(self, session: Session) -> bool:
        """Say whether the visitor said that they are coming."""
        return session.uid in self.confirmed

    def released_at(self, session: Session) -> datetime | None:
        """Return when seats that nobody confirmed are released (UTC); None where that never happens."""
        return release_at(session, self.rules_for(session))

    def given_up_for(self, session: Session) -> list[Session]:
        """Return the sessions whose seats the visitor gives up for one in this, for which they wait."""
        given = self.swaps.get(session.uid, frozenset())
        return [other for other in self.booked if other.uid in given]

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
