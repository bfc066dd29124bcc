"""Reads on the guest list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from conference.codes import token_hash
from conference.db import db
from conference.registrations.rules.guests import GuestState
from conference.registrations.tables import Guest, ParticipantGroup, Registration
from conference.translated import found_in, sort_key


@dataclass(frozen=True, slots=True)
class Listed:
    """A guest with where they stand.

    :ivar group: for whom they are thought to take part; None where they choose it.
    :ivar registration: what came of it; None before they registered.
    """

    guest: Guest
    state: GuestState
    group: ParticipantGroup | None
    registration: Registration | None


_STATE: ColumnElement[Any] = case(
    (Guest.registration_id.is_not(None), GuestState.REGISTERED.value),
    (Guest.declined_at.is_not(None), GuestState.DECLINED.value),
    (Guest.sent_at.is_not(None), GuestState.INVITED.value),
    else_=GuestState.NEW.value,
)


def guest_by_token(event_id: int, token: str) -> Guest | None:
    """Return whose link it is; None where it was replaced, or never was one of this event."""
    return db.session.scalar(select(Guest).where(Guest.event_id == event_id, Guest.token_hash == token_hash(token)))


def guest_by_email(event_id: int, email: str) -> Guest | None:
    """Return the guest of an address, in the form in which accounts have it; None where it is not on the list."""
    return db.session.scalar(select(Guest).where(Guest.event_id == event_id, Guest.email == email))


def counted_guests(event_id: int) -> dict[str, int]:
    """Return how many guests stand where; states without any are left out."""
    rows = db.session.execute(select(_STATE, func.count()).where(Guest.event_id == event_id).group_by(_STATE))
    return dict(rows.all())


def guests_of(event_id: int, *, text: str = "", state: str = "", language: str = "en") -> list[Listed]:
    """Return the guest list by the names on it, in one query.

    :param text: words that name, address, organisation or municipality hold, folded as searches are.
    :param state: a :class:`~conference.registrations.rules.guests.GuestState`; empty for all.
    :param language: by whose alphabet names are sorted.
    """
    statement = (
        select(Guest, _STATE, ParticipantGroup, Registration)
        .outerjoin(ParticipantGroup, ParticipantGroup.id == Guest.group_id)
        .outerjoin(Registration, Registration.id == Guest.registration_id)
        .where(Guest.event_id == event_id)
    )
    if state:
        statement = statement.where(_STATE.in_([state]))
    rows = [Listed(guest, GuestState(where), group, own) for guest, where, group, own in db.session.execute(statement)]
    words = text.split()
    chosen = [one for one in rows if all(found_in(word, _words(one.guest)) for word in words)]
    return sorted(chosen, key=lambda one: (sort_key(one.guest.name or one.guest.email, language), one.guest.id))


def guests_in(event_id: int, guest_ids: Iterable[int]) -> list[Listed]:
    """Return those of the guest list that are named, by their names."""
    wanted = set(guest_ids)
    return [one for one in guests_of(event_id) if one.guest.id in wanted]


def _words(guest: Guest) -> str:
    return f"{guest.name}\n{guest.email}\n{guest.organisation}\n{guest.municipality}"
