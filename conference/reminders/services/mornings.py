"""The agenda of the day, in the morning of those who want it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from conference import zones
from conference.agenda.queries import booked_by
from conference.db import insert_if_missing, transaction
from conference.letter_wishes.rules import LetterKind
from conference.letter_wishes.tables import LetterWishes
from conference.mail.services import put_letter
from conference.programme.queries import Published, newest_release_of
from conference.reminders.queries import (
    MorningReader,
    event_of,
    is_a_morning_due,
    kept_by,
    locked_due_wishes,
    morning_readers,
)
from conference.reminders.rules import DayLine, day_of, is_over, morning_of, next_morning
from conference.reminders.tables import DayAgenda

DAY = "reminders/day"
"""The letter that tells the sessions of a day."""

AT_ONCE = 250
"""How many are written to in one transaction."""

REST = timedelta(days=30)
"""When the agenda of an event that is over is looked at again, in case it goes on after all."""


def put_day_agendas(*, now: datetime) -> int:
    """Put the agendas of the day that are due, and return how many letters were put.

    Each registration has at most one for each day of its own clocks, and none for a day on which no session of its
    agenda is still to begin; several workers may do so at once. One small query where none is due.
    """
    put = 0
    while is_a_morning_due(now=now):
        with transaction():
            due = locked_due_wishes(now=now, limit=AT_ONCE)
            put += _write_to_all(due, now)
        if not due:  # another worker is at it
            break
    return put


def _write_to_all(due: Collection[LetterWishes], now: datetime) -> int:
    keys = [wishes.registration_id for wishes in due]
    readers = morning_readers(keys)
    booked, kept = booked_by(keys), kept_by(keys)
    programmes = {event_id: newest_release_of(event_id) for event_id in {one.event_id for one in readers.values()}}
    put = 0
    for wishes in due:
        reader = readers.get(wishes.registration_id)
        published = programmes[reader.event_id] if reader else None
        if reader is None or published is None:
            wishes.agenda_next_at = now + timedelta(days=1)
            continue
        if is_over(published.programme, now=now):
            wishes.agenda_next_at = now + REST
            continue
        zone = reader.zone if zones.is_zone(reader.zone) else published.programme.event.zone
        today = zones.local_day(now, zone)
        if wishes.agenda_next_at is not None and morning_of(today, wishes.agenda_at, zone) <= now:
            key = wishes.registration_id
            until = morning_of(today + timedelta(days=1), wishes.agenda_at, zone)
            of_day = day_of(published.programme, booked[key], until=until, kept=kept[key], now=now)
            put += bool(of_day) and _write_to(reader, published, today, until, of_day, now)
        wishes.agenda_next_at = next_morning(now, wishes.agenda_at, zone)
    return put


def _write_to(
    reader: MorningReader, published: Published, day: date, until: datetime, lines: list[DayLine], now: datetime
) -> bool:
    row = {"registration_id": reader.registration_id, "day": day, "put_at": now}
    if not insert_if_missing(DayAgenda, row):
        return False
    event = published.programme.event
    put_letter(
        DAY,
        event_id=published.event_id,
        to=reader.email,
        language=reader.language,
        data={
            "registration": reader.registration_id,
            "name": reader.name,
            "zone": reader.zone if zones.is_zone(reader.zone) else event.zone,
            "day": day.isoformat(),
            "until": until.isoformat(),
            "event": {"slug": event.slug, "title": dict(event.title), "zones": list(published.programme.zones)},
            "sessions": [_facts(line) for line in lines],
        },
        now=now,
    )
    return True


def still_of_the_day(data: Mapping[str, Any], *, now: datetime) -> dict[str, Any] | None:
    """Return what the agenda of a day has to say now; None where no session of it is still to begin.

    So it is, too, where its reader wants no such letters any more, or takes part no longer.
    """
    registration_id = data["registration"]
    event_id = event_of(registration_id, LetterKind.DAILY_AGENDA)
    published = newest_release_of(event_id) if event_id is not None else None
    if published is None:
        return None
    booked: Collection[UUID] = booked_by([registration_id])[registration_id]
    kept = kept_by([registration_id])[registration_id]
    until = datetime.fromisoformat(data["until"])
    lines = day_of(published.programme, booked, until=until, kept=kept, now=now)
    return {**data, "sessions": [_facts(line) for line in lines]} if lines else None


def _facts(line: DayLine) -> dict[str, object]:
    session = line.session
    return {
        "code": session.code,
        "title": dict(session.title),
        "starts_at": session.slot.starts_at.isoformat() if session.slot else None,
        "minutes": session.slot.minutes if session.slot else None,
        "clashes": [dict(other.title) for other in line.clashes],
        "tight": {"minutes": line.tight.minutes, "title": dict(line.tight.before.title)} if line.tight else None,
    }
