"""Reads on registrations, and on how an event lets people in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from conference import zones
from conference.accounts.tables import Account
from conference.db import db
from conference.errors import DomainError
from conference.events.tables import Event
from conference.registrations.queries.answers import answers_in, questions_of
from conference.registrations.rules import FIRST_GROUPS, Order, RegistrationFilter, Stage, State, stage_of
from conference.registrations.rules.figures import fits
from conference.registrations.tables import ParticipantGroup, Registration, RegistrationSettings
from conference.translated import found_in, sort_key


class RegistrationNotFound(DomainError):
    """There is no such registration, or none that was confirmed."""


class GroupNotFound(DomainError):
    """The event has no such participant group."""


def registration_of(event_id: int, account_id: int) -> Registration | None:
    """Return an account's confirmed registration for an event, or None."""
    found = own_registration(event_id, account_id)
    return found if found and found.state == State.CONFIRMED else None


def own_registration(event_id: int, account_id: int) -> Registration | None:
    """Return an account's registration for an event in whatever state, or None."""
    return db.session.scalar(
        select(Registration).where(Registration.event_id == event_id, Registration.account_id == account_id)
    )


def registrations_of(account_id: int) -> list[Registration]:
    """Return all confirmed registrations of an account, the newest first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.account_id == account_id, Registration.state == State.CONFIRMED)
            .order_by(Registration.registered_at.desc(), Registration.id.desc())
        )
    )


def settings_of(event_id: int) -> RegistrationSettings:
    """Return how an event lets people in; of one that never said so, what holds then."""
    found = db.session.get(RegistrationSettings, event_id)
    return found or RegistrationSettings(event_id=event_id, mode="open", next_place=1, version=0)


def stage_of_registration(settings: RegistrationSettings, *, now: datetime) -> Stage:
    """Return whether an event takes registrations at a moment."""
    return stage_of(settings.opens_at, settings.closes_at, now=now)


def groups_of(event_id: int) -> list[ParticipantGroup]:
    """Return the participant groups of an event in their order; of one that has none yet, those it begins with."""
    found = list(
        db.session.scalars(
            select(ParticipantGroup)
            .where(ParticipantGroup.event_id == event_id)
            .order_by(ParticipantGroup.position, ParticipantGroup.id)
        )
    )
    return found or first_groups(event_id)


def first_groups(event_id: int) -> list[ParticipantGroup]:
    """Return the groups with which an event begins, not stored."""
    return [
        ParticipantGroup(
            event_id=event_id, key=group.key, name=dict(group.name), seats=None, is_offered=True, position=position,
            needs_municipality=group.needs_municipality, version=1,
        )
        for position, group in enumerate(FIRST_GROUPS, 1)
    ]  # fmt: skip


def group_of(event_id: int, key: str) -> ParticipantGroup:
    """Return a stored group.

    :raises GroupNotFound: there is none of that key.
    """
    found = db.session.scalar(
        select(ParticipantGroup).where(ParticipantGroup.event_id == event_id, ParticipantGroup.key == key)
    )
    if found is None:
        raise GroupNotFound(key)
    return found


def taken_by_group(event_id: int) -> dict[int, int]:
    """Return how many seats are taken in each group, by its row's key; groups without any are left out."""
    rows = db.session.execute(
        select(Registration.group_id, func.count())
        .where(Registration.event_id == event_id, Registration.state == State.CONFIRMED)
        .group_by(Registration.group_id)
    )
    return dict(rows.all())


def counted_by_state(event_id: int) -> dict[str, int]:
    """Return how many registrations are in each state; states without any are left out."""
    rows = db.session.execute(
        select(Registration.state, func.count()).where(Registration.event_id == event_id).group_by(Registration.state)
    )
    return dict(rows.all())


def counted_by_group(event_id: int) -> dict[int, int]:
    """Return how many registrations of whatever state name each group."""
    rows = db.session.execute(
        select(Registration.group_id, func.count())
        .where(Registration.event_id == event_id)
        .group_by(Registration.group_id)
    )
    return dict(rows.all())


def place_in_queue(registration: Registration) -> int | None:
    """Return a registration's place on its event's waiting list, from 1; None where it does not wait."""
    if registration.queued_as is None:
        return None
    return db.session.scalars(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == registration.event_id,
            Registration.state == State.WAITING,
            Registration.queued_as <= registration.queued_as,
        )
    ).one()


