"""Many participants at the same moment, in several processes, on a real database."""

from itertools import chain

from sqlalchemy import select

from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.db import db
from conference.registrations.tables import Registration
from tests.factories import accounts
from tests.factories.agenda import registration
from tests.factories.programme import at, published_event, session
from tests.service.agenda.bookers import act_at_once

FEW = session("FEW222", starts_at=at(9, 10), seats=10)
MANY = session("MANY33", starts_at=at(9, 10), seats=None)


def assert_all_adds_up(session, seats):
    row = db.session.get(SessionSeats, session.uid)
    bookings = db.session.scalars(select(Booking).where(Booking.session_uid == session.uid)).all()
    booked = [one for one in bookings if one.state == BookingState.BOOKED]
    waiting = [one for one in bookings if one.state == BookingState.WAITING]
    places = [one.queued_as for one in waiting]
    assert (row.taken, row.waiting) == (len(booked), len(waiting))
    assert len(set(places)) == len(places)
    if seats is not None:
        assert len(booked) <= seats
        assert not waiting or len(booked) == seats, "a seat is free while somebody waits"
    return {one.registration_id for one in booked}, {one.registration_id for one in waiting}


def test_forty_who_book_ten_seats_at_once_get_ten_and_no_acknowledged_booking_is_lost(app, db_url, tmp_path):
    event = published_event((FEW, MANY))
    everyone = [registration(event.id, accounts.account()).id for _ in range(40)]
    db.session.remove()

    answers = act_at_once(db_url, tmp_path, [("book", who, FEW.uid) for who in everyone])

    booked, waiting = assert_all_adds_up(FEW, 10)
    assert (len(booked), len(waiting)) == (10, 30)
    told = dict(zip(everyone, answers, strict=True))
    assert {who for who, state in told.items() if state == "booked"} == booked
    assert {who for who, state in told.items() if state == "waiting"} == waiting
    assert set(db.session.scalars(select(Registration.agenda_revision))) == {1}

    queue = db.session.scalars(
        select(Booking.registration_id).where(Booking.state == BookingState.WAITING).order_by(Booking.queued_as)
    ).all()
    leaving = sorted(booked)[:7]
    db.session.remove()
    steps = chain.from_iterable(
        [("drop", who, FEW.uid), ("book", other, MANY.uid)] for who, other in zip(leaving, queue, strict=False)
    )
    answers = act_at_once(db_url, tmp_path, [*steps, *(("book", who, FEW.uid) for who in everyone[:3])])

    assert set(answers[:14:2]) == {None}
    assert set(answers[1:14:2]) == {"booked"}
    booked, _ = assert_all_adds_up(FEW, 10)
    assert set(queue[:7]) <= booked, "somebody was overtaken"
    assert_all_adds_up(MANY, None)
