"""Changing how seats are given: in an event, and in one of its sessions. It holds at once, without a release."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conference.agenda import rules
from conference.agenda.queries import said_of_event
from conference.agenda.rules import SeatRules
from conference.agenda.services.desk import made_and_locked_seats, newest_programme
from conference.agenda.services.settling import settle_bookings
from conference.agenda.tables import Booking, BookingState, SeatDefaults, SessionSeats
from conference.db import db, insert_if_missing, transaction
from conference.events.services import record
from conference.translated import pick


def edit_event_seat_rules(event_id: int, wanted: SeatRules, *, now: datetime) -> None:
    """Say how seats are given in an event; those who wait move up where there is room by it.

    :raises conference.agenda.rules.SeatRuleInvalid: names the field.
    """
    rules.check_rules(wanted)
    with transaction():
        insert_if_missing(SeatDefaults, {"event_id": event_id, "rules": {}})
        defaults = db.session.get_one(SeatDefaults, event_id, with_for_update=True, populate_existing=True)
        before = rules.as_facts(rules.rules_of(defaults.rules))
        defaults.rules = rules.as_facts(wanted)
        record(event_id, "seats", "", name="", before=before, after=defaults.rules)
    settle_bookings(event_id, now=now)


def edit_session_seat_rules(event_id: int, uid: UUID, own: Mapping[str, Any], *, now: datetime) -> None:
    """Say what a session does otherwise than its event; ``{}`` for nothing.

    :param own: fields of :class:`~conference.agenda.rules.SeatRules`.
    :raises conference.agenda.rules.SessionUnknown: the event's newest release has no such session.
    :raises conference.agenda.rules.SeatRuleInvalid: names the field.
    """
    with transaction():
        programme = newest_programme(event_id)
        session = programme.by_uid.get(uid) if programme else None
        if session is None or programme is None:
            raise rules.SessionUnknown(uid)
        insert_if_missing(SeatDefaults, {"event_id": event_id, "rules": {}})
        seats = made_and_locked_seats(event_id, uid)
        said = said_of_event(event_id)
        before, after = rules.rules_of(said, seats.rules), rules.rules_of(said, own)
        rules.check_rules(after)
        seats.rules = dict(own)
        title = pick(session.title, programme.event.languages[0])
        record(event_id, "seats", session.code, name=title, before=rules.as_facts(before), after=rules.as_facts(after))
    settle_bookings(event_id, now=now)


def note_attendance(event_id: int, uid: UUID, present: Collection[int], *, now: datetime) -> int:
    """Note who was there, of those who have a seat; return how many that are.

    :param present: keys of their bookings; others are noted as not there.
    """
    with transaction():
        bookings = db.session.scalars(
            select(Booking)
            .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
            .where(SessionSeats.event_id == event_id, Booking.session_uid == uid, Booking.state == BookingState.BOOKED)
            .order_by(Booking.id)
            .execution_options(populate_existing=True)
        ).all()
        for booking in bookings:
            if booking.id not in present:
                booking.attended_at = None
            elif booking.attended_at is None:
                booking.attended_at = now
        return sum(booking.attended_at is not None for booking in bookings)
