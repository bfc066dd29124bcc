"""Reminders before sessions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select

from conference.agenda.queries import booked_by
from conference.db import db, insert_if_missing, transaction
from conference.letter_wishes.rules import LetterKind
from conference.mail.services import put_letter
from conference.programme.document import Programme, Session
from conference.programme.queries import Published, newest_release_of, release_of
from conference.reminders.queries import Attendee, attendees, event_of, events_to_look_at
from conference.reminders.rules import (
    PLANS,
    due_sessions,
    goes_out_at,
    is_in_time,
    is_worth_sending,
    next_turn,
    told_together,
)
from conference.reminders.tables import Reminder, ReminderWatch

BEFORE = "reminders/before"
"""The letter that reminds of sessions."""

AT_ONCE = 250
"""How many are reminded in one transaction: few enough that bookings need not wait for it."""


def put_reminders(*, now: datetime) -> int:
    """Put the reminders that are due, and return how many letters were put.

    It looks for events in which a session's turn has come since they were looked at, so it heals whatever broke off
    before; done twice, or by several workers at once, it still reminds each registration of each start of a session
    once.
    """
    return sum(_remind(event_id, now) for event_id in events_to_look_at(now=now))


def _remind(event_id: int, now: datetime) -> int:
    put = 0
    while True:
        with transaction():
            published = newest_release_of(event_id)
            watch = _held(event_id, published, now)
            if published is None or watch is None:  # all is told, or another worker is at it
                return put
            before = _programme_before(watch, published)
            found = 0
            for kind in PLANS:
                due = due_sessions(published.programme, kind, told_until=watch.told_until, before=before, now=now)
                people = attendees(event_id, due, kind, limit=AT_ONCE) if due else []
                noted: list[dict[str, object]] = []
                put += sum(_write_to(person, published, due.keys(), kind, noted, now) for person in people)
                if noted:
                    db.session.execute(insert(Reminder), noted)
                found = max(found, len(people))
            if found < AT_ONCE:
                watch.release, watch.told_until = published.number, now
                watch.next_at = next_turn(published.programme, now=now)
                return put


def _held(event_id: int, published: Published | None, now: datetime) -> ReminderWatch | None:
    """Return the event's row, locked, or None where there is nothing left to do or another worker does it."""
    if published is None:
        return None
    insert_if_missing(ReminderWatch, {"event_id": event_id})
    return db.session.scalar(
        select(ReminderWatch)
        .where(
            ReminderWatch.event_id == event_id,
            or_(
                ReminderWatch.release.is_(None),
                ReminderWatch.release != published.number,
                ReminderWatch.next_at <= now,
            ),
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _programme_before(watch: ReminderWatch, published: Published) -> Programme | None:
    if watch.release is None or watch.release == published.number:
        return None
    return release_of(published.event_id, watch.release).programme


def _write_to(
    person: Attendee,
    published: Published,
    due: Collection[UUID],
    kind: LetterKind,
    noted: list[dict[str, object]],
    now: datetime,
) -> int:
    """Put one letter of all that somebody is to be reminded of, or none where it would come too late.

    :param noted: takes the rows that say so.
    """
    programme = published.programme
    untold = [
        session
        for uid in person.booked
        if (session := programme.by_uid.get(uid)) is not None
        and session.slot is not None
        and (uid, session.slot.starts_at) not in person.told
    ]
    due_to_them = [session for session in untold if session.uid in due]
    if not due_to_them:  # dropped this very moment
        return 0
    theirs = told_together(due_to_them, untold, kind)
    # Those for whom it is too late are noted, too: they are not to be asked after again.
    noted.extend(_notes(person.registration_id, theirs, kind, now))
    out_at = goes_out_at(kind, zone=person.zone, quiet=person.quiet, now=now)
    told = [session for session in theirs if is_in_time(session, kind, goes_out_at=out_at)]
    if not told:
        return 0
    event = programme.event
    put_letter(
        BEFORE,
        event_id=published.event_id,
        to=person.email,
        language=person.language,
        data={
            "registration": person.registration_id,
            "name": person.name,
            "zone": person.zone,
            "kind": kind.value,
            "event": {"slug": event.slug, "title": dict(event.title), "zones": list(programme.zones)},
            "sessions": [_facts(session) for session in told],
        },
        now=now,
        due_at=out_at,
    )
    return 1


def _notes(
    registration_id: int, sessions: Sequence[Session], kind: LetterKind, now: datetime
) -> Iterator[dict[str, object]]:
    """Give the rows that say of what somebody was reminded."""
    for session in sessions:
        if session.slot is not None:
            yield {
                "registration_id": registration_id,
                "session_uid": session.uid,
                "kind": kind.value,
                "starts_at": session.slot.starts_at,
                "put_at": now,
            }


def still_to_remind_of(data: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:
    """Return what a reminder in the outbox has to say now; None where there is nothing left to say.

    What was dropped, moved or cancelled since is left out, and so is what has begun. Who wants no such letters any
    more, or takes part no longer, gets none.
    """
    kind = LetterKind(data["kind"])
    event_id = event_of(data["registration"], kind)
    published = newest_release_of(event_id) if event_id is not None else None
    if published is None:
        return None
    booked = booked_by([data["registration"]])[data["registration"]]
    sessions = []
    for facts in data["sessions"]:
        session = published.programme.sessions.get(facts["code"])
        starts_at = datetime.fromisoformat(facts["starts_at"])
        if session and session.uid in booked and is_worth_sending(session, kind, starts_at=starts_at, now=now):
            sessions.append(_facts(session))
    return {**data, "sessions": sessions} if sessions else None


def _facts(session: Session) -> dict[str, object]:
    slot = session.slot
    return {
        "code": session.code,
        "title": dict(session.title),
        "starts_at": slot.starts_at.isoformat() if slot else None,
        "minutes": slot.minutes if slot else None,
    }
