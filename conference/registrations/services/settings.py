"""How an event lets people in: its window, seats, mode and participant groups."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select

from conference.db import db, transaction
from conference.errors import DomainError
from conference.events.rules import TextMissing, check_length, slug_from
from conference.events.services import kept_texts, locked_event, record
from conference.events.tables import Event
from conference.registrations.rules import Mode, check_window
from conference.registrations.rules.groups import MOST_GROUPS, NAME
from conference.registrations.services.hall import Hall
from conference.registrations.tables import ParticipantGroup, Registration, RegistrationSettings
from conference.translated import Translated, pick


class StaleSettings(DomainError):
    """Somebody stored a newer version after the form was opened."""


class TooManyGroups(DomainError):
    """The event has as many groups as anyone can choose from."""


class GroupInUse(DomainError):
    """Registrations name the group, or it is the event's last one: it can only be offered no longer."""


@dataclass(frozen=True, kw_only=True)
class SettingsFacts:
    """All that an organiser says of how people register.

    :ivar opens_at: UTC; None to begin at once. ``closes_at`` likewise; None for no end.
    :ivar cap: seats of the whole event; None for no limit.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cap: int | None = None
    mode: Mode = Mode.OPEN


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """All that an organiser says of a participant group.

    :ivar seats: of its own; None where only those of the event count.
    """

    name: Translated = field(default_factory=dict)
    seats: int | None = None
    needs_municipality: bool = False
    is_offered: bool = True


_FACTS = ("opens_at", "closes_at", "cap", "mode")
_GROUP_FACTS = ("name", "seats", "needs_municipality", "is_offered")


def edit_settings(
    event_id: int, facts: SettingsFacts, *, version: int | None = None, now: datetime
) -> RegistrationSettings:
    """Say how people register. It holds at once; seats lowered below those taken take none away.

    :param version: the one that the form was opened on, 0 where nothing was said before; None to overwrite.
    :raises StaleSettings: somebody stored a newer one meanwhile.
    :raises OpensAfterClosing: registration would close before it opens.
    """
    check_window(facts.opens_at, facts.closes_at)
    with transaction():
        event = locked_event(event_id)
        known = db.session.get(RegistrationSettings, event_id, populate_existing=True)
        hall = Hall(event_id, now)
        settings = hall.settings
        if version is not None and version != (known.version if known else 0):
            raise StaleSettings
        before = {name: getattr(settings, name) for name in _FACTS}
        settings.opens_at, settings.closes_at = facts.opens_at, facts.closes_at
        settings.cap, settings.mode = facts.cap, str(facts.mode)
        settings.version += 1
        hall.tell("registrations/moved_up", hall.settle())
        _record(event, "registering", "registering", pick(event.title, event.languages[0]), before,
                {name: getattr(settings, name) for name in _FACTS})  # fmt: skip
    return settings


def add_group(event_id: int, facts: GroupFacts, *, now: datetime) -> ParticipantGroup:
    """Add a participant group behind the others.

    :raises TooManyGroups: there are enough.
    :raises conference.events.rules.TextMissing: it has no name; TextTooLong where that is too long.
    """
    _check(facts)
    with transaction():
        event = locked_event(event_id)
        hall = Hall(event_id, now)
        if len(hall.groups) >= MOST_GROUPS:
            raise TooManyGroups
        group = ParticipantGroup(
            event_id=event_id, key=_fresh_key(hall, facts.name, event), name=dict(facts.name), seats=facts.seats,
            needs_municipality=facts.needs_municipality, is_offered=facts.is_offered,
            position=max((one.position for one in hall.groups.values()), default=0) + 1,
        )  # fmt: skip
        db.session.add(group)
        _record_group(event, group, None)
    return group


def edit_group(
    event_id: int, key: str, facts: GroupFacts, *, version: int | None = None, now: datetime
) -> ParticipantGroup:
    """Change a participant group. Seats lowered below those taken take none away.

    :raises conference.registrations.rules.UnknownGroup: there is none of that key.
    :raises StaleSettings: somebody stored a newer version meanwhile.
    :raises DomainError: as :func:`add_group` does.
    """
    _check(facts)
    with transaction():
        event = locked_event(event_id)
        hall = Hall(event_id, now)
        group = hall.group(key, is_new=False)
        if version is not None and version != group.version:
            raise StaleSettings
        before = _group_facts(group)
        group.name = kept_texts(group.name, dict(facts.name), event.languages)
        group.seats, group.needs_municipality = facts.seats, facts.needs_municipality
        group.is_offered = facts.is_offered
        hall.tell("registrations/moved_up", hall.settle())
        _record_group(event, group, before)
    return group


def move_group(event_id: int, key: str, *, step: Literal[-1, 1], now: datetime) -> None:
    """Move a group one place up (-1) or down (1). At the end of the list it stays.

    :raises conference.registrations.rules.UnknownGroup: there is none of that key.
    """
    with transaction():
        locked_event(event_id)
        hall = Hall(event_id, now)
        group = hall.group(key, is_new=False)
        order = sorted(hall.groups.values(), key=lambda one: (one.position, one.id))
        place = order.index(group)
        if 0 <= place + step < len(order):
            order[place], order[place + step] = order[place + step], order[place]
            for position, one in enumerate(order, 1):
                one.position = position


def remove_group(event_id: int, key: str, *, now: datetime) -> None:
    """Remove a group that nobody is in.

    :raises conference.registrations.rules.UnknownGroup: there is none of that key.
    :raises GroupInUse: registrations name it, or it is the last.
    """
    with transaction():
        event = locked_event(event_id)
        hall = Hall(event_id, now)
        group = hall.group(key, is_new=False)
        named = db.session.scalar(
            select(func.count()).select_from(Registration).where(Registration.group_id == group.id)
        )
        if named or len(hall.groups) == 1:
            raise GroupInUse
        record(
            event_id, "group", key, name=pick(group.name, event.languages[0]), before=_group_facts(group), after=None
        )
        db.session.delete(group)


def make_groups(event_id: int, *, now: datetime) -> None:
    """Store the groups with which an event begins, where it has none."""
    with transaction():
        Hall(event_id, now)


def _check(facts: GroupFacts) -> None:
    if not any(facts.name.values()):
        raise TextMissing("name")
    check_length("name", facts.name, NAME)


def _fresh_key(hall: Hall, name: Translated, event: Event) -> str:
    taken = {group.key for group in hall.groups.values()}
    language = next(code for code in (*event.languages, *name) if name.get(code))
    start = slug_from(name[language], language, at_most=32) or "group"
    keys = (start, *(f"{start}-{number}" for number in range(2, MOST_GROUPS + 2)))
    return next(key for key in keys if key not in taken)


def _group_facts(group: ParticipantGroup) -> dict[str, Any]:
    return {name: getattr(group, name) for name in _GROUP_FACTS}


def _record_group(event: Event, group: ParticipantGroup, before: dict[str, Any] | None) -> None:
    _record(event, "group", group.key, pick(group.name, event.languages[0]), before, _group_facts(group))


def _record(
    event: Event, kind: str, key: str, name: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    record(event.id, kind, key, name=name, before=before, after=after)
