"""Booking, taking, confirming and dropping: each one short transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from conference.agenda.rules import OfferOver
from conference.agenda.services.desk import Desk, SeatAnswer
from conference.agenda.services.swapping import finish_swaps
from conference.agenda.tables import BookingState, KeptClash
from conference.db import db, insert_if_missing, transaction
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.tables import Registration


def book_session(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Give a registration a seat, or the last place in the queue where the session is full.

    A registration that has a seat or a place keeps it; one that is offered a seat takes it. One that dropped its
    booking starts anew.

    :raises RegistrationNotFound: no such registration.
    :raises conference.agenda.rules.SessionUnknown: the event's newest release has no such session.
    :raises conference.agenda.rules.NotBookable: it is cancelled, unscheduled or over.
    """
    return book_instead(registration_id, session_uid, instead_of=(), now=now)


def book_instead(
    registration_id: int, session_uid: UUID, *, instead_of: Collection[UUID], now: datetime, swaps_later: bool = False
) -> SeatAnswer:
    """Book a session and, once it is sure of a seat, drop others: both or neither.

    Where the session is full the registration queues for it and keeps the others: nobody gives up a
    seat for a place in a queue unasked.

    :param swaps_later: whether, in that case, they are given up as soon as the place becomes a seat.
    :raises RegistrationNotFound: and as :func:`book_session`.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid, *instead_of), now)
        changed = desk.book(session_uid)
        if desk.state_of(session_uid) == BookingState.BOOKED:
            for other in sorted(set(instead_of) - {session_uid}):
                desk.drop(other)
        elif swaps_later:
            desk.wish_swap(session_uid, instead_of)
        desk.close()
        answer = desk.answer(session_uid, changed=changed)
        gained = desk.gained if desk.moved or answer.state == BookingState.BOOKED else set()
    if gained:
        finish_swaps(gained, now=now)
    return answer


def take_seat(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Take the seat that is held for a registration.

    :raises RegistrationNotFound: no such registration.
    :raises conference.agenda.rules.OfferOver: none is held, or the time to answer ran out.
    :raises conference.agenda.rules.NotBookable: the session is cancelled, unscheduled or over.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid,), now)
        changed = desk.take(session_uid)
        desk.close()
        answer = desk.answer(session_uid, changed=changed)
    finish_swaps({registration_id}, now=now)
    return answer


def drop_booking(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Take a registration's seat, offer, or place in the queue back, and let the next who waits move up.

    The letter to whoever moves up is put in the same transaction. Dropping what was not booked changes
    nothing.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid,), now)
        changed = desk.drop(session_uid)
        desk.close()
        answer = desk.answer(session_uid, changed=changed)
        gained = desk.gained if desk.moved else set()
    if gained:
        finish_swaps(gained, now=now)
    return answer


def confirm_seat(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Note that a participant is coming; saying so again changes nothing.

    :raises RegistrationNotFound: no such registration.
    :raises conference.agenda.rules.NothingToConfirm: they have no seat, or nobody asks now.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid,), now)
        changed = desk.confirm(session_uid)
        return desk.answer(session_uid, changed=changed)


def wish_swap(registration_id: int, session_uid: UUID, *, given: Collection[UUID], now: datetime) -> SeatAnswer:
    """Keep with a place in a queue which seats are given up for a seat there; none where ``given`` is empty.

    Whoever moved up in the meantime swaps at once.

    :raises RegistrationNotFound: no such registration.
    :raises conference.agenda.rules.OfferOver: the participant does not wait for the session.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid, *given), now)
        if desk.state_of(session_uid) is None:
            raise OfferOver(desk.session(session_uid))
        desk.wish_swap(session_uid, given)
        answer = desk.answer(session_uid, changed=True)
    finish_swaps({registration_id}, now=now)
    return answer


def keep_both(registration_id: int, first_uid: UUID, second_uid: UUID) -> None:
    """Remember that a participant keeps two clashing sessions; doing so again changes nothing.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        if db.session.get(Registration, registration_id) is None:
            raise RegistrationNotFound(registration_id)
        first, second = sorted((first_uid, second_uid))
        insert_if_missing(KeptClash, {"registration_id": registration_id, "first_uid": first, "second_uid": second})
