"""What of a release participants are told, and what they might do in place of what is cancelled. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from conference.intervals import spans_overlap
from conference.programme.document import Change, ChangeKind, Programme, Session, Slot
from conference.programme.document.index import ends_at, takes_place

ORDER = (ChangeKind.CANCELLED, ChangeKind.MOVED, ChangeKind.REVIVED)
"""Of which changes participants are told by letter, in the order of the letter."""

SOON = timedelta(hours=3)
"""News of sessions that begin this soon after its reader's quiet hours breaks them."""

MOST_ALTERNATIVES = 2
"""How many sessions are proposed in place of one that is cancelled."""


def news_of(changes: Iterable[Change], *, now: datetime) -> dict[UUID, Change]:
    """Return those changes of a release that participants are told of, by the session's uid.

    Told are sessions that are cancelled or taken out of the timetable, that take place after all, and that
    begin or end at another time. Another room alone is no news: the way in leads to wherever it is. Nor is what
    was over already, and would be now.
    """
    return {change.uid: change for change in changes if _is_news(change) and _lies_ahead(change, now)}


def may_wait(changes: Iterable[Change], *, until: datetime) -> bool:
    """Say whether news may wait until an instant: none of the sessions, as they were or are, begins soon after."""
    return all(
        slot.starts_at >= until + SOON
        for change in changes
        for slot in (change.before, change.after)
        if slot is not None
    )


def alternatives(
    programme: Programme, lost: Session, slot: Slot | None, *, full: Collection[UUID], now: datetime
) -> list[Session]:
    """Return what somebody might attend in place of a session, the best first.

    Those at the same time come first, then those that share a theme, within the week around it; all of them still to
    begin, with seats left.

    :param slot: where the lost session stood.
    :param full: uids of the sessions without a free seat.
    """
    if slot is None:
        return []
    week = timedelta(days=7)
    themes = set(lost.themes)
    found = []
    for session in programme.scheduled:
        if session.slot is None or not takes_place(session) or session.uid in full or session.uid == lost.uid:
            continue
        starts_at = session.slot.starts_at
        if starts_at <= now or abs(starts_at - slot.starts_at) > week:
            continue
        is_then = spans_overlap(starts_at, ends_at(session), slot.starts_at, _end(slot))
        shared = len(themes.intersection(session.themes))
        if is_then or shared:
            found.append(((not is_then, -shared, abs(starts_at - slot.starts_at), session.code), session))
    return [session for _, session in sorted(found, key=lambda pair: pair[0])]


def chosen_alternatives(candidates: Iterable[Session], own: Collection[Session]) -> list[Session]:
    """Return the first candidates that are not in somebody's agenda and clash with nothing there.

    :param own: the sessions of the agenda that take place.
    """
    held = {session.uid for session in own}
    chosen: list[Session] = []
    for candidate in candidates:
        if candidate.uid not in held and not clashing(candidate, own):
            chosen.append(candidate)
            if len(chosen) == MOST_ALTERNATIVES:
                break
    return chosen


def clashing(session: Session, own: Iterable[Session]) -> list[Session]:
    """Return which sessions of an agenda are at the same time as this one, itself apart."""
    if session.slot is None or not takes_place(session):
        return []
    starts_at, ended_at = session.slot.starts_at, ends_at(session)
    return [
        other
        for other in own
        if other.uid != session.uid
        and other.slot is not None
        and takes_place(other)
        and spans_overlap(starts_at, ended_at, other.slot.starts_at, ends_at(other))
    ]


def in_order(changes: Mapping[UUID, Change], uids: Iterable[UUID]) -> list[Change]:
    """Return the changes of some sessions as a letter tells them: what is lost first, then by time."""
    return sorted((changes[uid] for uid in uids), key=lambda change: (ORDER.index(change.kind), _when(change)))


def _is_news(change: Change) -> bool:
    if change.kind is ChangeKind.MOVED and change.before and change.after:
        return (change.before.starts_at, change.before.minutes) != (change.after.starts_at, change.after.minutes)
    return change.kind in ORDER


def _lies_ahead(change: Change, now: datetime) -> bool:
    slots = [slot for slot in (change.before, change.after) if slot]
    return not slots or any(_end(slot) > now for slot in slots)


def _end(slot: Slot) -> datetime:
    return slot.starts_at + timedelta(minutes=slot.minutes)


def _when(change: Change) -> tuple[float, str]:
    slot = change.after or change.before
    return (slot.starts_at.timestamp() if slot else 0.0, change.code)
