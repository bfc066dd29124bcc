"""Letting those who wait move up after a release."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.agenda import rules
from conference.agenda.queries import events_with_waiting
from conference.agenda.services.desk import locked_seats, mark_changed, move_up, newest_programme, write_to_lucky
from conference.agenda.tables import SessionSeats
from conference.db import db, transaction
from conference.programme.queries import newest_release_of


def settle_bookings(event_id: int, *, now: datetime) -> int:
    """Let those who wait move up wherever the newest release has seats for them; return how many did.

    To be called after each release, and by the worker; doing it again changes nothing. Seats lowered
    below those taken keep every booking. Sessions that are cancelled, unscheduled or over free nothing.
    """
    published = newest_release_of(event_id)
    if published is None:
        return 0
    rows = db.session.execute(
        select(SessionSeats.session_uid, SessionSeats.taken, SessionSeats.waiting)
        .where(SessionSeats.event_id == event_id, SessionSeats.waiting > 0)
        .order_by(SessionSeats.session_uid)
    ).all()
    moved = 0
    for uid, taken, waiting in rows:
        session = published.programme.by_uid.get(uid)
        if rules.moving_up(session, taken=taken, waiting=waiting, now=now):
            moved += _settle_session(event_id, uid, now)
    return moved


def settle_bookings_of_newest_releases(*, now: datetime) -> int:
    """Do :func:`settle_bookings` for every event in which somebody waits; return how many moved up.

    Costs one query while nobody waits anywhere.
    """
    return sum(settle_bookings(event_id, now=now) for event_id in events_with_waiting())


def _settle_session(event_id: int, uid: UUID, now: datetime) -> int:
    with transaction():
        seats = locked_seats(uid)
        programme = newest_programme(event_id)
        if seats is None or programme is None:
            return 0
        moved = move_up(seats, programme.by_uid.get(uid), now)
        mark_changed(moved, now)
        write_to_lucky(moved, programme, now)
        return len(moved)
