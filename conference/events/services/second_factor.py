"""Asking a second factor of those who organise an event."""

from dataclasses import dataclass

from conference.accounts.queries import has_second_factor
from conference.db import transaction
from conference.errors import DomainError
from conference.events.services.audit import record
from conference.events.services.events import locked_event
from conference.translated import pick


@dataclass
class OwnFactorMissing(DomainError):
    """Who asks a second factor of others has none: they would shut themselves out."""

    account_id: int


def require_second_factor(event_id: int, *, is_required: bool, account_id: int) -> None:
    """Ask a second factor of all who organise an event, or no longer. It holds from their next page on.

    :param account_id: who asks for it.
    :raises OwnFactorMissing: they have none themselves.
    """
    with transaction():
        event = locked_event(event_id)
        if is_required and not has_second_factor(account_id):
            raise OwnFactorMissing(account_id)
        before = {"requires_second_factor": event.requires_second_factor}
        event.requires_second_factor = is_required
        name = pick(event.title, event.languages[0], event.languages)
        record(event.id, "event", event.slug, name=name, before=before, after={"requires_second_factor": is_required})
