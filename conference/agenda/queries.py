"""Reads on bookings and seats."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.orm import aliased

from conference.accounts.tables import Account
from conference.agenda.rules import Move, Standing
from conference.agenda.tables import AgendaShare, Booking, BookingState, KeptClash, SessionSeats
from conference.codes import token_hash
from conference.db import db
from conference.errors import DomainError
from conference.programme.document import Change, ChangeKind
from conference.programme.queries import Published
from conference.programme.tables import Release
from conference.registrations.rules import State
from conference.registrations.tables import Registration
from conference.seals import unseal

SHARES = "links to agendas"
"""The purpose for which their tokens are sealed."""


class ShareNotFound(DomainError):
    """There is no such link to an agenda, it is revoked, or it is another's."""


@dataclass(frozen=True, slots=True)
class SharedAgenda:
    """What a link to an agenda leads to.

    :ivar name: of the participant.
    """

    share_id: int
    event_id: int
    account_id: int
    name: str


def bookings_of(registration_id: int) -> list[Booking]:
    """Return the bookings of a registration that stand, booked or waiting; their order means nothing."""
    return list(
        db.session.scalars(
            select(Booking).where(Booking.registration_id == registration_id, Booking.state != BookingState.DROPPED)
        )
    )


def standing(published: Published, account_id: int | None) -> Standing:
    """Return how a visitor stands to all sessions of a programme.

    One query for the seats, and one more where somebody is signed in, however many sessions there are.

    :param account_id: of the account that asks; None for a visitor who is not signed in.
    """
    rows = db.session.execute(
        select(SessionSeats.session_uid, SessionSeats.taken, SessionSeats.waiting).where(
            SessionSeats.event_id == published.event_id
        )
    ).all()
    taken = {uid: count for uid, count, _ in rows}
    waiting = {uid: count for uid, _, count in rows if count}
    if account_id is None:
        return Standing(published.programme, taken_seats=taken, waiting_counts=waiting)
    ahead = aliased(Booking)
    place = (
        select(func.count())
        .where(
            ahead.session_uid == Booking.session_uid,
            ahead.state == BookingState.WAITING,
            ahead.queued_as <= Booking.queued_as,
        )
        .scalar_subquery()
    )
    own = db.session.execute(
        select(Registration.id, Booking.session_uid, Booking.state, place)
        .outerjoin(Booking, and_(Booking.registration_id == Registration.id, Booking.state != BookingState.DROPPED))
        .where(
            Registration.event_id == published.event_id,
            Registration.account_id == account_id,
            Registration.state == State.CONFIRMED,
        )
    ).all()
    states = {uid: state for _, uid, state, _ in own if uid is not None}
    return Standing(
        published.programme,
        is_registered=bool(own),
        states=states,
        places={uid: number for _, uid, state, number in own if state == BookingState.WAITING},
        taken_seats=taken,
        waiting_counts=waiting,
        registration_id=own[0][0] if own else None,
    )


def agendas_of(event_id: int) -> dict[int, frozenset[UUID]]:
    """Return what every participant of an event has booked or waits for: uids by the registration's key, in one query.

    Those who have booked nothing are left out.
    """
    rows = db.session.execute(
        select(Booking.registration_id, Booking.session_uid)
        .join(SessionSeats, SessionSeats.session_uid == Booking.session_uid)
        .where(SessionSeats.event_id == event_id, Booking.state != BookingState.DROPPED)
    )
    agendas: defaultdict[int, set[UUID]] = defaultdict(set)
    for registration_id, uid in rows:
        agendas[registration_id].add(uid)
    return {key: frozenset(uids) for key, uids in agendas.items()}


def shared_bookings(event_id: int) -> dict[UUID, frozenset[str]]:
    """Return who booked each session of an event, by its uid: names of registrations that mean nothing else.

    For the checks that count who booked both of two sessions. One row per session, however many took part.
    """
    rows = db.session.execute(
        select(Booking.session_uid, func.aggregate_strings(cast(Booking.registration_id, String), " "))
        .join(Registration, Registration.id == Booking.registration_id)
        .where(Registration.event_id == event_id, Booking.state == BookingState.BOOKED)
        .group_by(Booking.session_uid)
    )
    return {uid: frozenset(names.split()) for uid, names in rows}


