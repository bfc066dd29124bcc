"""Clashes of two sessions: people, rooms and participants cannot be in both."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from conference.draft.rules.clashes.facts import FEWEST, Circumstances, Clash, ClashKind
from conference.draft.rules.clashes.slots import slot_facts, span
from conference.intervals import overlapping_pairs
from conference.programme.document import Session, people_of


def people_twice(sessions: Iterable[Session], *, least_pause: int) -> Iterator[Clash]:
    """Yield where a person is needed in two sessions at once, or with less than the least pause between.

    :param least_pause: minutes; 0 where sessions may follow each other at once.
    """
    by_person: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        for code in people_of(session):
            by_person[code].append(session)
    pause = timedelta(minutes=least_pause)

    def with_pause(session: Session) -> tuple[datetime, datetime]:
        starts_at, ends_at = span(session)
        return starts_at, ends_at + pause

    for code, theirs in by_person.items():
        for first, second in overlapping_pairs(theirs, with_pause):
            ends_at, starts_at = span(first)[1], span(second)[0]
            between = None if starts_at < ends_at else (starts_at - ends_at) // timedelta(minutes=1)
            kind = _kind_of(first, second, code) if between is None else ClashKind.NO_PAUSE
            yield Clash(
                kind, first.code, second.code, code, starts_at, between, facts=slot_facts(span(first), span(second))
            )


def rooms_twice(sessions: Iterable[Session]) -> Iterator[Clash]:
    """Yield where two sessions are in one room at once."""
    by_room: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.slot and session.slot.room:
            by_room[session.slot.room].append(session)
    for key, there in by_room.items():
        for first, second in overlapping_pairs(there, span):
            facts = slot_facts(span(first), span(second))
            yield Clash(ClashKind.ROOM, first.code, second.code, key, span(second)[0], facts=facts)


def participants_twice(sessions: Iterable[Session], circumstances: Circumstances) -> Iterator[Clash]:
    """Yield which overlapping sessions many participants booked both of, with their number.

    Each participant's own sessions are swept in order of time, so it costs no more than there are bookings and
    pairs that somebody keeps both of, however many sessions are held at once.
    """
    booked_by = circumstances.booked_by
    ordered = sorted((s for s in sessions if booked_by.get(s.uid)), key=lambda s: (*span(s), s.code))
    spans = [span(session) for session in ordered]
    in_both: Counter[tuple[int, int]] = Counter()
    lasting: dict[str, tuple[int, ...]] = {}
    free_from: dict[str, datetime] = {}
    for number, session in enumerate(ordered):
        starts_at, ends_at = spans[number]
        alone = (number,)
        for name in booked_by[session.uid]:
            until = free_from.get(name, starts_at)
            if until <= starts_at:  # as most of the time: whatever they booked before is over
                lasting[name], free_from[name] = alone, ends_at
                continue
            still = tuple(other for other in lasting[name] if spans[other][1] > starts_at)
            for other in still:
                in_both[other, number] += 1
            lasting[name], free_from[name] = (*still, number), max(until, ends_at)
    for (one, other), count in in_both.items():
        first, second = ordered[one], ordered[other]
        smaller = min(len(booked_by[first.uid]), len(booked_by[second.uid]))
        if is_many(count, smaller, circumstances):
            # An accepted number comes back once it grew to the next power of two, not with each booking.
            facts = (*slot_facts(spans[one], spans[other]), str(count.bit_length()))
            yield Clash(ClashKind.BOOKED_BOTH, first.code, second.code, "", spans[other][0], count, facts=facts)


def is_many(count: int, smaller: int, circumstances: Circumstances) -> bool:
    """Say whether so many people who booked both of two sessions are many.

    :param smaller: how many booked the smaller of the two.
    """
    return count >= circumstances.many or (count >= FEWEST and count >= circumstances.many_share * smaller)


def _kind_of(first: Session, second: Session, code: str) -> ClashKind:
    """Return as what a person's two sessions clash: by the part that is hardest to fill at once."""
    both: Sequence[Session] = (first, second)
    if all(code in session.speakers for session in both):
        return ClashKind.SPEAKER
    if any(code in session.interpreters for session in both):
        return ClashKind.INTERPRETER
    return ClashKind.MODERATOR
