"""What a release, or one move, would do to agendas and to the people on stage. Pure.

Nothing here knows whose an agenda is: a registration's key stands for a participant.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from conference.intervals import spans_overlap
from conference.programme.document import Document, Session
from conference.programme.document.index import ends_at, takes_place

ROLES = ("speakers", "moderators", "interpreters")
"""In which ways a person can be needed in a session, by the fields that name them."""


@dataclass(frozen=True, slots=True)
class AgendaClash:
    """Two sessions that will be at the same time and were not, which some participants have both.

    :ivar first: code of the one that begins earlier; ``second`` of the other.
    :ivar agendas: keys of the registrations that have both.
    """

    first: str
    second: str
    agendas: frozenset[int]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A person who would be needed in two sessions at once, and was not before.

    :ivar person: their code.
    :ivar role: in the session that changed: one of :data:`ROLES`.
    :ivar session: code of the session that changed.
    :ivar other: code of the session in which they are at that time.
    """

    person: str
    role: str
    session: str
    other: str


@dataclass(frozen=True)
class Impact:
    """What going from one programme to another does to agendas and people.

    :ivar moved: agendas of each session that begins or ends at another time, by uid; a session
        that nobody has is there too, with none. A change of the room alone is no move.
    :ivar cancelled: likewise of sessions that will no longer take place, ``revived`` of those that will again.
    :ivar clashes: that participants would get.
    :ivar solved: how often a clash in somebody's agenda would be gone.
    :ivar elsewhere: who could not be there.
    """

    moved: Mapping[UUID, frozenset[int]]
    cancelled: Mapping[UUID, frozenset[int]]
    revived: Mapping[UUID, frozenset[int]]
    clashes: tuple[AgendaClash, ...]
    solved: int
    elsewhere: tuple[Elsewhere, ...]

    @property
    def broken(self) -> frozenset[int]:
        """The agendas in which a session moves or is cancelled."""
        return frozenset().union(*self.moved.values(), *self.cancelled.values())

    @property
    def told(self) -> frozenset[int]:
        """The agendas whose owners get a letter: broken ones, and those with a session that takes place again."""
        return self.broken.union(*self.revived.values())

    @property
    def clash_count(self) -> int:
        """How many clashes there would be, each counted in each agenda."""
        return sum(len(clash.agendas) for clash in self.clashes)

    @property
    def is_none(self) -> bool:
        """Whether nobody would notice."""
        return not (self.told or self.clashes or self.elsewhere)

    @property
    def hurt(self) -> tuple[int, int, int]:
        """How bad it is, for comparing: people elsewhere, then clashes made less those solved, then agendas broken."""
        return len(self.elsewhere), self.clash_count - self.solved, len(self.broken)


def impact_of(before: Document | None, after: Document, agendas: Mapping[int, Collection[UUID]]) -> Impact:
    """Return what participants and people on stage would notice of a change of the programme.

    Quick where little changes: it costs one look at each session and each agenda, and then a little for each
    session that changed and those at its time.

    :param before: what visitors see; None while nothing is published: then nobody has an agenda.
    :param after: what they would see; a session that is missing there counts as cancelled.
    :param agendas: uids of the sessions each participant has booked or waits for, by the registration's key.
    """
    old = {session.uid: session for session in before.sessions} if before else {}
    new = {session.uid: session for session in after.sessions}
    moved, cancelled, revived, changed = [], [], [], []
    for uid in {**old, **new}:
        was, will = old.get(uid), new.get(uid)
        happened = was is not None and takes_place(was)
        happens = will is not None and takes_place(will)
        if happened and not happens:
            cancelled.append(uid)
        elif happens and not happened and was is not None:
            revived.append(uid)
        elif happened and happens and _time(was) != _time(will):
            moved.append(uid)
        elif not happens or (was is not None and will is not None and _people(was) == _people(will)):
            continue
        changed.append(uid)
    were, will_be = _Timetable(old.values()), _Timetable(new.values())
    before_pairs, after_pairs = were.pairs(changed), will_be.pairs(changed)
    made, gone = after_pairs - before_pairs, before_pairs - after_pairs
    wanted = {*moved, *cancelled, *revived, *(uid for pair in made | gone for uid in pair)}
    having = _having(agendas, wanted)
    return Impact(
        moved={uid: having[uid] for uid in moved},
        cancelled={uid: having[uid] for uid in cancelled},
        revived={uid: having[uid] for uid in revived},
        clashes=tuple(_agenda_clashes(made, new, having)),
        solved=sum(len(frozenset.intersection(*(having[uid] for uid in pair))) for pair in gone),
        elsewhere=tuple(_elsewhere(changed, before_pairs, after_pairs, old, new)),
    )


