"""Changes to roles."""

from sqlalchemy import select

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events.rules import RoleName
from conference.events.services.audit import record_role
from conference.events.services.events import locked_event
from conference.events.tables import Role


class LastOwner(DomainError):
    """An event must keep one owner."""


def set_role(event_id: int, account_id: int, *, name: RoleName | None) -> None:
    """Give an account a role in an event, or with None take it away.

    :raises LastOwner: the event would be left without an owner.
    """
    with transaction():
        locked_event(event_id)
        roles = {role.account_id: role for role in db.session.scalars(select(Role).where(Role.event_id == event_id))}
        owners = {key for key, role in roles.items() if role.name == RoleName.OWNER}
        if owners == {account_id} and name is not RoleName.OWNER:
            raise LastOwner
        role = roles.get(account_id)
        record_role(event_id, account_id, before=role.name if role else None, after=name)
        if name is None:
            if role:
                db.session.delete(role)
        elif role:
            role.name = name
        else:
            db.session.add(Role(event_id=event_id, account_id=account_id, name=name))
