"""Registrations for tests, made by the services."""

from datetime import datetime

from conference import clock
from conference.accounts.tables import Account
from conference.registrations import services
from conference.registrations.tables import Registration
from tests.factories import accounts


def registration(
    event_id: int, account: Account | None = None, *, group: str = "administration", now: datetime | None = None
) -> Registration:
    """Register an account, or one made for it, for an event. A letter about it waits in the outbox."""
    return services.register(
        event_id,
        (account or accounts.account()).id,
        organisation="Stadt Osnabrück",
        group=group,
        municipality="Osnabrück",
        consent_version="1",
        now=now or clock.now(),
    )
