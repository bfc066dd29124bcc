"""Which sessions are to be reminded of, and when the letter goes out. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from conference.mail.rules import due_after
from conference.programme.document import Programme, Session
from conference.programme.document.index import takes_place
from conference.wishes.rules import LetterKind
from conference.zones import Night


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


def _start(session: Session) -> datetime:
    assert session.slot is not None  # noqa: S101 - callers choose among the scheduled
    return session.slot.starts_at


def _start_in(programme: Programme, uid: UUID) -> datetime | None:
    session = programme.by_uid.get(uid)
    return _start(session) if session is not None and takes_place(session) else None
