"""The rows by whose lock changes of delegations are in order, one after the other."""

from sqlalchemy import select

from conference.db import db
from conference.delegations.queries import DelegationNotFound
from conference.delegations.rules import TAKING_PART
from conference.delegations.tables import Delegation
from conference.errors import DomainError
from conference.registrations.tables import Registration


class NotTakingPart(DomainError):
    """The account is not registered for the event, nor asks to be."""


def locked_delegation(event_id: int, delegation_id: int) -> Delegation:
    """Return a delegation of an event, locked until the transaction ends.

    :raises DelegationNotFound: see there.
    """
    found = db.session.scalar(
        select(Delegation)
        .where(Delegation.event_id == event_id, Delegation.id == delegation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise DelegationNotFound(delegation_id)
    return found


def locked_registration(event_id: int, account_id: int) -> Registration:
    """Return an account's registration that takes part or waits to, locked until the transaction ends.

    :raises NotTakingPart: it has none.
    """
    found = db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.account_id == account_id,
            Registration.state.in_(TAKING_PART),
        )
        .with_for_update(key_share=True)
    )
    if found is None:
        raise NotTakingPart
    return found
