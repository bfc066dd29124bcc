"""Ceasing to take part."""

from datetime import datetime

from sqlalchemy import delete, select

from conference.agenda.services.desk import Desk
from conference.agenda.tables import Booking, BookingState
from conference.db import db, transaction
from conference.registrations.tables import Registration


def withdraw(registration_id: int, *, now: datetime) -> None:
    """End a registration: all its seats go to those who wait, and it is removed with its subscriptions.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        uids = db.session.scalars(
            select(Booking.session_uid).where(
                Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED
            )
        ).all()
        desk = Desk(registration_id, uids, now)
        for uid in sorted(uids):
            desk.drop(uid)
        desk.close()
        db.session.flush()
        db.session.expunge(desk.registration)
        db.session.execute(delete(Registration).where(Registration.id == registration_id))
