"""Bookings for tests, made by the services."""

from datetime import datetime

from conference import clock
from conference.agenda import services
from conference.agenda.services import SeatAnswer
from conference.programme.document import Session
from conference.registrations.tables import Registration
from tests.factories.registrations import registration

__all__ = ["book", "registration"]


def book(of: Registration, session: Session, *, now: datetime | None = None) -> SeatAnswer:
    """Book a session for a registration."""
    return services.book_session(of.id, session.uid, now=now or clock.now())
