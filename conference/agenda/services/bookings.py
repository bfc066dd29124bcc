"""Booking and dropping sessions: each one short transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from conference.agenda.services.desk import Desk, SeatAnswer
from conference.agenda.tables import BookingState, KeptClash
from conference.db import db, insert_if_missing, transaction
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.tables import Registration


def book_session(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Give a registration a seat, or the last place in the queue where the session is full.

    A registration that has a seat or a place keeps it. One that dropped its booking starts anew.

    :raises RegistrationNotFound: no such registration.
    :raises conference.agenda.rules.SessionUnknown: the event's newest release has no such session.
    :raises conference.agenda.rules.NotBookable: it is cancelled, unscheduled or over.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid,), now)
        changed = desk.book(session_uid)
        desk.close()
        return desk.answer(session_uid, changed=changed)


def book_instead(registration_id: int, session_uid: UUID, *, instead_of: Collection[UUID], now: datetime) -> SeatAnswer:
    """Book a session and, once it is sure of a seat, drop others: both or neither.

    Where the session is full the registration queues for it and keeps the others: nobody gives up a
    seat for a place in a queue unasked.

    :raises RegistrationNotFound: and as :func:`book_session`.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid, *instead_of), now)
        changed = desk.book(session_uid)
        if desk.state_of(session_uid) == BookingState.BOOKED:
            for other in sorted(set(instead_of) - {session_uid}):
                desk.drop(other)
        desk.close()
        return desk.answer(session_uid, changed=changed)


def drop_booking(registration_id: int, session_uid: UUID, *, now: datetime) -> SeatAnswer:
    """Take a registration's seat, or its place in the queue, back, and let the next who waits move up.

    The letter to whoever moves up is put in the same transaction. Dropping what was not booked changes
    nothing.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        desk = Desk(registration_id, (session_uid,), now)
        changed = desk.drop(session_uid)
        desk.close()
        return desk.answer(session_uid, changed=changed)


def keep_both(registration_id: int, first_uid: UUID, second_uid: UUID) -> None:
    """Remember that a participant keeps two clashing sessions; doing so again changes nothing.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        if db.session.get(Registration, registration_id) is None:
            raise RegistrationNotFound(registration_id)
        first, second = sorted((first_uid, second_uid))
        insert_if_missing(KeptClash, {"registration_id": registration_id, "first_uid": first, "second_uid": second})
