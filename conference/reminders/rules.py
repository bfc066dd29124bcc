"""Which sessions are to be reminded of and told of in the morning, and when the letter goes out. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from conference.agenda.rules import Transition, transitions_of
from conference.intervals import overlapping_pairs
from conference.letter_wishes.rules import LetterKind
from conference.mail.rules import due_after
from conference.programme.document import Programme, Session
from conference.programme.document.index import ends_at, takes_place
from conference.zones import Night, TimeDoesNotExist, day_bounds, local_day, to_instant


@dataclass(frozen=True, slots=True)
class Plan:
    """How one kind of reminders is sent.

    :ivar lead: how long before a session starts.
    :ivar together: what starts within this time of the first session is told in the same letter.
    :ivar least: with less left than this when the letter would go out, none is put.
    :ivar latest: nor is one sent that was held up, with less left than this.
    :ivar keeps_quiet: whether it waits for the end of its reader's quiet hours.
    """

    lead: timedelta
    together: timedelta
    least: timedelta
    latest: timedelta
    keeps_quiet: bool


PLANS: Mapping[LetterKind, Plan] = {
    LetterKind.DAY_BEFORE: Plan(
        lead=timedelta(days=1), together=timedelta(hours=3), least=timedelta(hours=3), latest=timedelta(hours=1),
        keeps_quiet=True,
    ),
    # Whoever wants to be called ten minutes before wants it at night, too: the session is then.
    LetterKind.TEN_MINUTES: Plan(
        lead=timedelta(minutes=10), together=timedelta(minutes=10), least=timedelta(), latest=timedelta(),
        keeps_quiet=False,
    ),
}  # fmt: skip


def due_sessions(
    programme: Programme, kind: LetterKind, *, told_until: datetime | None, before: Programme | None, now: datetime
) -> dict[UUID, Session]:
    """Return the sessions that are to be reminded of now, by uid.

    These are the ones whose time to remind has come since, and those that another start brought into it. Who books
    later than that knows when it is.

    :param told_until: until when reminders were put; None where they never were.
    :param before: the programme by which they were, if it was not this one.
    """
    plan = PLANS[kind]
    due = {}
    for session in programme.scheduled:
        starts_at = _start(session)
        if not takes_place(session) or not plan.least < starts_at - now <= plan.lead:
            continue
        is_new = told_until is None or starts_at - plan.lead > told_until
        if is_new or (before is not None and _start_in(before, session.uid) != starts_at):
            due[session.uid] = session
    return due


def next_turn(programme: Programme, *, now: datetime) -> datetime | None:
    """Return when the next session's time to remind comes, None where none is left."""
    turns = (
        _start(session) - plan.lead
        for session in programme.scheduled
        if takes_place(session)
        for plan in PLANS.values()
    )
    return min((turn for turn in turns if turn > now), default=None)


def told_together(due: Collection[Session], booked: Iterable[Session], kind: LetterKind) -> list[Session]:
    """Return the sessions that one letter tells of, by time: what is due, and what starts soon after the first.

    :param due: at least one.
    :param booked: all in the agenda that were not reminded of yet.
    """
    first = min(_start(session) for session in due)
    until = first + PLANS[kind].together
    uids = {session.uid for session in due}
    chosen = [session for session in booked if takes_place(session) and first <= _start(session) <= until]
    return sorted(
        [*due, *(session for session in chosen if session.uid not in uids)],
        key=lambda session: (_start(session), session.code),
    )


def goes_out_at(kind: LetterKind, *, zone: str, quiet: Night, now: datetime) -> datetime:
    """Return when a reminder put now is sent: at once, or after the night of its reader."""
    return due_after(now, zone, quiet) if PLANS[kind].keeps_quiet else now


def is_in_time(session: Session, kind: LetterKind, *, goes_out_at: datetime) -> bool:
    """Say whether a reminder that goes out then still leaves time enough."""
    return _start(session) - goes_out_at > PLANS[kind].least


def is_worth_sending(session: Session | None, kind: LetterKind, *, starts_at: datetime, now: datetime) -> bool:
    """Say whether a reminder that waits in the outbox is still true, and not too late.

    :param session: as it is now; None where the programme knows it no longer.
    :param starts_at: what the reminder says.
    """
    return (
        session is not None
        and takes_place(session)
        and _start(session) == starts_at
        and starts_at - now > PLANS[kind].latest
    )


@dataclass(frozen=True, slots=True)
class DayLine:
    """A session in the agenda of a day.

    :ivar clashes: others of the same agenda at the same time, but for those of which both are kept.
    :ivar tight: what lies between it and the session before, where that is too little.
    """

    session: Session
    clashes: tuple[Session, ...]
    tight: Transition | None


def day_of(
    programme: Programme,
    booked: Iterable[UUID],
    *,
    until: datetime,
    kept: Collection[frozenset[UUID]],
    now: datetime,
) -> list[DayLine]:
    """Return the sessions of an agenda that are still to begin before the next such letter, in order of time.

    :param booked: uids of the sessions in which there is a seat.
    :param until: when the next letter would come: what begins before the letter of a day is told the morning before.
    :param kept: pairs of clashing sessions that are both wanted.
    """
    own = [found for uid in booked if (found := programme.by_uid.get(uid)) is not None and takes_place(found)]
    tight = {one.after.uid: one for one in transitions_of(own) if one.is_tight}
    clashes: defaultdict[UUID, list[Session]] = defaultdict(list)
    for first, second in overlapping_pairs(own, lambda one: (_start(one), ends_at(one))):
        if frozenset((first.uid, second.uid)) not in kept:
            clashes[first.uid].append(second)
            clashes[second.uid].append(first)
    return [
        DayLine(session, tuple(clashes[session.uid]), tight.get(session.uid))
        for session in sorted(own, key=lambda one: (_start(one), one.code))
        if now < _start(session) <= until
    ]


def morning_of(day: date, clock: time, zone: str) -> datetime:
    """Return the instant at which the clocks of a zone show a time of a day.

    Where they jump over it, it is the instant of the jump; where they show it twice, the first.
    """
    try:
        return to_instant(datetime.combine(day, clock), zone, fold=0)
    except TimeDoesNotExist as jump:
        return to_instant(jump.after, zone, fold=0)


def next_morning(now: datetime, clock: time, zone: str) -> datetime:
    """Return when the clocks of a zone next show a time, after now."""
    today = local_day(now, zone)
    mornings = (morning_of(today + timedelta(days=ahead), clock, zone) for ahead in range(3))
    return next(one for one in mornings if one > now)


def is_over(programme: Programme, *, now: datetime) -> bool:
    """Say whether no session of a programme is still to begin, nor its last day."""
    ends = day_bounds(programme.event.last_day, programme.event.zone)[1]
    return ends <= now and not any(takes_place(one) and _start(one) > now for one in programme.scheduled)


def _start(session: Session) -> datetime:
    assert session.slot is not None  # noqa: S101 - callers choose among the scheduled
    return session.slot.starts_at


def _start_in(programme: Programme, uid: UUID) -> datetime | None:
    session = programme.by_uid.get(uid)
    return _start(session) if session is not None and takes_place(session) else None