_Pair = frozenset[UUID]


class _Timetable:
    """The sessions that take place, in order of time, so that those at one time are found without asking all."""

    def __init__(self, sessions: Iterable[Session]) -> None:
        rows = sorted(
            (
                (session.slot.starts_at, session.uid.int, session)
                for session in sessions
                if session.slot and takes_place(session)
            ),
            key=lambda row: row[:2],
        )
        self._starts = [row[0] for row in rows]
        self._sessions = [row[2] for row in rows]
        self._by_uid = {session.uid: session for session in self._sessions}
        self._longest = timedelta(minutes=max((s.slot.minutes for s in self._sessions if s.slot), default=0))

    def pairs(self, uids: Iterable[UUID]) -> set[_Pair]:
        """Return the pairs of one of these sessions and any other at the same time."""
        return {
            frozenset((uid, other.uid))
            for uid in uids
            if (session := self._by_uid.get(uid))
            for other in self._during(session)
        }

    def _during(self, session: Session) -> Iterable[Session]:
        starts_at, ended_at = _span(session)
        place = bisect_left(self._starts, starts_at - self._longest)
        while place < len(self._starts) and self._starts[place] < ended_at:
            other = self._sessions[place]
            if other.uid != session.uid and spans_overlap(starts_at, ended_at, *_span(other)):
                yield other
            place += 1


def _having(agendas: Mapping[int, Collection[UUID]], uids: Collection[UUID]) -> defaultdict[UUID, frozenset[int]]:
    """Return who has each of some sessions; those whom nobody has are empty."""
    wanted = frozenset(uids)
    found: defaultdict[UUID, set[int]] = defaultdict(set)
    if wanted:
        for key, held in agendas.items():
            for uid in wanted.intersection(held):
                found[uid].add(key)
    return defaultdict(frozenset, {uid: frozenset(keys) for uid, keys in found.items()})


def _agenda_clashes(
    pairs: Iterable[_Pair], sessions: Mapping[UUID, Session], having: Mapping[UUID, frozenset[int]]
) -> list[AgendaClash]:
    clashes = []
    for pair in pairs:
        first, second = sorted((sessions[uid] for uid in pair), key=_order)
        both = having[first.uid] & having[second.uid]
        if both:
            clashes.append(AgendaClash(first.code, second.code, both))
    return sorted(clashes, key=lambda clash: (-len(clash.agendas), clash.first, clash.second))


def _elsewhere(
    changed: Iterable[UUID],
    before: Collection[_Pair],
    after: Iterable[_Pair],
    old: Mapping[UUID, Session],
    new: Mapping[UUID, Session],
) -> list[Elsewhere]:
    touched = set(changed)
    found = []
    for pair in after:
        ordered = sorted((new[uid] for uid in pair), key=lambda session: (session.uid in touched, _order(session)))
        one, other = ordered[1], ordered[0]  # the one that changed first; where both did, the later of the two
        both = _people(one).keys() & _people(other).keys()
        if pair in before:
            both -= _people(old[one.uid]).keys() & _people(old[other.uid]).keys()
        found += [Elsewhere(person, _people(one)[person], one.code, other.code) for person in both]
    return sorted(found, key=lambda one: (one.session, one.other, one.person))


def _people(session: Session) -> dict[str, str]:
    """Return who is needed in a session, with their first role."""
    return {code: role for role in reversed(ROLES) for code in getattr(session, role)}


def _span(session: Session) -> tuple[datetime, datetime]:
    if session.slot is None:
        raise ValueError(session.code)
    return session.slot.starts_at, ends_at(session)


def _time(session: Session | None) -> tuple[datetime, int] | None:
    return (session.slot.starts_at, session.slot.minutes) if session and session.slot else None


def _order(session: Session) -> tuple[datetime, str]:
    return _span(session)[0], session.code