def kept_clashes(registration_id: int) -> set[frozenset[UUID]]:
    """Return the clashing pairs of which a participant keeps both, by session uids."""
    rows = db.session.execute(
        select(KeptClash.first_uid, KeptClash.second_uid).where(KeptClash.registration_id == registration_id)
    )
    return {frozenset((first, second)) for first, second in rows}


_decode_changes = msgspec.json.Decoder(tuple[Change, ...]).decode


def moves_since(event_id: int, since: Mapping[UUID, datetime]) -> dict[UUID, Move]:
    """Return the last move of each of some sessions after a moment of its own.

    One query over the releases since the earliest of these moments; none where there is nothing to ask.

    :param since: by session uid, the instant after which a move counts (UTC).
    """
    if not since:
        return {}
    releases = db.session.execute(
        select(Release.number, Release.published_at, Release.changes)
        .where(Release.event_id == event_id, Release.published_at > min(since.values()))
        .order_by(Release.number)
    )
    moves = {}
    for number, published_at, changes in releases:
        for change in _decode_changes(changes):
            if change.kind is ChangeKind.MOVED and change.uid in since and published_at > since[change.uid]:
                moves[change.uid] = Move(number, change.before)
    return moves


def moves_of(published: Published, bookings: list[Booking]) -> dict[UUID, Move]:
    """Return, for those bookings whose session was moved since they were made, its last move."""
    by_uid = published.programme.by_uid
    since = {}
    for booking in bookings:
        session = by_uid.get(booking.session_uid)
        stamp = session.stamp if session else None
        if stamp and stamp.sequence and stamp.changed_at > booking.booked_at:
            since[booking.session_uid] = booking.booked_at
    return moves_since(published.event_id, since)


def events_with_waiting() -> list[int]:
    """Return the keys of the events in which somebody waits for a seat."""
    return list(
        db.session.scalars(
            select(SessionSeats.event_id).where(SessionSeats.waiting > 0).distinct().order_by(SessionSeats.event_id)
        )
    )


def others_from_city(registration: Registration) -> dict[UUID, int]:
    """Return how many others who take part for the same municipality have a seat in each session, by its uid.

    Names are compared but for their case; none where the participant named none.
    """
    city = registration.municipality.strip()
    if not city:
        return {}
    rows = db.session.execute(
        select(Booking.session_uid, func.count())
        .join(Registration, Registration.id == Booking.registration_id)
        .where(
            Registration.event_id == registration.event_id,
            Registration.id != registration.id,
            func.lower(Registration.municipality) == func.lower(city),
            Booking.state == BookingState.BOOKED,
        )
        .group_by(Booking.session_uid)
    )
    return dict(rows.all())


def shares_of(registration_id: int) -> list[AgendaShare]:
    """Return the working links to a participant's agenda, the oldest first."""
    return list(
        db.session.scalars(
            select(AgendaShare)
            .where(AgendaShare.registration_id == registration_id, AgendaShare.revoked_at.is_(None))
            .order_by(AgendaShare.id)
        )
    )


def share_of(registration_id: int, share_id: int) -> AgendaShare:
    """Return one of a participant's working links.

    :raises ShareNotFound: there is none, it is revoked, or it is another's.
    """
    found = db.session.scalar(
        select(AgendaShare).where(
            AgendaShare.id == share_id,
            AgendaShare.registration_id == registration_id,
            AgendaShare.revoked_at.is_(None),
        )
    )
    if found is None:
        raise ShareNotFound(share_id)
    return found


def token_of_share(share: AgendaShare, *, secret_key: str) -> str | None:
    """Return a link's token, so that its owner sees it again; None once the installation's key was changed."""
    return unseal(share.token_sealed, key=secret_key, purpose=SHARES)


def shared_agenda(token: str) -> SharedAgenda | None:
    """Return what a private link leads to; None where it is unknown or revoked."""
    row = db.session.execute(
        select(AgendaShare.id, Registration.event_id, Account.id, Account.name)
        .join(Registration, Registration.id == AgendaShare.registration_id)
        .join(Account, Account.id == Registration.account_id)
        .where(
            AgendaShare.token_hash == token_hash(token),
            AgendaShare.revoked_at.is_(None),
            Registration.state == State.CONFIRMED,
        )
    ).first()
    return SharedAgenda(*row) if row else None
