"""Many participants at the same moment, in several processes, on a real database."""

from itertools import chain

from sqlalchemy import select

from conference.agenda import services
from conference.agenda.rules import SeatRules
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.db import db
from conference.mail.tables import Letter
from conference.registrations.tables import Registration
from tests.factories import accounts
from tests.factories.agenda import registration
from tests.factories.programme import NOW, at, published_event, session
from tests.service.agenda.bookers import act_at_once

FEW = session("FEW222", starts_at=at(9, 10), seats=10)
MANY = session("MANY33", starts_at=at(9, 10), seats=None)


def assert_all_adds_up(session, seats):
    row = db.session.get(SessionSeats, session.uid)
    bookings = db.session.scalars(select(Booking).where(Booking.session_uid == session.uid)).all()
    booked = [one for one in bookings if one.state == BookingState.BOOKED]
    waiting = [one for one in bookings if one.state == BookingState.WAITING]
    places = [one.queued_as for one in waiting]
    offered = [one for one in bookings if one.state == BookingState.OFFERED]
    assert (row.taken, row.offered, row.waiting) == (len(booked), len(offered), len(waiting))
    assert len(set(places)) == len(places)
    if seats is not None:
        assert len(booked) + len(offered) <= seats
        assert not waiting or len(booked) + len(offered) == seats, "a seat is free while somebody waits"
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


def test_a_bounded_group_gets_no_more_than_its_seats_and_holds_up_nobody_else(app, db_url, tmp_path):
    event = published_event((FEW,))
    services.edit_session_seat_rules(event.id, FEW.uid, {"groups": {"youth": 4}}, now=NOW)
    youth = [registration(event.id, accounts.account(), group="youth").id for _ in range(12)]
    others = [registration(event.id, accounts.account()).id for _ in range(6)]
    db.session.remove()

    act_at_once(db_url, tmp_path, [("book", who, FEW.uid) for who in [*youth, *others]])

    booked, _ = assert_all_adds_up(FEW, 10)
    assert set(others) <= booked, "they waited for seats that only others may not have"
    assert len(booked & set(youth)) == 4
    queue = db.session.scalars(
        select(Booking.registration_id).where(Booking.state == BookingState.WAITING).order_by(Booking.queued_as)
    ).all()
    leaving = sorted(booked & set(youth))[:2]
    db.session.remove()

    act_at_once(db_url, tmp_path, [("drop", who, FEW.uid) for who in leaving])

    after, _ = assert_all_adds_up(FEW, 10)
    assert after == booked - set(leaving) | set(queue[:2]), "somebody was overtaken"


SWAP = session("SWAP44", starts_at=at(9, 10), seats=10)


def test_offers_lapses_and_swaps_at_once_give_no_seat_twice_lose_nobody_and_let_nobody_overtake(app, db_url, tmp_path):
    event = published_event((FEW, SWAP))
    services.edit_event_seat_rules(event.id, SeatRules(offers=True, offer_minutes=120), now=NOW)
    everyone = [registration(event.id, accounts.account()).id for _ in range(24)]
    for who in everyone:
        services.book_session(who, FEW.uid, now=NOW)
    others = [registration(event.id, accounts.account()).id for _ in range(10)]
    for who in others:
        services.book_session(who, SWAP.uid, now=NOW)
    queue = everyone[10:]
    db.session.remove()

    # Six seats become free and are offered; at the same moment those who may be asked answer, those of the other
    # session wish to swap, and workers end offers that have run out by their clocks.
    act_at_once(
        db_url,
        tmp_path,
        [
            *(("drop", who, FEW.uid) for who in everyone[:6]),
            *(("take", who, FEW.uid) for who in queue[:6]),
            *(("swap", who, FEW.uid) for who in others[:5]),
            *(("drop", who, FEW.uid) for who in queue[6:8]),
            *(("lapse", 0, FEW.uid) for _ in range(4)),
        ],
    )

    booked, _waiting = assert_all_adds_up(FEW, 10)
    assert_all_adds_up(SWAP, 10)
    assert set(everyone[6:10]) <= booked
    left = db.session.scalars(
        select(Booking.registration_id)
        .where(Booking.session_uid == FEW.uid, Booking.state == BookingState.WAITING)
        .order_by(Booking.queued_as)
    ).all()
    order = [who for who in [*queue, *others] if who in left]
    assert [who for who in left if who in queue] == [who for who in order if who in queue], "somebody was overtaken"
    asked = db.session.scalars(
        select(Booking.registration_id).where(
            Booking.session_uid == FEW.uid, Booking.state.in_((BookingState.OFFERED, BookingState.BOOKED))
        )
    ).all()
    reached = max((queue.index(who) for who in asked if who in queue), default=-1)
    assert not set(queue[:reached]) & set(left), "an offer passed somebody by"
    told = db.session.scalars(select(Letter.id).where(Letter.name == "agenda/seat_offered")).all()
    lapsed = db.session.scalars(select(Letter.id).where(Letter.name == "agenda/offer_lapsed")).all()
    seats = db.session.get(SessionSeats, FEW.uid)
    dropped = db.session.scalars(
        select(Booking.id).where(Booking.registration_id.in_(queue), Booking.state == BookingState.DROPPED)
    ).all()
    assert len(told) >= seats.moved_up + seats.offered + len(lapsed)
    assert len(dropped) <= 2 + len(lapsed), "somebody was lost"
    gone = db.session.scalars(
        select(Booking.registration_id).where(Booking.session_uid == SWAP.uid, Booking.state == BookingState.DROPPED)
    ).all()
    assert set(gone) <= booked, "somebody gave up a seat and has none"


def test_wishes_that_lead_in_a_circle_are_all_fulfilled_and_nobody_waits_for_each_other(app, db_url, tmp_path):
    event = published_event((FEW, SWAP))
    here = [registration(event.id, accounts.account()).id for _ in range(10)]
    there = [registration(event.id, accounts.account()).id for _ in range(10)]
    for who in here:
        services.book_session(who, FEW.uid, now=NOW)
    for who in there:
        services.book_session(who, SWAP.uid, now=NOW)
    for one, other in zip(here[1:], there[1:], strict=True):
        services.book_instead(one, SWAP.uid, instead_of=[FEW.uid], now=NOW, swaps_later=True)
        services.book_instead(other, FEW.uid, instead_of=[SWAP.uid], now=NOW, swaps_later=True)
    db.session.remove()

    act_at_once(db_url, tmp_path, [("drop", here[0], FEW.uid), ("drop", there[0], SWAP.uid)])

    few, few_waiting = assert_all_adds_up(FEW, 10)
    swap, swap_waiting = assert_all_adds_up(SWAP, 10)
    assert (few, swap) == (set(there[1:]), set(here[1:]))
    assert not few_waiting
    assert not swap_waiting
