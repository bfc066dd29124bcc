"""Events and roles for tests."""

from datetime import date
from itertools import count

from conference import clock
from conference.accounts.tables import Account
from conference.db import db, transaction
from conference.events.rules import RoleName
from conference.events.tables import Event, Role
from conference.translated import Translated
from tests.factories.accounts import account

_numbers = count(1)


def event(
    slug: str | None = None,
    *,
    title: Translated | None = None,
    first_day: date = date(2027, 6, 3),
    last_day: date = date(2027, 6, 16),
    zone: str = "Europe/Berlin",
    second_zone: str | None = "Europe/Istanbul",
    languages: tuple[str, ...] = ("de", "tr", "en"),
) -> Event:
    """Store an event: two weeks of June 2027, in three languages, without roles."""
    made = Event(
        slug=slug or f"event-{next(_numbers)}",
        title=title or {"de": "Städte im Gespräch", "tr": "Konuşan şehirler", "en": "Cities in conversation"},
        summary={"de": "Zwei Wochen Austausch.", "tr": "İki hafta alışveriş.", "en": "Two weeks of exchange."},
        welcome={},
        first_day=first_day,
        last_day=last_day,
        zone=zone,
        second_zone=second_zone,
        languages=list(languages),
        created_at=clock.now(),
    )
    with transaction():
        db.session.add(made)
    return made


def role(of: Event, *, holder: Account | None = None, name: RoleName = RoleName.OWNER) -> Role:
    """Store a role in an event, by default of an account made for it."""
    made = Role(event_id=of.id, account_id=(holder or account()).id, name=name)
    with transaction():
        db.session.add(made)
    return made


def organiser(of: Event, *, name: RoleName = RoleName.OWNER) -> Account:
    """Store an account that has a role in an event."""
    holder = account(name="Olga Organiser")
    role(of, holder=holder, name=name)
    return holder
