"""Reads on what a letter about a seat asks, whoever reads it."""

from sqlalchemy import and_, select

from conference.agenda.tables import Booking, BookingState, SessionSeats, SwapWish
from conference.codes import token_hash
from conference.db import db
from conference.programme.document import Programme, Session


def booking_of_answer(event_id: int, token: str) -> Booking | None:
    """Return the booking that a letter's token answers for; None where it asks nothing any more."""
    return db.session.scalar(
        select(Booking)
        .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
        .where(Booking.answer_hash == token_hash(token), SessionSeats.event_id == event_id)
    )


def given_up_for(booking: Booking, programme: Programme) -> list[Session]:
    """Return the sessions whose seats go for one in the session of a booking, whoever asks."""
    given = db.session.scalars(
        select(SwapWish.given_uid)
        .join(
            Booking,
            and_(Booking.registration_id == SwapWish.registration_id, Booking.session_uid == SwapWish.given_uid),
        )
        .where(
            SwapWish.registration_id == booking.registration_id,
            SwapWish.waited_uid == booking.session_uid,
            Booking.state == BookingState.BOOKED,
        )
    )
    return [programme.by_uid[uid] for uid in given if uid in programme.by_uid]
