"""Reads on bookings and seats."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.rules import Move, Standing, rules_of
from conference.agenda.tables import (
    Booking,
    BookingState,
    KeptClash,
    SeatDefaults,
    SessionSeats,
    SwapWish,
)
from conference.db import db
from conference.events.tables import Event
from conference.programme.document import Change, ChangeKind
from conference.programme.queries import Published
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import ParticipantGroup, Registration, RegistrationSettings
from conference.translated import Translated


def bookings_of(registration_id: int) -> list[Booking]:
    """Return the bookings of a registration that stand, booked or waiting; their order means nothing."""
    return list(
        db.session.scalars(
            select(Booking).where(Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED)
        )
    )


def standing(published: Published, account_id: int | None) -> Standing:
    """Return how a visitor stands to all sessions of a programme.

    One query for the seats and for when registrations are taken, however many sessions there are; and one more where
    somebody is signed in.

    :param account_id: of the account that asks; None for a visitor who is not signed in.
    """
    rows = db.session.execute(
        select(
            SeatDefaults.rules,
            RegistrationSettings.opens_at,
            RegistrationSettings.closes_at,
            SessionSeats.session_uid,
            SessionSeats.taken + SessionSeats.offered,
            SessionSeats.waiting,
            SessionSeats.moved_up,
            SessionSeats.next_place,
            SessionSeats.rules,
        )
        .select_from(Event)
        .outerjoin(SeatDefaults, SeatDefaults.event_id == Event.id)
        .outerjoin(RegistrationSettings, RegistrationSettings.event_id == Event.id)
        .outerjoin(SessionSeats, SessionSeats.event_id == Event.id)
        .where(Event.id == published.event_id)
    ).all()
    said = rows[0][0] or {} if rows else {}
    opens_at, closes_at = rows[0][1:3] if rows else (None, None)
    known = [row[3:] for row in rows if row[3] is not None]
    stand = Standing(
        published.programme,
        registration_opens_at=opens_at,
        registration_closes_at=closes_at,
        taken_seats={uid: count for uid, count, *_ in known},
        waiting_counts={uid: count for uid, _, count, *_ in known if count},
        moved_up={uid: count for uid, _, _, count, next_place, _ in known if next_place > 1},
        seat_rules=rules_of(said),
        own_rules={uid: rules_of(said, own) for uid, *_, own in known if own},
    )
    if account_id is None:
        return stand
    own = _with_own(stand, published.event_id, account_id)
    return replace(own, group_seats=_group_seats(own)) if own.registration_id else own


def _group_seats(stand: Standing) -> dict[UUID, tuple[int, int]]:
    """Return what people of the visitor's group hold where sessions bound it; a query only where any does."""
    bounds = {uid: by.groups for uid, by in stand.own_rules.items() if by.groups}
    if not bounds:
        return {}
    own = aliased(Registration)
    key, *_ = db.session.execute(
        select(ParticipantGroup.key)
        .join(own, own.group_id == ParticipantGroup.id)
        .where(own.id == stand.registration_id)
    ).one()
    held = dict(
        db.session.execute(
            select(Booking.session_uid, func.count())
            .join(Registration, Registration.id == Booking.registration_id)
            .join(own, own.group_id == Registration.group_id)
            .where(
                own.id == stand.registration_id,
                Booking.session_uid.in_(uid for uid, groups in bounds.items() if key in groups),
                Booking.state.in_((BookingState.BOOKED, BookingState.OFFERED)),
            )
            .group_by(Booking.session_uid)
        ).all()
    )
    return {uid: (held.get(uid, 0), groups[key]) for uid, groups in bounds.items() if key in groups}


_ahead = aliased(Booking)
PLACE_IN_QUEUE = (
    select(func.count())
    .where(
        _ahead.session_uid == Booking.session_uid,
        _ahead.state == BookingState.WAITING,
        _ahead.queued_as <= Booking.queued_as,
    )
    .scalar_subquery()
)
"""The place of a booking in the queue of its session, from 1, as a column beside it; 0 where it does not wait."""


def _with_own(stand: Standing, event_id: int, account_id: int) -> Standing:
    rows = db.session.execute(
        select(Registration.id, Booking, PLACE_IN_QUEUE, Registration.state)
        .outerjoin(Booking, and_(Booking.registration_id == Registration.id, Booking.state != BookingState.DROPPED))
        .where(
            Registration.event_id == event_id,
            Registration.account_id == account_id,
            Registration.state.in_((State.CONFIRMED, State.PENDING, State.WAITING)),
        )
    ).all()
    if rows and rows[0][3] != State.CONFIRMED:
        return replace(stand, is_awaiting=True)
    held = [(booking, number) for _, booking, number, _ in rows if booking is not None]
    wishes: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if any(booking.state != BookingState.BOOKED for booking, _ in held):
        pairs = select(SwapWish.waited_uid, SwapWish.given_uid).where(SwapWish.registration_id == rows[0][0])
        for waited, given in db.session.execute(pairs):
            wishes[waited].add(given)
    return replace(
        stand,
        is_registered=bool(rows),
        states={booking.session_uid: booking.state for booking, _ in held},
        places={booking.session_uid: number for booking, number in held if booking.state == BookingState.WAITING},
        offers={booking.session_uid: booking.respond_by for booking, _ in held if booking.respond_by},
        confirmed=frozenset(booking.session_uid for booking, _ in held if booking.confirmed_at),
        swaps={uid: frozenset(given) for uid, given in wishes.items()},
        registration_id=rows[0][0] if rows else None,
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


_decode_changes = msgspec.json.Decoder(tuple[Change, ...]).decode


def moves_since(event_id: int, since: Mapping[UUID, datetime]) -> dict[UUID, Move]:
    """Return the last move of each of some sessions after a moment of its own.

    One query over the releases since the earliest of these moments; none where there is nothing to ask.

    :param since: by session uid, the instant after which a move counts (UTC).
    """
    if not since:
        return {}
    releases = db.session.execute(
        select(Release.number, Release.published_at, Release.changes)
        .where(Release.event_id == event_id, Release.published_at > min(since.values()))
        .order_by(Release.number)
    )
    moves = {}
    for number, published_at, changes in releases:
        for change in _decode_changes(changes):
            if change.kind is ChangeKind.MOVED and change.uid in since and published_at > since[change.uid]:
                moves[change.uid] = Move(number, change.before)
    return moves


def moves_of(published: Published, bookings: list[Booking]) -> dict[UUID, Move]:
    """Return, for those bookings whose session was moved since they were made, its last move."""
    by_uid = published.programme.by_uid
    since = {}
    for booking in bookings:
        session = by_uid.get(booking.session_uid)
        stamp = session.stamp if session else None
        if stamp and stamp.sequence and stamp.changed_at > booking.booked_at:
            since[booking.session_uid] = booking.booked_at
    return moves_since(published.event_id, since)


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
