"""Reads on bookings and seats."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, select

from conference.accounts.tables import Account
from conference.agenda.tables import (
    Booking,
    BookingState,
    KeptClash,
    SeatDefaults,
    SessionSeats,
)
from conference.db import db
from conference.registrations.tables import ParticipantGroup, Registration
from conference.translated import Translated


def bookings_of(registration_id: int) -> list[Booking]:
    """Return the bookings of a registration that stand, booked or waiting; their order means nothing."""
    return list(
        db.session.scalars(
            select(Booking).where(Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED)
        )
    )


def said_of_event(event_id: int) -> dict[str, Any]:
    """Return what an event says of how its seats are given, for :func:`conference.agenda.rules.rules_of`."""
    said = db.session.scalar(select(SeatDefaults.rules).where(SeatDefaults.event_id == event_id))
    return said or {}


def events_with_rules() -> list[int]:
    """Return the keys of the events that say anything of how their seats are given."""
    return list(db.session.scalars(select(SeatDefaults.event_id).order_by(SeatDefaults.event_id)))


def agendas_of(event_id: int) -> dict[int, frozenset[UUID]]:
    """Return what every participant of an event has booked or waits for: uids by the registration's key, in one query.

    Those who have booked nothing are left out.
    """
    rows = db.session.execute(
        select(Booking.registration_id, Booking.session_uid)
        .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
        .where(SessionSeats.event_id == event_id, Booking.state != BookingState.DROPPED)
    )
    agendas: defaultdict[int, set[UUID]] = defaultdict(set)
    for registration_id, uid in rows:
        agendas[registration_id].add(uid)
    return {key: frozenset(uids) for key, uids in agendas.items()}


def shared_bookings(event_id: int) -> dict[UUID, frozenset[str]]:
    """Return who booked each session of an event, by its uid: names of registrations that mean nothing else.

    For the checks that count who booked both of two sessions. One row per session, however many took part.
    """
    rows = db.session.execute(
        select(Booking.session_uid, func.aggregate_strings(cast(Booking.registration_id, String), " "))
        .join(Registration, Registration.id == Booking.registration_id)
        .where(Registration.event_id == event_id, Booking.state == BookingState.BOOKED)
        .group_by(Booking.session_uid)
    )
    return {uid: frozenset(names.split()) for uid, names in rows}


def kept_clashes(registration_id: int) -> set[frozenset[UUID]]:
    """Return the clashing pairs of which a participant keeps both, by session uids."""
    rows = db.session.execute(
        select(KeptClash.first_uid, KeptClash.second_uid).where(KeptClash.registration_id == registration_id)
    )
    return {frozenset((first, second)) for first, second in rows}


def events_with_waiting() -> list[int]:
    """Return the keys of the events in which somebody waits for a seat."""
    return list(
        db.session.scalars(
            select(SessionSeats.event_id).where(SessionSeats.waiting > 0).distinct().order_by(SessionSeats.event_id)
        )
    )


def others_from_city(registration: Registration) -> dict[UUID, int]:
    """Return how many others who take part for the same municipality have a seat in each session, by its uid.

    Names are compared but for their case; none where the participant named none.
    """
    city = registration.municipality.strip()
    if not city:
        return {}
    rows = db.session.execute(
        select(Booking.session_uid, func.count())
        .join(Registration, Registration.id == Booking.registration_id)
        .where(
            Registration.event_id == registration.event_id,
            Registration.id != registration.id,
            func.lower(Registration.municipality) == func.lower(city),
            Booking.state == BookingState.BOOKED,
        )
        .group_by(Booking.session_uid)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on a session's list: who they are and how they stand to it."""

    booking: Booking
    name: str
    email: str
    organisation: str
    municipality: str
    group: Translated


def expected_in(session_uid: UUID) -> list[Expected]:
    """Return who has a seat in a session, is offered one, or waits: in this order, then by name or place. One query."""
    rows = db.session.execute(
        select(
            Booking,
            Account.name,
            Account.email,
            Registration.organisation,
            Registration.municipality,
            ParticipantGroup.name,
        )
        .join(Registration, Registration.id == Booking.registration_id)
        .join(ParticipantGroup, ParticipantGroup.id == Registration.group_id)
        .join(Account, Account.id == Registration.account_id)
        .where(Booking.session_uid == session_uid, Booking.state != BookingState.DROPPED)
    )
    order = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
    return sorted(
        (Expected(*row) for row in rows),
        key=lambda one: (order.index(BookingState(one.booking.state)), one.booking.queued_as or 0, one.name.casefold()),
    )


def seats_of(event_id: int) -> dict[UUID, SessionSeats]:
    """Return the counted seats of an event's sessions, by uid; those that nobody ever booked have none."""
    rows = db.session.scalars(select(SessionSeats).where(SessionSeats.event_id == event_id))
    return {row.session_uid: row for row in rows}


def booked_by(registration_ids: Collection[int]) -> Mapping[int, set[UUID]]:
    """Return the uids of the sessions in which registrations have a seat, by their keys. One query."""
    booked: defaultdict[int, set[UUID]] = defaultdict(set)
    rows = db.session.execute(
        select(Booking.registration_id, Booking.session_uid).where(
            Booking.registration_id.in_(registration_ids), Booking.state == BookingState.BOOKED
        )
    )
    for registration_id, uid in rows:
        booked[registration_id].add(uid)
    return booked
