"""What somebody's calendar has to be told, so that it holds what their agenda holds. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from conference.calendars.rules import slot_in_calendars
from conference.mail.rules import due_after
from conference.programme.document import Programme, Session, Slot
from conference.programme.document.index import takes_place
from conference.translated import pick
from conference.zones import Night

SETTLES = timedelta(minutes=2)
"""How long an agenda and a programme must have stood still: whoever is still choosing gets one letter, not ten."""

SOON = timedelta(hours=3)
"""What begins this soon after its reader's quiet hours breaks them."""


class Method(StrEnum):
    """What an invitation asks of a calendar (RFC 5546 section 3.2)."""

    REQUEST = "REQUEST"
    """Hold this session, as it is told now (section 3.2.2)."""
    CANCEL = "CANCEL"
    """Hold it no longer (section 3.2.5)."""


class Reason(StrEnum):
    """Why a calendar is told of a session, for the words of the letter."""

    GAINED = "gained"
    AGAIN = "again"
    """It stood there before, was taken out, and is back: booked again, or revived."""
    MOVED = "moved"
    CHANGED = "changed"
    """Its title or its room."""
    CALLED_OFF = "called_off"
    TAKEN_OUT = "taken_out"
    """It has no time any more."""
    GIVEN_BACK = "given_back"
    """There is no seat in it any more, by one's own doing or with the registration's end."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a calendar was last told of one session.

    :ivar sequence: of that message.
    :ivar shown: :func:`shown_of` what it was told, in ``language``.
    :ivar stands: whether it was told to hold the session, rather than to let go of it.
    """

    sequence: int
    starts_at: datetime
    minutes: int
    shown: str
    language: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What a calendar is to be told of one session.

    :ivar slot: where the session stands, or stood last.
    :ivar sequence: higher than that of every message before it about this session to the same reader.
    :ivar before: what the calendar was told last.
    """

    session: Session
    slot: Slot
    method: Method
    reason: Reason
    sequence: int
    before: Told | None


def messages_of(
    programme: Programme, booked: Collection[UUID], told: Mapping[UUID, Told], *, now: datetime
) -> list[Message]:
    """Return what makes a calendar hold just what an agenda holds, by time; nothing where it does already.

    A seat alone counts: places in queues and offers move too often for letters, and have letters of their own. What
    is over stays as it is. Sequence numbers follow those of feeds where they can, and rise with every message
    (RFC 5546 section 2.1.4), since programs drop what is not newer than what they hold.

    :param booked: uids of the sessions in which there is a seat.
    :param told: what the calendar was last told, by uid.
    """
    found = []
    for uid in {*booked, *(uid for uid, one in told.items() if one.stands)}:
        session = programme.by_uid.get(uid)
        slot = slot_in_calendars(session) if session else None
        if session is None or slot is None:
            continue
        last = told.get(uid)
        holds = last if last is not None and last.stands else None
        ends = [_end(slot.starts_at, slot.minutes), *([_end(holds.starts_at, holds.minutes)] if holds else [])]
        is_wanted = uid in booked and takes_place(session)
        reason = _reason(programme, session, slot, last, is_booked=uid in booked)
        if reason is None or max(ends if is_wanted else ends[-1:]) <= now:
            continue
        stamped = session.stamp.sequence if session.stamp else 0
        found.append(
            Message(
                session=session,
                slot=slot,
                method=Method.REQUEST if is_wanted else Method.CANCEL,
                reason=reason,
                sequence=max(stamped, last.sequence + 1) if last else stamped,
                before=holds,
            )
        )
    return sorted(found, key=lambda one: (one.slot.starts_at, one.session.code))


def shown_of(programme: Programme, session: Session, language: str) -> str:
    """Return a short hash of what beside the time is worth a letter when it changes: title and room.

    In the language in which a calendar was told, so that neither another translation nor another choice of language
    sends any.
    """
    title = pick(session.title, language, programme.event.languages)
    room = session.slot.room if session.slot else None
    return hashlib.sha256(f"{title}\x1f{room}".encode()).hexdigest()[:32]


def as_told(programme: Programme, message: Message, language: str) -> Told:
    """Return what a calendar has been told once a message has gone out."""
    return Told(
        sequence=message.sequence,
        starts_at=message.slot.starts_at,
        minutes=message.slot.minutes,
        shown=shown_of(programme, message.session, language),
        language=language,
        stands=message.method is Method.REQUEST,
    )


def goes_out_at(messages: Sequence[Message], *, zone: str, quiet: Night, now: datetime) -> datetime:
    """Return when messages are to go out: now, or at the end of the quiet hours of their reader.

    None waits while a session, as it was told or is, begins before or soon after these end.
    """
    until = due_after(now, zone, quiet)
    return now if any(now < start < until + SOON for start in _starts(messages)) else until


def _reason(programme: Programme, session: Session, slot: Slot, last: Told | None, *, is_booked: bool) -> Reason | None:
    """Return why a calendar is to be told of a session; None where it knows."""
    if not is_booked or not takes_place(session):
        return _reason_to_let_go(session, is_booked=is_booked) if last and last.stands else None
    if last is None:
        return Reason.GAINED
    if not last.stands:
        return Reason.AGAIN
    if (last.starts_at, last.minutes) != (slot.starts_at, slot.minutes):
        return Reason.MOVED
    return Reason.CHANGED if last.shown != shown_of(programme, session, last.language) else None


def _reason_to_let_go(session: Session, *, is_booked: bool) -> Reason:
    if not is_booked:
        return Reason.GIVEN_BACK
    return Reason.CALLED_OFF if session.slot else Reason.TAKEN_OUT


def _starts(messages: Iterable[Message]) -> Iterable[datetime]:
    for one in messages:
        yield one.slot.starts_at
        if one.before:
            yield one.before.starts_at


def _end(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=minutes)
