"""Writing the audit log."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import select

from conference import clock
from conference.accounts.tables import Account
from conference.db import acting_account_id, db
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry
from conference.translated import searchable


def record(
    event_id: int,
    kind: str,
    key: str,
    *,
    name: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Note a change in the audit log, within the caller's transaction: it stands there if and only if that commits.

    Where nothing differs nothing is noted. Who did it is whoever :func:`conference.db.act_as` named.

    :param kind: ``session``, ``room``, ``role``, ``release`` …
    :param key: its code, slug, key, number or address.
    :param name: by which people know it.
    :param before: its facts by field; None for what is new.
    :param after: the same afterwards; None for what is removed.
    """
    old, new = _plain(before or {}), _plain(after or {})
    if before is None:
        action = "added"
    elif after is None:
        action = "removed"
    else:
        action = "changed"
        differing = [field for field in {**old, **new} if old.get(field) != new.get(field)]
        if not differing:
            return
        old, new = ({field: facts.get(field) for field in differing} for facts in (old, new))
    db.session.add(
        AuditEntry(
            event_id=event_id, changed_at=clock.now(), account_id=acting_account_id(), action=action, kind=kind,
            key=key[:320], name=name[:300], before=old, after=new,
            words=searchable(" ".join((name, key, *_texts(old), *_texts(new)))),
        )
    )  # fmt: skip


def record_role(event_id: int, account_id: int, *, before: RoleName | str | None, after: RoleName | str | None) -> None:
    """Note in the audit log that an account got a role, another one, or lost it (None)."""
    person = db.session.execute(select(Account.email, Account.name).where(Account.id == account_id)).one()
    old, new = ({"role": str(name)} if name else None for name in (before, after))
    if old or new:
        record(event_id, "role", person.email, name=person.name or person.email, before=old, after=new)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts and numbers within a plain value."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        if value is not None:
            yield str(value)
        return
    for part in value:
        yield from _texts(part)


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    match value:
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(part) for part in value]
        case datetime() | date() | time():
            return value.isoformat()
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
    return str(value)
