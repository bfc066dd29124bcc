"""How a visitor stands to the sessions of a programme: what they hold, and what there is to be had."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from conference.agenda.rules import Standing, rules_of
from conference.agenda.tables import Booking, BookingState, SeatDefaults, SessionSeats, SwapWish
from conference.db import db
from conference.events.tables import Event
from conference.programme.queries import Published
from conference.registrations.rules import State
from conference.registrations.tables import ParticipantGroup, Registration, RegistrationSettings


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
