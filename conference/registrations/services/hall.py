"""Giving and taking back seats of an event under a lock.

Whoever lets somebody in or out first locks the event's row of settings (the whole database on SQLite), then reads,
then decides: so the seats of an event and of its groups are exact, and nobody overtakes the waiting list.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from conference.db import db, insert_if_missing, instant_of_change
from conference.events.tables import Event
from conference.mail.services import put_letter
from conference.registrations.queries import (
    RegistrationNotFound,
    accounts_of,
    first_groups,
    places_in_queue,
    taken_by_group,
)
from conference.registrations.rules import Queued, State, UnknownGroup, moving_up
from conference.registrations.tables import ParticipantGroup, Registration, RegistrationSettings


class Hall:
    """The locked seats of an event, within a transaction."""

    def __init__(self, event_id: int, now: datetime) -> None:
        self.event_id = event_id
        self.now = now
        self.settings = locked_settings(event_id)
        self.groups = {group.id: group for group in _groups(event_id)}

    def group(self, key: str, *, is_new: bool = True) -> ParticipantGroup:
        """Return a group by its key.

        :param is_new: whether somebody comes into it only now.
        :raises UnknownGroup: there is none, or it is not offered to newcomers.
        """
        found = next((group for group in self.groups.values() if group.key == key), None)
        if found is None or (is_new and not found.is_offered):
            raise UnknownGroup(key)
        return found

    def registration(self, registration_id: int) -> Registration:
        """Return a registration of the event, as it is now, locked until the transaction ends.

        :raises RegistrationNotFound: the event has none of that number.
        """
        found = db.session.scalar(
            select(Registration)
            .where(Registration.event_id == self.event_id, Registration.id == registration_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        if found is None:
            raise RegistrationNotFound(registration_id)
        return found

    def queue(self, registration: Registration) -> None:
        """Put a registration at the end of the waiting list; :meth:`settle` then finds out whether it need wait."""
        registration.state, registration.queued_as = str(State.WAITING), self.settings.next_place
        self.mark(registration)
        self.settings.next_place += 1

    def leave(self, registration: Registration, state: State) -> None:
        """Take a registration out of seats and waiting list."""
        registration.state, registration.queued_as = str(state), None
        self.mark(registration)

    def mark(self, registration: Registration) -> None:
        """Say when the state of a registration last changed: never earlier than it did before."""
        before = registration.changed_at or registration.registered_at
        registration.changed_at = instant_of_change(self.now, before)

    def settle(self) -> list[Registration]:
        """Let those who wait take the seats that are free, in strict order; return them."""
        db.session.flush()  # so that who was just queued is found
        waiting = list(
            db.session.scalars(
                select(Registration)
                .where(Registration.event_id == self.event_id, Registration.state == State.WAITING)
                .order_by(Registration.queued_as)
                .execution_options(populate_existing=True)
            )
        )
        if not waiting:
            return []
        lucky = set(
            moving_up(
                [Queued(one.id, one.group_id) for one in waiting],
                taken=taken_by_group(self.event_id),
                seats={group.id: group.seats for group in self.groups.values()},
                cap=self.settings.cap,
            )
        )
        moved = [one for one in waiting if one.id in lucky]
        for one in moved:
            one.state, one.queued_as = str(State.CONFIRMED), None
            self.mark(one)
        db.session.flush()
        return moved

    def tell(self, letter: str, registrations: Iterable[Registration]) -> None:
        """Put a letter about a registration to each of those whose it is and who confirmed their address.

        :param letter: by its name, such as ``registrations/moved_up``.
        """
        told = list(registrations)
        if not told:
            return
        event = db.session.get_one(Event, self.event_id)
        accounts = accounts_of(told)
        places = places_in_queue(told)
        for registration in told:
            account = accounts[registration.account_id]
            if account.confirmed_at is None:
                continue
            put_letter(
                letter,
                event_id=self.event_id,
                to=account.email,
                language=account.language,
                data={
                    "name": account.name,
                    "zone": account.zone,
                    "event": event_facts(event),
                    "place": places.get(registration.id),
                },
                now=self.now,
            )


def locked_settings(event_id: int) -> RegistrationSettings:
    """Return an event's row of settings, made where it lacks one, locked until the transaction ends."""
    wanted = (
        select(RegistrationSettings)
        .where(RegistrationSettings.event_id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(wanted)
    if found is None:
        insert_if_missing(RegistrationSettings, {"event_id": event_id, "mode": "open", "next_place": 1, "version": 1})
        found = db.session.scalars(wanted).one()
    return found


def _groups(event_id: int) -> list[ParticipantGroup]:
    """Return the stored groups of an event whose settings are locked, made where it has none."""
    wanted = (
        select(ParticipantGroup)
        .where(ParticipantGroup.event_id == event_id)
        .order_by(ParticipantGroup.position, ParticipantGroup.id)
        .execution_options(populate_existing=True)
    )
    found = list(db.session.scalars(wanted))
    if not found:
        found = first_groups(event_id)
        db.session.add_all(found)
        db.session.flush()  # registrations need their keys
    return found


def event_facts(event: Event) -> dict[str, object]:
    """Return what each letter about a registration tells of its event."""
    return {
        "slug": event.slug,
        "title": dict(event.title),
        "first_day": event.first_day.isoformat(),
        "last_day": event.last_day.isoformat(),
    }
