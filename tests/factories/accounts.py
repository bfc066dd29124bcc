"""Accounts for tests."""

from datetime import datetime
from functools import cache
from itertools import count

from argon2 import PasswordHasher

from conference import clock
from conference.accounts.tables import Account
from conference.db import db, transaction

PASSWORD = "meridian-example"
"""The password of every account made here."""

_numbers = count(1)


@cache
def _password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def account(
    email: str | None = None,
    *,
    name: str = "Ada Example",
    language: str = "en",
    zone: str = "Europe/Berlin",
    is_confirmed: bool = True,
    may_create_events: bool = False,
    created_at: datetime | None = None,
) -> Account:
    """Store an account: confirmed, consenting, with the password of all."""
    made_at = created_at or clock.now()
    made = Account(
        email=email or f"person{next(_numbers)}@example.org",
        name=name,
        password_hash=_password_hash(),
        language=language,
        zone=zone,
        may_create_events=may_create_events,
        created_at=made_at,
        confirmed_at=made_at if is_confirmed else None,
        consented_at=made_at,
        consent_version="1",
    )
    with transaction():
        db.session.add(made)
    return made
