"""Taking the person out of a registration, and counting them on."""

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, func, select, update

from conference import zones
from conference.agenda.services import held_ahead
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.calendars.tables import Subscription
from conference.db import db, instant_of_change
from conference.errors import DomainError
from conference.events.queries import kept_counts
from conference.events.services import keep_count
from conference.events.tables import CountKind, Event
from conference.live.tables import AskedQuestion, Support
from conference.privacy.queries import HOLDINGS, Person
from conference.privacy.rules import Fate, town_to_count
from conference.programme.queries import newest_release_of
from conference.registrations.rules import State
from conference.registrations.services.hall import Hall
from conference.registrations.tables import ParticipantGroup, Registration

NO_ADDRESS = "nobody"
"""Fits no row: an address has a sign between its parts."""


class BookedMeanwhile(DomainError):
    """Something was booked since all was given back: give it back, and try again."""


def take_out(event_id: int, registration_ids: list[int], *, now: datetime, moves_up: bool = True) -> int:
    """Delete registrations of an event with all that is of the person, within the caller's transaction.

    What is counted stays counted: registrations by day, group and municipality, who was there, seats of what has
    begun, support of questions. A seat of the event goes to the next who waits. Doing it again changes nothing.

    :param moves_up: whether seats of the event go to those who wait for one; not where all of them go.
    :raises BookedMeanwhile: a registration holds a seat of a session that has not begun.
    """
    hall = Hall(event_id, now)
    _note_queues(registration_ids, now=now)
    event = db.session.get_one(Event, event_id)
    leaving = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.id.in_(registration_ids))
        .order_by(Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(held_ahead(one.id, now=now) for one in leaving):
        raise BookedMeanwhile
    _count_on(event, [one for one in leaving if one.state == State.CONFIRMED])
    ids = [one.id for one in leaving]
    _count_supports(ids)
    _note_feeds({one.account_id for one in leaving}, now=now)
    for one in leaving:
        db.session.expunge(one)
    forget_rows(Person(account_id=0, email=NO_ADDRESS, name="", registrations=tuple(ids)))
    if moves_up:
        hall.tell("registrations/moved_up", hall.settle())
    return len(ids)


def _note_queues(registration_ids: list[int], *, now: datetime) -> None:
    """Say of each session for which one of them waits that places in its queue change."""
    waits = select(Booking.session_uid).where(
        Booking.registration_id.in_(registration_ids), Booking.state == BookingState.WAITING
    )
    for seats in db.session.scalars(
        select(SessionSeats)
        .where(SessionSeats.session_uid.in_(waits))
        .order_by(SessionSeats.session_uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all():
        seats.queue_moved_at = instant_of_change(now, seats.queue_moved_at)


def _note_feeds(account_ids: set[int], *, now: datetime) -> None:
    """Say of the addresses of all one's events that they change: a registration that is deleted leaves no date."""
    for subscription in db.session.scalars(
        select(Subscription)
        .where(Subscription.account_id.in_(account_ids), Subscription.registration_id.is_(None))
        .order_by(Subscription.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all():
        subscription.edited_at = instant_of_change(now, subscription.edited_at)
    db.session.flush()


def forget_rows(person: Person) -> None:
    """Delete or blank the rows of a person as their tables are declared, those that lean on others first."""
    for holding in reversed(HOLDINGS):
        if holding.whose is None:
            continue
        where = holding.whose(person)
        if holding.fate is Fate.NAMELESS:
            db.session.execute(
                update(holding.table).where(where).values(**holding.blanks).execution_options(synchronize_session=False)
            )
        elif holding.fate is Fate.GOES:
            db.session.execute(delete(holding.table).where(where).execution_options(synchronize_session=False))


def _count_on(event: Event, leaving: list[Registration]) -> None:
    groups = dict(
        db.session.execute(
            select(ParticipantGroup.id, ParticipantGroup.key).where(ParticipantGroup.event_id == event.id)
        ).all()
    )
    published = newest_release_of(event.id)
    towns = [town.name for town in published.programme.municipalities.values()] if published else []
    named = Counter(kept_counts(event.id)[CountKind.MUNICIPALITY])
    named.update(
        dict(
            db.session.execute(
                select(Registration.municipality, func.count())
                .where(Registration.event_id == event.id, Registration.state == State.CONFIRMED)
                .group_by(Registration.municipality)
            ).all()
        )
    )
    counts: Counter[tuple[CountKind, str]] = Counter()
    for one in leaving:
        counts[CountKind.DAY, zones.local_day(one.registered_at, event.zone).isoformat()] += 1
        counts[CountKind.GROUP, groups[one.group_id]] += 1
        if town := town_to_count(one.municipality, towns, named):
            counts[CountKind.MUNICIPALITY, town] += 1
    attended = db.session.execute(
        select(Booking.session_uid, func.count())
        .where(Booking.registration_id.in_([one.id for one in leaving]), Booking.attended_at.is_not(None))
        .group_by(Booking.session_uid)
    )
    for uid, count in attended:
        counts[CountKind.ATTENDED, str(uid)] += count
    for (kind, key), count in sorted(counts.items()):
        keep_count(event.id, kind, key, count)


def _count_supports(registration_ids: list[int]) -> None:
    supported = db.session.execute(
        select(Support.question_id, func.count())
        .where(Support.registration_id.in_(registration_ids))
        .group_by(Support.question_id)
    ).all()
    for question_id, count in supported:
        db.session.execute(
            update(AskedQuestion)
            .where(AskedQuestion.id == question_id)
            .values(other_supports=AskedQuestion.other_supports + count)
            .execution_options(synchronize_session=False)
        )
