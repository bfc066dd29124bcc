"""Facts to show a letter with: of a real one, else of a real person and session, else invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.db import db
from conference.events.tables import Event
from conference.mail.tables import Letter
from conference.programme.document import Programme, Session
from conference.programme.document.index import takes_place
from conference.programme.queries import newest_release_of
from conference.registrations.rules import State
from conference.registrations.tables import Registration
from conference.translated import Translated

STAND_IN = "meridian-hidden"
"""Stands where a letter has a token that only its reader may know."""

INVENTED: Translated = {"de": "Erika Muster", "tr": "Ayşe Örnek", "en": "Ada Example"}


@dataclass(frozen=True)
class Sample:
    """Facts of a letter, without secrets.

    :ivar is_real: whether such a letter was put, or its reader at least is somebody who takes part.
    """

    data: Mapping[str, Any]
    is_real: bool


def without_secrets(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a letter with something else in place of each secret."""
    secrets = data.get("secrets", {})
    return {**data, "secrets": dict.fromkeys(secrets, STAND_IN)} if secrets else dict(data)


def sample_of(event: Event, name: str, language: str, *, now: datetime) -> Sample:
    """Return facts to show a letter of an event with, in three queries at most.

    The newest that was put in this language is taken; where there is none, one is made up for somebody who takes part
    and reads in it, about a session of the newest release.
    """
    letter = db.session.scalar(
        select(Letter)
        .where(Letter.event_id == event.id, Letter.name == name, Letter.language == language, Letter.recipient != "")
        .order_by(Letter.id.desc())
        .limit(1)
    )
    if letter is not None and "event" in letter.data:
        # What was sent has forgotten its token.
        data = {**letter.data, "secrets": dict.fromkeys(("token", *letter.data.get("secrets", {})), STAND_IN)}
        return Sample(data, is_real=True)
    person = db.session.execute(
        select(Registration.id, Account.name, Account.zone)
        .join(Account, Account.id == Registration.account_id)
        .where(
            Registration.event_id == event.id, Registration.state == State.CONFIRMED, Account.language == language,
            Account.name != "",
        )
        .order_by(Registration.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    number, own_name, zone = person or (0, INVENTED.get(language, INVENTED["en"]), event.zone)
    held = newest_release_of(event.id)
    return Sample(
        {
            "registration": number, "name": own_name, "zone": zone, "inviter": INVENTED[event.languages[0]],
            "event": {
                "slug": event.slug, "title": dict(event.title), "first_day": event.first_day.isoformat(),
                "last_day": event.last_day.isoformat(),
                "zones": [event.zone, *([event.second_zone] if event.second_zone else [])],
            },
            **_about(held.programme if held else None, event, now), "given_up": [], "note": {}, "release": 1,
            "place": 3,
            "kind": "day_before", "secrets": {"token": STAND_IN},
        },
        is_real=person is not None,
    )  # fmt: skip


def _about(programme: Programme | None, event: Event, now: datetime) -> dict[str, Any]:
    """Return facts about a session of the programme, or an invented one."""
    chosen: Session | None = next(
        (one for one in (programme.scheduled if programme else ()) if takes_place(one) and one.slot), None
    )
    starts_at = chosen.slot.starts_at if chosen and chosen.slot else now + timedelta(days=7)
    minutes = chosen.slot.minutes if chosen and chosen.slot else 60
    session: dict[str, Any] = {
        "code": chosen.code if chosen else "SAMPLE",
        "title": dict(chosen.title) if chosen else dict(event.title),
        "starts_at": starts_at.isoformat(),
        "minutes": minutes,
    }
    earlier = {"starts_at": (starts_at - timedelta(hours=1)).isoformat(), "minutes": minutes}
    change = {
        "kind": "moved", "code": session["code"], "title": session["title"], "before": earlier,
        "after": {"starts_at": session["starts_at"], "minutes": minutes}, "is_called_off": False, "is_waiting": False,
        "clashes": [], "instead": [],
    }  # fmt: skip
    until = (starts_at - timedelta(days=1)).isoformat()
    return {
        "session": session, "sessions": [{**session, "clashes": [], "tight": None}],
        "entries": [{**session, "reason": "moved", "method": "REQUEST", "before": earlier}],
        "day": starts_at.date().isoformat(), "changes": [change], "respond_by": until, "released_at": until,
    }  # fmt: skip