def places_in_queue(registrations: Sequence[Registration]) -> dict[int, int]:
    """Return the places of registrations of one event on its waiting list, from 1, by their keys; one query at most.

    Those that do not wait are left out.
    """
    waiting = [one for one in registrations if one.queued_as is not None]
    if not waiting:
        return {}
    ahead = db.session.scalars(
        select(Registration.id)
        .where(
            Registration.event_id == waiting[0].event_id,
            Registration.state == State.WAITING,
            Registration.queued_as <= max(one.queued_as or 0 for one in waiting),
        )
        .order_by(Registration.queued_as)
    )
    return {number: place for place, number in enumerate(ahead, 1)}


_AT_ONCE = 1000
"""Keys that one question names: databases take only so many."""


def accounts_of(registrations: Sequence[Registration]) -> dict[int, Account]:
    """Return whose registrations are, by the accounts' keys, in a query for each thousand."""
    numbers = [one.account_id for one in registrations]
    return {
        account.id: account
        for start in range(0, len(numbers), _AT_ONCE)
        for account in db.session.scalars(select(Account).where(Account.id.in_(numbers[start : start + _AT_ONCE])))
    }


@dataclass(frozen=True, slots=True)
class Found:
    """A registration with whose it is and for whom they take part."""

    registration: Registration
    account: Account
    group: ParticipantGroup


def registration_in(event_id: int, registration_id: int) -> Found:
    """Return one registration of an event in whatever state.

    :raises RegistrationNotFound: the event has none of that number.
    """
    row = db.session.execute(
        _FOUND.where(Registration.event_id == event_id, Registration.id == registration_id)
    ).first()
    if row is None:
        raise RegistrationNotFound(registration_id)
    return Found(*row)


_FOUND = (
    select(Registration, Account, ParticipantGroup)
    .join(Account, Account.id == Registration.account_id)
    .join(ParticipantGroup, ParticipantGroup.id == Registration.group_id)
)


def find_registrations(
    event_id: int, wanted: RegistrationFilter, *, language: str = "en", among: Collection[int] | None = None
) -> list[Found]:
    """Return the registrations of an event that a filter asks for, in its order; in two queries, or four by answers.

    :param language: by whose alphabet names are sorted.
    :param among: keys of the registrations to look among, such as those of a delegation; None for all.
    """
    zone = db.session.scalars(select(Event.zone).where(Event.id == event_id)).one()
    chosen_ones = () if among is None else (Registration.id.in_(among),)
    statement = _FOUND.where(Registration.event_id == event_id, *chosen_ones)
    if wanted.state:
        statement = statement.where(Registration.state == wanted.state)
    if wanted.group:
        statement = statement.where(ParticipantGroup.key == wanted.group)
    if wanted.municipality:
        statement = statement.where(Registration.municipality == wanted.municipality)
    if wanted.language:
        statement = statement.where(Account.language == wanted.language)
    if wanted.since:
        statement = statement.where(Registration.registered_at >= zones.day_bounds(wanted.since, zone)[0])
    if wanted.until:
        statement = statement.where(Registration.registered_at < zones.day_bounds(wanted.until, zone)[1])
    rows = [Found(*row) for row in db.session.execute(statement.order_by(Registration.id))]
    if wanted.answers:
        known, fitting = answers_in(event_id), fits(wanted.answers, questions_of(event_id))
        rows = [one for one in rows if fitting(known.get(one.registration.id, {}))]
    words = wanted.text.split()
    chosen = [one for one in rows if all(found_in(word, _words(one)) for word in words)] if words else rows
    return _sorted(chosen, wanted.order, language)


def _sorted(chosen: list[Found], order: Order, language: str) -> list[Found]:
    match order:
        case Order.NAME:
            return sorted(chosen, key=lambda one: sort_key(one.account.name, language))
        case Order.MUNICIPALITY:
            return sorted(chosen, key=lambda one: sort_key(one.registration.municipality, language))
        case Order.OLDEST:
            return sorted(chosen, key=lambda one: (one.registration.registered_at, one.registration.id))
    return sorted(chosen, key=lambda one: (one.registration.registered_at, one.registration.id), reverse=True)


def _words(one: Found) -> str:
    own = one.registration
    return f"{one.account.name}\n{one.account.email}\n{own.organisation}\n{own.municipality}"


def municipalities_of(event_id: int) -> list[str]:
    """Return the municipalities that registrations of an event name."""
    return list(
        db.session.scalars(
            select(Registration.municipality)
            .where(Registration.event_id == event_id, Registration.municipality != "")
            .distinct()
        )
    )
