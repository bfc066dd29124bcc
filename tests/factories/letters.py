"""Letters of an event for tests."""

from datetime import datetime
from typing import Any, Protocol

from conference import clock
from conference.db import db, transaction
from conference.mail.services import put_letter
from conference.mail.tables import Letter


class HasSlug(Protocol):
    """An event, as a row or as it is published."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def slug(self) -> str:
        """Its address."""


def letter(
    event: HasSlug,
    name: str = "registrations/registered",
    *,
    to: str = "ada@example.org",
    language: str = "en",
    secrets: dict[str, str] | None = None,
    now: datetime | None = None,
    data: dict[str, Any] | None = None,
    **columns: Any,
) -> Letter:
    """Store a letter about an event; further columns, such as its state, are set as given."""
    title = {"de": "Städte im Gespräch", "tr": "Konuşan şehirler", "en": "Cities in conversation"}
    facts = {"name": "Ada Example", "zone": "Europe/Berlin", "event": {"slug": event.slug, "title": title}}
    with transaction():
        made = put_letter(
            name, to=to, language=language, data={**facts, **(data or {})}, secrets=secrets, event_id=event.id,
            now=now or clock.now(),
        )  # fmt: skip
        for column, value in columns.items():
            setattr(made, column, value)
        db.session.flush()
    return made


def given_up(event: HasSlug, name: str = "registrations/registered", **others: Any) -> Letter:
    """Store a letter that was tried in vain until nobody would try on."""
    facts = {"state": "failed", "attempts": 8, "error": "550 5.1.1 no such user", **others}
    return letter(event, name, **facts)
