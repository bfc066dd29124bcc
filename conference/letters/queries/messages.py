"""Whom a message reaches, and what became of those that were sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from conference.accounts.tables import Account
from conference.agenda.tables import Booking, BookingState
from conference.db import db
from conference.errors import DomainError
from conference.letter_wishes.queries import wishes_from
from conference.letter_wishes.rules import LetterKind, Wishes
from conference.letter_wishes.tables import LetterWishes
from conference.letters.rules.messages import WRITTEN_TO, AudienceFilter, Standing
from conference.letters.tables import Message, MessageLetter
from conference.mail.tables import Letter
from conference.programme.document import Programme
from conference.programme.queries import newest_release_of
from conference.registrations.queries import Found, find_registrations
from conference.registrations.tables import Registration
from conference.translated import Translated, folded
from conference.zones import Night


class MessageNotFound(DomainError):
    """The event has no such message."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom a message reaches.

    :ivar group: its name by language.
    :ivar quiet: their quiet hours.
    """

    registration_id: int
    email: str
    name: str
    language: str
    zone: str
    group: Translated
    organisation: str
    municipality: str
    quiet: Night


@dataclass(frozen=True)
class Audience:
    """Whom a message reaches.

    :ivar readers: in the order of their registrations.
    :ivar unwanted: names of those who want no messages of this event.
    :ivar unconfirmed: how many never confirmed their address.
    """

    readers: tuple[Reader, ...]
    unwanted: tuple[str, ...]
    unconfirmed: int

    @property
    def languages(self) -> dict[str, int]:
        """How many read in each language, the most frequent first."""
        return dict(Counter(reader.language for reader in self.readers).most_common())


def audience_of(event_id: int, wanted: AudienceFilter) -> Audience:
    """Return whom a message reaches. Some five queries, however many they are."""
    found = [one for one in find_registrations(event_id, wanted.registrations) if _is_written_to(one, wanted)]
    if wanted.chosen:
        chosen = set(wanted.chosen)
        found = [one for one in found if one.registration.id in chosen]
    held = newest_release_of(event_id)
    programme = held.programme if held else None
    if wanted.partnership:
        towns = _towns_of(wanted.partnership, programme)
        found = [one for one in found if folded(one.registration.municipality.strip()) in towns]
    if wanted.asks_for_bookings:
        booked = _with_bookings(event_id, wanted, programme)
        found = [one for one in found if one.registration.id in booked]
    wishes = _wishes(event_id)
    readers, unwanted, unconfirmed = [], [], 0
    for one in sorted(found, key=lambda one: one.registration.id):
        own = wishes.get(one.registration.id, Wishes())
        if one.account.confirmed_at is None:
            unconfirmed += 1
        elif LetterKind.MESSAGES not in own.kinds:
            unwanted.append(one.account.name or one.account.email)
        else:
            readers.append(_reader(one, own))
    return Audience(tuple(readers), tuple(unwanted), unconfirmed)


def _is_written_to(one: Found, wanted: AudienceFilter) -> bool:
    return bool(wanted.registrations.state or wanted.chosen) or one.registration.state in WRITTEN_TO


def _reader(one: Found, own: Wishes) -> Reader:
    account, registration = one.account, one.registration
    return Reader(
        registration_id=registration.id, email=account.email, name=account.name, language=account.language,
        zone=account.zone, group=one.group.name, organisation=registration.organisation,
        municipality=registration.municipality, quiet=own.quiet,
    )  # fmt: skip


def _towns_of(slug: str, programme: Programme | None) -> set[str]:
    """Return the names of both municipalities of a partnership, folded."""
    tie = programme.partnerships.get(slug) if programme else None
    if programme is None or tie is None:
        return set()
    return {folded(programme.municipalities[key].name) for key in (tie.first, tie.second)}


def _with_bookings(event_id: int, wanted: AudienceFilter, programme: Programme | None) -> set[int]:
    """Return the registrations that have a booking as it is asked for."""
    states = {
        Standing.BOOKED: [BookingState.BOOKED],
        Standing.WAITING: [BookingState.WAITING, BookingState.OFFERED],
        None: [BookingState.BOOKED, BookingState.WAITING, BookingState.OFFERED],
    }[wanted.standing]
    statement = (
        select(Booking.registration_id)
        .join(Registration, Registration.id == Booking.registration_id)
        .where(Registration.event_id == event_id, Booking.state.in_(states))
        .distinct()
    )
    if wanted.session or wanted.theme:
        uids = _sessions_of(wanted, programme)
        if not uids:
            return set()
        statement = statement.where(Booking.session_uid.in_(uids))
    return set(db.session.scalars(statement))


def _sessions_of(wanted: AudienceFilter, programme: Programme | None) -> list[UUID]:
    return [
        session.uid
        for session in (programme.sessions.values() if programme else ())
        if (not wanted.session or session.code == wanted.session)
        and (not wanted.theme or wanted.theme in session.themes)
    ]


def _wishes(event_id: int) -> Mapping[int, Wishes]:
    rows = db.session.scalars(
        select(LetterWishes)
        .join(Registration, Registration.id == LetterWishes.registration_id)
        .where(Registration.event_id == event_id)
    )
    return {row.registration_id: wishes_from(row) for row in rows}


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message with who wrote it and what became of its letters.

    :ivar author: name, or None where that account is gone.
    :ivar states: how many of its letters stand in each state. What is missing to all its readers was cleared away.
    """

    message: Message
    author: str | None
    states: Mapping[str, int]


def messages_of(event_id: int) -> list[SentMessage]:
    """Return the messages of an event, the newest first, in two queries."""
    rows = db.session.execute(
        select(Message, Account.name)
        .outerjoin(Account, Account.id == Message.author_id)
        .where(Message.event_id == event_id)
        .order_by(Message.sent_at.desc(), Message.id.desc())
    ).all()
    counts: dict[int, dict[str, int]] = {}
    states = db.session.execute(
        select(MessageLetter.message_id, Letter.state, func.count())
        .join(Letter, Letter.id == MessageLetter.letter_id)
        .where(Letter.event_id == event_id)
        .group_by(MessageLetter.message_id, Letter.state)
    )
    for message_id, state, count in states:
        counts.setdefault(message_id, {})[state] = count
    return [SentMessage(message, name, counts.get(message.id, {})) for message, name in rows]


def message_of(event_id: int, message_id: int) -> SentMessage:
    """Return one message of an event.

    :raises MessageNotFound: the event has none of that number.
    """
    found = next((one for one in messages_of(event_id) if one.message.id == message_id), None)
    if found is None:
        raise MessageNotFound(message_id)
    return found
