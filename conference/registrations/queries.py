"""Reads on registrations."""

from sqlalchemy import select

from conference.db import db
from conference.errors import DomainError
from conference.registrations.tables import Registration


class RegistrationNotFound(DomainError):
    """There is no such registration."""


def registration_of(event_id: int, account_id: int) -> Registration | None:
    """Return an account's registration for an event, or None."""
    return db.session.scalar(
        select(Registration).where(Registration.event_id == event_id, Registration.account_id == account_id)
    )


def registrations_of(account_id: int) -> list[Registration]:
    """Return all registrations of an account, the newest first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.account_id == account_id)
            .order_by(Registration.registered_at.desc(), Registration.id.desc())
        )
    )
