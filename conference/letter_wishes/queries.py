"""Reads on what participants want to be written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from conference.accounts.tables import Account
from conference.db import db
from conference.events.tables import Event
from conference.letter_wishes.rules import USUAL, LetterKind, Stop, Wishes
from conference.letter_wishes.tables import LetterWishes
from conference.registrations.tables import Registration
from conference.translated import Translated


def wanting(kind: LetterKind) -> ColumnElement[bool]:
    """Return the condition that a registration wants letters of a kind, for statements that select from it."""
    said = select(LetterWishes.registration_id).where(
        LetterWishes.registration_id == Registration.id, getattr(LetterWishes, kind).is_(kind not in USUAL)
    )
    return ~said.exists() if kind in USUAL else said.exists()


def wants(registration_id: int, kind: LetterKind) -> bool:
    """Say whether a registration wants letters of a kind; one that is gone wants none."""
    return (
        db.session.scalar(select(Registration.id).where(Registration.id == registration_id, wanting(kind))) is not None
    )


def wishes_of(registration_id: int) -> Wishes:
    """Return what one registration wants."""
    return wishes_of_all([registration_id])[registration_id]


def wishes_of_all(registration_ids: Collection[int]) -> Mapping[int, Wishes]:
    """Return what registrations want, by key, in one query."""
    rows = db.session.scalars(select(LetterWishes).where(LetterWishes.registration_id.in_(set(registration_ids))))
    said = {row.registration_id: wishes_from(row) for row in rows}
    return {registration_id: said.get(registration_id, Wishes()) for registration_id in registration_ids}


def wishes_from(row: LetterWishes) -> Wishes:
    """Return what a row says."""
    return Wishes(
        kinds=frozenset(kind for kind in LetterKind if getattr(row, kind)),
        quiet=(row.quiet_from, row.quiet_until),
        agenda_at=row.agenda_at,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose letters of an event a link stops.

    :ivar event_title: by language.
    :ivar is_wanted: whether they want letters of the link's kind.
    """

    registration_id: int
    email: str
    event_slug: str
    event_title: Translated
    is_wanted: bool


def readers_of(stop: Stop) -> list[Reader]:
    """Return whose letters a link stops: one, of older links one for each of their events, of a link left over none."""
    chosen = (
        Registration.account_id == stop.account_id
        if stop.registration_id is None
        else Registration.id == stop.registration_id
    )
    rows = db.session.execute(
        select(Registration.id, Account.email, Event.slug, Event.title, wanting(stop.kind))
        .join(Account, Account.id == Registration.account_id)
        .join(Event, Event.id == Registration.event_id)
        .where(chosen)
        .order_by(Registration.id)
    )
    return [Reader(*row) for row in rows]
