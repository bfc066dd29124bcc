"""What a delegation plans: who goes where, who might cover what is wished, and what nobody covers.

The rule by which wished sessions are shared out, :func:`propose_split`:

1. A session is shared out when a member wishes it, nobody has a seat in it, and seats can still be taken.
2. It can go to a member who takes part in the event by now, does not have it yet, has chosen nothing at that time, was
   not proposed anything else at that time, has not declined it, and follows a language of it (where both are known).
3. Sessions go in order of time to the member with the fewest proposals so far; among equals to one for whom it is not
   night, then to one who wished it, then to one with fewer seats, then to whoever joined first.
4. Where nobody is free, one proposal of somebody is moved to another who can take it, if that makes room.
5. At the end proposals move from members with more to those with fewer, as long as that makes them more even.

It depends on nothing but what it is given, in whatever order that comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from conference import zones
from conference.agenda.rules import clashes_with, is_open
from conference.programme.document import Session
from conference.programme.document.index import ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A member who lets the delegation see their agenda.

    :ivar id: of their place in the delegation: the lower joined, or was asked, earlier.
    :ivar states: ``booked``, ``waiting`` or ``offered`` by session uid.
    :ivar wishes: uids of sessions in which they want somebody of the delegation to be.
    :ivar declined: uids of sessions for which they do not want to be asked.
    :ivar understands: languages in which they follow a session; none where that is not known.
    :ivar zone: theirs, IANA.
    :ivar may_book: not so while they wait to take part in the event.
    """

    id: int
    states: Mapping[UUID, str]
    wishes: frozenset[UUID] = frozenset()
    declined: frozenset[UUID] = frozenset()
    understands: frozenset[str] = frozenset()
    zone: str = "UTC"
    may_book: bool = True

    @property
    def seated(self) -> frozenset[UUID]:
        """The sessions in which they have a seat."""
        return frozenset(uid for uid, state in self.states.items() if state == "booked")


def wished_and_open(companions: Iterable[Companion], sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Return the sessions that somebody wishes and in which seats can still be taken, in order of time."""
    wished = frozenset().union(*(one.wishes for one in companions))
    return sorted((one for one in sessions if one.uid in wished and is_open(one, now)), key=_in_time)


def uncovered(companions: Sequence[Companion], sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Return the wished sessions in which nobody has a seat, in order of time."""
    seated = frozenset().union(*(one.seated for one in companions))
    return [one for one in wished_and_open(companions, sessions, now) if one.uid not in seated]


def propose_split(companions: Sequence[Companion], sessions: Sequence[Session], *, now: datetime) -> dict[UUID, int]:
    """Return which member is asked to cover which wished session, by its uid; see the rule at the top.

    What nobody can cover is left out.
    """
    people = sorted(companions, key=lambda one: one.id)
    wanted = uncovered(people, sessions, now)
    split = _Split(people, wanted, sessions)
    for session in wanted:
        split.place(session, frozenset())
    split.even_out()
    return split.assigned


class _Split:
    """A split in the making."""

    def __init__(self, people: Sequence[Companion], wanted: Sequence[Session], sessions: Sequence[Session]) -> None:
        self.people = people
        self.wanted = {one.uid: one for one in wanted}
        self.assigned: dict[UUID, int] = {}
        self._parallel = {one.uid: frozenset(other.uid for other in clashes_with(one, wanted)) for one in wanted}
        by_uid = {one.uid: one for one in sessions}
        chosen = {one.id: [by_uid[uid] for uid in one.states if uid in by_uid] for one in people}
        self._able = {
            session.uid: [
                one
                for one in people
                if one.may_book
                and session.uid not in one.states
                and session.uid not in one.declined
                and _follows(one, session)
                and not clashes_with(session, chosen[one.id])
            ]
            for session in wanted
        }

    def place(self, session: Session, moved: frozenset[UUID]) -> bool:
        """Give a session to somebody, moving one proposal of theirs to another where need be; say whether it went.

        :param moved: sessions that are being moved already.
        """
        moved |= {session.uid}
        able = self._in_turn(session)
        for one in able:
            if not self._in_the_way(one, session):
                self.assigned[session.uid] = one.id
                return True
        for one in able:
            in_the_way = self._in_the_way(one, session)
            if len(in_the_way) == 1 and not in_the_way & moved:
                (other,) = in_the_way
                self.assigned[session.uid] = one.id
                del self.assigned[other]
                if self.place(self.wanted[other], moved):
                    return True
                del self.assigned[session.uid]
                self.assigned[other] = one.id
        return False

    def even_out(self) -> None:
        """Move proposals to members with at least two fewer, until there is none to move."""
        while any(self._moved_to_fewer(uid) for uid in self.wanted if uid in self.assigned):
            pass

    def _moved_to_fewer(self, uid: UUID) -> bool:
        session, held_by = self.wanted[uid], self.assigned[uid]
        for one in self._in_turn(session):
            if self._load(one.id) + 2 <= self._load(held_by) and not self._in_the_way(one, session):
                self.assigned[uid] = one.id
                return True
        return False

    def _in_turn(self, session: Session) -> list[Companion]:
        return sorted(
            self._able[session.uid],
            key=lambda one: (
                self._load(one.id), is_night_for(one, session), session.uid not in one.wishes, len(one.seated), one.id,
            ),
        )  # fmt: skip

    def _in_the_way(self, one: Companion, session: Session) -> set[UUID]:
        return {uid for uid in self._parallel[session.uid] if self.assigned.get(uid) == one.id}

    def _load(self, member_id: int) -> int:
        return sum(holder == member_id for holder in self.assigned.values())


def is_night_for(companion: Companion, session: Session) -> bool:
    """Say whether a session begins or ends at night by a member's clocks."""
    if session.slot is None:
        return False
    last_minute = ends_at(session) - timedelta(minutes=1)
    return any(_is_night(instant, companion.zone) for instant in (session.slot.starts_at, last_minute))


def _is_night(instant: datetime, zone: str) -> bool:
    return zones.is_zone(zone) and zones.is_night(zones.to_local(instant, zone).time())


def _follows(companion: Companion, session: Session) -> bool:
    languages = session.passport.followed_in
    return not languages or not companion.understands or bool(languages & companion.understands)


def _in_time(session: Session) -> tuple[datetime, str]:
    assert session.slot is not None  # noqa: S101 - only scheduled sessions are open
    return session.slot.starts_at, str(session.uid)
