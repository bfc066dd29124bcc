"""Whom to remind of what."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.queries import booked_by
from conference.agenda.tables import Booking, BookingState, KeptClash
from conference.db import Instant, db
from conference.letter_wishes.queries import wanting, wishes_of_all
from conference.letter_wishes.rules import LetterKind
from conference.letter_wishes.tables import LetterWishes
from conference.programme.document import Session
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration
from conference.reminders.tables import Reminder, ReminderWatch
from conference.zones import Night

_newer = aliased(Release)
# Built once: it is asked every few seconds.
_TO_LOOK_AT = (
    select(Release.event_id)
    .outerjoin(ReminderWatch, ReminderWatch.event_id == Release.event_id)
    .where(
        ~select(_newer.id).where(_newer.event_id == Release.event_id, _newer.number > Release.number).exists(),
        or_(
            ReminderWatch.release.is_(None),
            ReminderWatch.release != Release.number,
            ReminderWatch.next_at <= bindparam("now", type_=Instant),
        ),
    )
    .order_by(Release.event_id)
)


def events_to_look_at(*, now: datetime) -> list[int]:
    """Return the keys of the events in which some session's turn has come, or that were published anew. One query."""
    return list(db.session.scalars(_TO_LOOK_AT, {"now": now}))


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody to remind.

    :ivar quiet: their quiet hours.
    :ivar booked: uids of the sessions in which they have a seat.
    :ivar told: uid and start of what they were reminded of before.
    """

    registration_id: int
    email: str
    name: str
    language: str
    zone: str
    quiet: Night
    booked: frozenset[UUID]
    told: frozenset[tuple[UUID, datetime]]


def attendees(event_id: int, due: Mapping[UUID, Session], kind: LetterKind, *, limit: int) -> list[Attendee]:
    """Return some of those who are to be reminded of sessions and were not yet, in four queries.

    They have a seat in one, want such reminders, and have confirmed their address.
    """
    told = select(Reminder.registration_id).where(
        Reminder.registration_id == Booking.registration_id,
        Reminder.session_uid == Booking.session_uid,
        Reminder.kind == kind,
    )
    untold = (
        select(Booking.id)
        .where(
            Booking.registration_id == Registration.id,
            Booking.state == BookingState.BOOKED,
            or_(
                *(
                    (Booking.session_uid == uid) & ~told.where(Reminder.starts_at == _start(session)).exists()
                    for uid, session in due.items()
                )
            ),
        )
        .exists()
    )
    people = db.session.execute(
        select(Registration.id, Account.email, Account.name, Account.language, Account.zone)
        .join(Account, Account.id == Registration.account_id)
        .where(
            Registration.event_id == event_id,
            Registration.state == State.CONFIRMED,
            Account.confirmed_at.is_not(None),
            wanting(kind),
            untold,
        )
        .order_by(Registration.id)
        .limit(limit)
    ).all()
    if not people:
        return []
    keys = [person[0] for person in people]
    booked, told_of = booked_by(keys), _told_of(keys, kind)
    wishes = wishes_of_all(keys)
    return [
        Attendee(*person, wishes[person[0]].quiet, frozenset(booked[person[0]]), frozenset(told_of[person[0]]))
        for person in people
    ]


def _told_of(registration_ids: Collection[int], kind: LetterKind) -> Mapping[int, set[tuple[UUID, datetime]]]:
    told: defaultdict[int, set[tuple[UUID, datetime]]] = defaultdict(set)
    rows = db.session.execute(
        select(Reminder.registration_id, Reminder.session_uid, Reminder.starts_at).where(
            Reminder.registration_id.in_(registration_ids), Reminder.kind == kind
        )
    )
    for registration_id, uid, starts_at in rows:
        told[registration_id].add((uid, starts_at))
    return told


def event_of(registration_id: int, kind: LetterKind) -> int | None:
    """Return the event of a registration that takes part and wants letters of a kind; None of any other."""
    return db.session.scalar(
        select(Registration.event_id).where(
            Registration.id == registration_id, Registration.state == State.CONFIRMED, wanting(kind)
        )
    )


def is_a_morning_due(*, now: datetime) -> bool:
    """Say whether somebody is to be told the sessions of the day. One small query."""
    return db.session.scalar(select(_due(now).exists())) or False


def locked_due_wishes(*, now: datetime, limit: int) -> list[LetterWishes]:
    """Return some of those who are due, locked; none that another worker holds."""
    return list(
        db.session.scalars(
            _due(now)
            .order_by(LetterWishes.registration_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def _due(now: datetime) -> Select[LetterWishes]:
    return select(LetterWishes).where(
        LetterWishes.daily_agenda, or_(LetterWishes.agenda_next_at.is_(None), LetterWishes.agenda_next_at <= now)
    )


@dataclass(frozen=True, slots=True)
class MorningReader:
    """Somebody who wants the agenda of the day."""

    registration_id: int
    event_id: int
    email: str
    name: str
    language: str
    zone: str


def morning_readers(registration_ids: Collection[int]) -> Mapping[int, MorningReader]:
    """Return those of some registrations that take part and have confirmed their address, by key. One query."""
    rows = db.session.execute(
        select(Registration.id, Registration.event_id, Account.email, Account.name, Account.language, Account.zone)
        .join(Account, Account.id == Registration.account_id)
        .where(
            Registration.id.in_(registration_ids),
            Registration.state == State.CONFIRMED,
            Account.confirmed_at.is_not(None),
        )
    )
    return {row[0]: MorningReader(*row) for row in rows}


def kept_by(registration_ids: Collection[int]) -> Mapping[int, set[frozenset[UUID]]]:
    """Return the clashing pairs that registrations keep both of, by their keys."""
    kept: defaultdict[int, set[frozenset[UUID]]] = defaultdict(set)
    rows = db.session.execute(
        select(KeptClash.registration_id, KeptClash.first_uid, KeptClash.second_uid).where(
            KeptClash.registration_id.in_(registration_ids)
        )
    )
    for registration_id, first, second in rows:
        kept[registration_id].add(frozenset((first, second)))
    return kept


def _start(session: Session) -> datetime:
    assert session.slot is not None  # noqa: S101 - what is due has a time
    return session.slot.starts_at
