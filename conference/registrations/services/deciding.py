"""Letting people in, declining them, and letting them go."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from conference.accounts.services.consents import end_consents
from conference.db import db, transaction
from conference.events.services import record
from conference.registrations.queries import accounts_of
from conference.registrations.rules import DECIDABLE, State
from conference.registrations.services.asking import forget_answers
from conference.registrations.services.hall import Hall
from conference.registrations.tables import Registration, RegistrationSettings

NOTE = 5_000


def approve(event_id: int, registration_ids: Collection[int], *, now: datetime) -> list[Registration]:
    """Let registrations in that await approval or were declined; return those that changed.

    Where there is no seat for one it waits, behind those who wait already. Each is told by a letter.

    :raises RegistrationNotFound: the event lacks one of them; then nothing is done.
    """
    with transaction():
        hall = Hall(event_id, now)
        chosen = [hall.registration(number) for number in sorted(set(registration_ids))]
        changed = [one for one in chosen if one.state in {State.PENDING, State.DECLINED}]
        # In the order in which they came, not in that of the ticks.
        changed.sort(key=lambda one: (one.registered_at, one.id))
        before = {one.id: one.state for one in changed}
        for one in changed:
            hall.queue(one)
        others = [one for one in hall.settle() if one not in changed]
        hall.tell("registrations/approved", [one for one in changed if one.state == State.CONFIRMED])
        hall.tell("registrations/waiting", [one for one in changed if one.state == State.WAITING])
        hall.tell("registrations/moved_up", others)
        _note(changed, before)
    return changed


def decline(event_id: int, registration_ids: Collection[int], *, now: datetime) -> list[Registration]:
    """Decline registrations that await approval or a seat; return those that changed. Each is told by a letter.

    :raises RegistrationNotFound: the event lacks one of them; then nothing is done.
    """
    with transaction():
        hall = Hall(event_id, now)
        chosen = [hall.registration(number) for number in sorted(set(registration_ids))]
        changed = [one for one in chosen if one.state in DECIDABLE - {State.DECLINED}]
        before = {one.id: one.state for one in changed}
        for one in changed:
            hall.leave(one, State.DECLINED)
        hall.tell("registrations/declined", changed)
        _note(changed, before)
    return changed


def decide_later(event_id: int, registration_ids: Collection[int], *, now: datetime) -> list[Registration]:
    """Take the declining of registrations back: they await approval again. No letter says so.

    :raises RegistrationNotFound: the event lacks one of them; then nothing is done.
    """
    with transaction():
        hall = Hall(event_id, now)
        chosen = [hall.registration(number) for number in sorted(set(registration_ids))]
        changed = [one for one in chosen if one.state == State.DECLINED]
        before = {one.id: one.state for one in changed}
        for one in changed:
            hall.leave(one, State.PENDING)
        _note(changed, before)
    return changed


def withdraw(event_id: int, registration_id: int, *, by_organiser: bool = False, now: datetime) -> Registration:
    """End a registration and let the next who waits for its seat move up. Doing so again changes nothing.

    What was answered when registering is forgotten, files among it.

    Its bookings are the agenda's: whoever calls this then drops them there, and the worker does where that failed.

    :raises RegistrationNotFound: the event has none of that number.
    """
    with transaction():
        hall = Hall(event_id, now)
        registration = hall.registration(registration_id)
        if registration.state == State.WITHDRAWN:
            return registration
        before = {registration.id: registration.state}
        hall.leave(registration, State.WITHDRAWN)
        forget_answers(registration.id, now=now)
        end_consents(registration.id, now=now)
        hall.tell("registrations/moved_up", hall.settle())
        hall.tell("registrations/withdrawn_for_you" if by_organiser else "registrations/withdrawn", [registration])
        if by_organiser:
            _note([registration], before)
    return registration


def write_note(event_id: int, registration_id: int, *, note: str, now: datetime) -> Registration:
    """Keep a note on a registration, for organisers alone.

    :raises RegistrationNotFound: the event has none of that number.
    """
    with transaction():
        registration = Hall(event_id, now).registration(registration_id)
        registration.note = note[:NOTE]
    return registration


def settle_registrations(event_id: int, *, now: datetime) -> int:
    """Let those who wait take seats that became free; return how many did. Doing it again changes nothing."""
    with transaction():
        hall = Hall(event_id, now)
        moved = hall.settle()
        hall.tell("registrations/moved_up", moved)
    return len(moved)


def settle_all_registrations(*, now: datetime) -> int:
    """Do :func:`settle_registrations` for every event in which somebody waits. One query while nobody does."""
    events = db.session.scalars(
        select(RegistrationSettings.event_id)
        .where(
            RegistrationSettings.event_id.in_(select(Registration.event_id).where(Registration.state == State.WAITING))
        )
        .order_by(RegistrationSettings.event_id)
    ).all()
    return sum(settle_registrations(event_id, now=now) for event_id in events)


def _note(changed: Collection[Registration], before: dict[int, str]) -> None:
    accounts = accounts_of(list(changed))
    for one in changed:
        account = accounts[one.account_id]
        record(
            one.event_id, "registration", str(one.id), name=account.name or account.email,
            before={"state": before[one.id]}, after={"state": one.state},
        )  # fmt: skip
