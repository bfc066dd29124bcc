"""What happens to seats without anybody asking: after a release, and as time goes by.

All of it can be done again, and by several workers at once: each session is one transaction under the lock of its
seats, and what was done before is found done.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select

from conference.agenda import rules
from conference.agenda.queries import events_with_rules, events_with_waiting, said_of_event
from conference.agenda.services.desk import newest_programme
from conference.agenda.services.letters import write_of_moves, write_to_all
from conference.agenda.services.moving import Moved, give_back, locked_seats, lucky_by_group, mark_changed, move_up
from conference.agenda.services.swapping import finish_swaps
from conference.agenda.tables import Booking, BookingState, SessionSeats, SwapWish
from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.programme.document import Session
from conference.programme.queries import newest_release_of


def settle_bookings(event_id: int, *, now: datetime) -> int:
    """Let those who wait move up wherever there are seats for them by the newest release; return how many did.

    To be called after each release and each change of rules, and by the worker; doing it again changes nothing.
    Seats lowered below those taken keep every booking. Sessions that are cancelled, unscheduled or over free nothing.
    """
    published = newest_release_of(event_id)
    if published is None:
        return 0
    said = said_of_event(event_id)
    rows = db.session.execute(
        select(
            SessionSeats.session_uid,
            SessionSeats.taken + SessionSeats.offered,
            SessionSeats.waiting,
            SessionSeats.rules,
        )
        .where(SessionSeats.event_id == event_id, SessionSeats.waiting > 0)
        .order_by(SessionSeats.session_uid)
    ).all()
    moved = 0
    for uid, taken, waiting, own in rows:
        session, by = published.programme.by_uid.get(uid), rules.rules_of(said, own)
        count = rules.moving_up(session, taken=taken, waiting=waiting, now=now, rules=by)
        if count and (not by.groups or lucky_by_group(uid, by, count)):
            moved += _settle_session(event_id, uid, now)
    return moved


def settle_bookings_of_newest_releases(*, now: datetime) -> int:
    """Do :func:`settle_bookings` for every event in which somebody waits; return how many moved up.

    Costs one query while nobody waits anywhere.
    """
    return sum(settle_bookings(event_id, now=now) for event_id in events_with_waiting())


def lapse_offers(*, now: datetime) -> int:
    """End the offers whose time to answer ran out, and offer their seats to the next; return how many ended.

    Who did not answer leaves the list, and reads so: at its end they would be asked again and again.
    """
    rows = db.session.execute(
        select(SessionSeats.event_id, Booking.session_uid)
        .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
        .where(Booking.state == BookingState.OFFERED, Booking.respond_by <= now)
        .distinct()
        .order_by(Booking.session_uid)
    ).all()
    due = (Booking.state == BookingState.OFFERED, Booking.respond_by <= now)
    return sum(_take_back(event_id, uid, due, "agenda/offer_lapsed", now) for event_id, uid in rows)


def ask_for_confirmation(*, now: datetime) -> int:
    """Ask everybody who has a seat that is released unless they say so whether they are coming; once each."""
    asked = 0
    for event_id, uid, _ in _sessions_with(now, rules.may_ask):
        with transaction():
            seats, programme = locked_seats(uid), newest_programme(event_id)
            if seats is None or programme is None:
                continue
            by = rules.rules_of(said_of_event(event_id), seats.rules)
            released_at = rules.release_at(programme.by_uid[uid], by)
            bookings = _locked_bookings(
                uid, (Booking.state == BookingState.BOOKED, Booking.confirmed_at.is_(None), Booking.asked_at.is_(None))
            )
            tokens = {}
            for booking in bookings:
                tokens[booking.id] = new_token()
                booking.asked_at, booking.answer_hash = now, token_hash(tokens[booking.id])
            more = {one.id: {"released_at": released_at.isoformat() if released_at else None} for one in bookings}
            write_to_all("agenda/confirm_seat", bookings, programme, now=now, more=more, tokens=tokens)
            asked += len(bookings)
    return asked


def release_unconfirmed_seats(*, now: datetime) -> int:
    """Give the seats that nobody confirmed in time to those who wait; return how many were released."""
    released = 0
    for event_id, uid, released_at in _sessions_with(now, rules.may_release):
        if released_at is not None:
            due = (
                Booking.state == BookingState.BOOKED,
                Booking.confirmed_at.is_(None),
                Booking.asked_at <= released_at - rules.FAIR_NOTICE,
            )
            released += _take_back(event_id, uid, due, "agenda/seat_released", now)
    return released


def tend_seats(*, now: datetime) -> int:
    """Do all that is due by the clock: end offers, ask, release, finish swaps, move up. Return how much was done."""
    done = lapse_offers(now=now) + ask_for_confirmation(now=now) + release_unconfirmed_seats(now=now)
    return done + finish_swaps(now=now) + settle_bookings_of_newest_releases(now=now)


def _sessions_with(
    now: datetime, is_due: Callable[[Session, rules.SeatRules, datetime], bool]
) -> list[tuple[int, UUID, datetime | None]]:
    """Return the sessions with seats taken to which ``is_due`` applies by their rules, and when these release."""
    found = []
    for event_id in events_with_rules():
        published = newest_release_of(event_id)
        if published is None:
            continue
        said = said_of_event(event_id)
        rows = db.session.execute(
            select(SessionSeats.session_uid, SessionSeats.rules)
            .where(SessionSeats.event_id == event_id, SessionSeats.taken > 0)
            .order_by(SessionSeats.session_uid)
        ).all()
        for uid, own in rows:
            session, by = published.programme.by_uid.get(uid), rules.rules_of(said, own)
            if session is not None and rules.is_open(session, now) and is_due(session, by, now):
                found.append((event_id, uid, rules.release_at(session, by)))
    return found


def _locked_bookings(uid: UUID, where: Sequence[ColumnElement[bool]]) -> list[Booking]:
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.session_uid == uid, *where)
            .order_by(Booking.id)
            .execution_options(populate_existing=True)
        )
    )


def _take_back(event_id: int, uid: UUID, where: Sequence[ColumnElement[bool]], letter: str, now: datetime) -> int:
    """Take back what the bookings found by ``where`` hold, tell their holders, and let the next move up."""
    with transaction():
        seats, programme = locked_seats(uid), newest_programme(event_id)
        if seats is None or programme is None:
            return 0
        ended = _locked_bookings(uid, where)
        for booking in ended:
            give_back(seats, booking, now)
        db.session.execute(
            delete(SwapWish).where(
                SwapWish.registration_id.in_([booking.registration_id for booking in ended]),
                (SwapWish.waited_uid == uid) | (SwapWish.given_uid == uid),
            )
        )
        db.session.flush()
        session = programme.by_uid.get(uid)
        if session is not None and rules.is_open(session, now):
            write_to_all(letter, ended, programme, now=now)
        moved = move_up(seats, session, rules.rules_of(said_of_event(event_id), seats.rules), now)
        mark_changed([*ended, *(one.booking for one in moved)], now)
        write_of_moves(moved, programme, now)
        gained = _gained(moved)
    if gained:
        finish_swaps(gained, now=now)
    return len(ended)


def _settle_session(event_id: int, uid: UUID, now: datetime) -> int:
    with transaction():
        seats = locked_seats(uid)
        programme = newest_programme(event_id)
        if seats is None or programme is None:
            return 0
        by = rules.rules_of(said_of_event(event_id), seats.rules)
        moved = move_up(seats, programme.by_uid.get(uid), by, now)
        mark_changed([one.booking for one in moved], now)
        write_of_moves(moved, programme, now)
        gained = _gained(moved)
    if gained:
        finish_swaps(gained, now=now)
    return len(moved)


def _gained(moved: Sequence[Moved]) -> set[int]:
    return {one.booking.registration_id for one in moved if one.token is None}
