"""Whom to tell of which release."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState, SessionSeats
from conference.db import db
from conference.letter_wishes.queries import wanting, wishes_of_all
from conference.letter_wishes.rules import LetterKind
from conference.notices.tables import Announcement, Notice
from conference.programme.document import Change, Programme
from conference.programme.queries import release_news, release_of
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration
from conference.translated import Translated
from conference.zones import Night


@dataclass(frozen=True)
class Untold:
    """A release of which not all have been told yet.

    :ivar changes: what it brought.
    :ivar programme: as it was published then.
    """

    release_id: int
    event_id: int
    number: int
    published_at: datetime
    notes: Translated
    changes: tuple[Change, ...]
    programme: Programme


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell.

    :ivar quiet: their quiet hours.
    :ivar states: ``booked`` or ``waiting`` by uid of each session in their agenda.
    :ivar booked_at: when they booked each.
    """

    account_id: int
    registration_id: int
    email: str
    name: str
    language: str
    zone: str
    quiet: Night
    states: Mapping[UUID, str]
    booked_at: Mapping[UUID, datetime]


def untold_releases() -> list[int]:
    """Return the keys of the releases that are news and of which not all were told, the oldest first. One query."""
    return list(
        db.session.scalars(
            select(Release.id)
            .outerjoin(Announcement, Announcement.release_id == Release.id)
            .where(Release.is_news, Announcement.finished_at.is_(None))
            .order_by(Release.id)
        )
    )


def untold_release(release_id: int) -> Untold:
    """Return what there is to tell of a release."""
    event_id, number = db.session.execute(
        select(Release.event_id, Release.number).where(Release.id == release_id)
    ).one()
    news, published = release_news(event_id, number), release_of(event_id, number)
    return Untold(
        release_id, event_id, number, news.published_at, news.notes, news.changes, published.programme
    )  # fmt: skip


def recipients(untold: Untold, uids: Collection[UUID], *, limit: int) -> list[Recipient]:
    """Return some of those who are to be told and were not yet, in three queries.

    They had booked one of the sessions, or waited for it, when the release was published, and still do; want such
    letters; and have confirmed their address.

    :param uids: of the sessions that the release moved, cancelled or revived.
    """
    affected = (
        select(Booking.id)
        .where(
            Booking.registration_id == Registration.id,
            Booking.session_uid.in_(uids),
            Booking.state != BookingState.DROPPED,
            Booking.booked_at <= untold.published_at,
        )
        .exists()
    )
    told = (
        select(Notice.account_id)
        .where(Notice.release_id == untold.release_id, Notice.account_id == Account.id)
        .exists()
    )
    people = db.session.execute(
        select(Account.id, Account.email, Account.name, Account.language, Account.zone, Registration.id)
        .join(Registration, Registration.account_id == Account.id)
        .where(
            Registration.event_id == untold.event_id,
            Registration.state == State.CONFIRMED,
            wanting(LetterKind.CHANGES),
            Account.confirmed_at.is_not(None),
            affected,
            ~told,
        )
        .order_by(Account.id)
        .limit(limit)
    ).all()
    states: defaultdict[int, dict[UUID, str]] = defaultdict(dict)
    booked_at: defaultdict[int, dict[UUID, datetime]] = defaultdict(dict)
    if people:
        rows = db.session.execute(
            select(Booking.registration_id, Booking.session_uid, Booking.state, Booking.booked_at).where(
                Booking.registration_id.in_([person[-1] for person in people]), Booking.state != BookingState.DROPPED
            )
        )
        for registration_id, uid, state, when in rows:
            states[registration_id][uid] = state
            booked_at[registration_id][uid] = when
    wishes = wishes_of_all([person[-1] for person in people])
    return [
        Recipient(
            account_id, registration_id, email, name, language, zone, wishes[registration_id].quiet,
            states[registration_id], booked_at[registration_id],
        )
        for account_id, email, name, language, zone, registration_id in people
    ]  # fmt: skip


def full_sessions(event_id: int, programme: Programme) -> frozenset[UUID]:
    """Return which sessions of an event have no free seat."""
    rows = db.session.execute(
        select(SessionSeats.session_uid, SessionSeats.taken).where(SessionSeats.event_id == event_id)
    )
    taken = dict(rows.all())
    return frozenset(
        uid
        for uid, session in programme.by_uid.items()
        if session.seats is not None and taken.get(uid, 0) >= session.seats
    )


@dataclass(frozen=True)
class Listener:
    """Somebody whom a release would be told.

    :ivar sessions: uids of their sessions that it moves, cancels or revives.
    """

    name: str
    email: str
    language: str
    sessions: frozenset[UUID]


@dataclass(frozen=True)
class Audience:
    """Who would be told of a release.

    :ivar people: by name.
    :ivar silent: how many have such a session but want no letters.
    """

    people: tuple[Listener, ...]
    silent: int

    @property
    def languages(self) -> dict[str, int]:
        """How many letters there would be in each language, the most frequent first."""
        return dict(Counter(person.language for person in self.people).most_common())


def audience_of(event_id: int, uids: Collection[UUID]) -> Audience:
    """Return who has one of some sessions and would be told of what happens to it. One query, none for no session.

    :param uids: of the sessions that :func:`conference.notices.rules.news_of` names.
    """
    if not uids:
        return Audience((), 0)
    rows = db.session.execute(
        select(
            Account.id, Account.name, Account.email, Account.language, wanting(LetterKind.CHANGES), Booking.session_uid
        )
        .join(Registration, Registration.account_id == Account.id)
        .join(Booking, Booking.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Booking.session_uid.in_(uids),
            Booking.state != BookingState.DROPPED,
            Account.confirmed_at.is_not(None),
        )
        .order_by(Account.name, Account.id)
    )
    sessions: defaultdict[tuple[int, str, str, str, bool], set[UUID]] = defaultdict(set)
    for account_id, name, email, language, wants_letters, uid in rows:
        sessions[account_id, name, email, language, wants_letters].add(uid)
    people = tuple(
        Listener(name, email, language, frozenset(held))
        for (_, name, email, language, wants_letters), held in sessions.items()
        if wants_letters
    )
    return Audience(people, len(sessions) - len(people))
