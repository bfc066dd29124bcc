"""Registrations and bookings for tests, made by the services."""

from datetime import datetime

from conference import clock
from conference.accounts.tables import Account
from conference.agenda import services
from conference.agenda.services import SeatAnswer
from conference.agenda.tables import Registration
from conference.programme.document import Session
from tests.factories import accounts


def registration(event_id: int, account: Account | None = None, *, now: datetime | None = None) -> Registration:
    """Register an account, or one made for it, for an event. A letter about it waits in the outbox."""
    return services.register(
        event_id,
        (account or accounts.account()).id,
        organisation="Stadt Osnabrück",
        organisation_type="administration",
        municipality="Osnabrück",
        consent_version="1",
        now=now or clock.now(),
    )


def book(of: Registration, session: Session, *, now: datetime | None = None) -> SeatAnswer:
    """Book a session for a registration."""
    return services.book_session(of.id, session.uid, now=now or clock.now())
