"""Who sees that somebody takes part."""

from sqlalchemy import update

from conference.db import db, transaction
from conference.registrations.queries import RegistrationNotFound
from conference.registrations.rules import SeenBy
from conference.registrations.tables import Registration


def let_see(registration_id: int, seen_by: SeenBy) -> None:
    """Say who sees that somebody takes part.

    :raises RegistrationNotFound: no such registration.
    """
    with transaction():
        changed = db.session.execute(
            update(Registration)
            .where(Registration.id == registration_id)
            .values(seen_by=str(seen_by))
            .returning(Registration.id)
        )
        if changed.first() is None:
            raise RegistrationNotFound(registration_id)
