"""Bookings, the counted seats of each session, and what else an agenda holds."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"
    """A seat is held for the one who waited, until they take it, let it go, or the time to answer runs out."""
    DROPPED = "dropped"


class SessionSeats(Base):
    """The seats of one session: the row that is locked while one is given or taken back.

    It belongs to the agenda and is known by the session's uid, so that what participants do never
    touches the draft. Made with the first booking.
    """

    __tablename__ = "session_seats"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken_counted"),
        CheckConstraint("offered >= 0", name="offered_counted"),
    )

    session_uid: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    next_place: Mapped[int] = mapped_column(default=1, server_default="1")
    """The number the next one to queue is given: it only rises, so nobody is overtaken."""
    offered: Mapped[int] = mapped_column(default=0, server_default="0")
    """Seats that are held for those to whom they are offered; nobody else gets them meanwhile."""
    moved_up: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many came from the queue into a seat so far: by this, chances are told."""
    queue_moved_at: Mapped[datetime | None]
    """When places in its queue last changed: whoever left it may be deleted since."""
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """What this session does otherwise than its event: fields of :class:`conference.agenda.rules.SeatRules`.

    In the row that is locked anyway, so that a booking reads nothing more for it."""


class Booking(Base):
    """A registration's seat in a session, or its place in the queue for one."""

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("registration_id", "session_uid"),
        CheckConstraint("state IN ('booked', 'waiting', 'offered', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'waiting') = (queued_as IS NOT NULL)", name="only_waiting_are_queued"),
        CheckConstraint("(state = 'offered') = (respond_by IS NOT NULL)", name="only_offers_run_out"),
        Index(None, "session_uid", "state", "queued_as"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    session_uid: Mapped[UUID] = mapped_column(ForeignKey("session_seats.session_uid"))
    state: Mapped[str] = mapped_column(String(10))
    queued_as: Mapped[int | None]
    """Its number in the session's queue; the lowest is next."""
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    respond_by: Mapped[datetime | None]
    """Until when an offered seat is held."""
    asked_at: Mapped[datetime | None]
    """When they were asked to say that they are coming."""
    confirmed_at: Mapped[datetime | None]
    """When they said so."""
    attended_at: Mapped[datetime | None]
    """When the host ticked that they were there."""
    answer_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Hash of the token in the last letter that asked something: with it one can answer without signing in."""


class SeatDefaults(Base):
    """How seats are given in an event, where a session says nothing else.

    An event without a row has the usual rules; where a session says anything, its event has a row.
    """

    __tablename__ = "seat_defaults"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Fields of :class:`conference.agenda.rules.SeatRules`."""


class SwapWish(Base):
    """Somebody who waits for one session gives up their seat in another as soon as they get one."""

    __tablename__ = "swap_wishes"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    waited_uid: Mapped[UUID] = mapped_column(
        ForeignKey("session_seats.session_uid", ondelete="CASCADE"), primary_key=True
    )
    given_uid: Mapped[UUID] = mapped_column(
        ForeignKey("session_seats.session_uid", ondelete="CASCADE"), primary_key=True
    )


class KeptClash(Base):
    """Two clashing sessions that a participant wants to keep both: the agenda no longer asks about them."""

    __tablename__ = "kept_clashes"
    __table_args__ = (CheckConstraint("first_uid < second_uid", name="pair_in_order"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    first_uid: Mapped[UUID] = mapped_column(primary_key=True)
    """The lower of the two uids, so that a pair is stored once."""
    second_uid: Mapped[UUID] = mapped_column(primary_key=True)


class AgendaShare(Base):
    """A private link by which whoever has it reads a participant's agenda, revocable by itself."""

    __tablename__ = "agenda_shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    """Whom it is for, as its owner calls them."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """By which a request finds it."""
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The token, encrypted, so that its owner can see the link again; empty once it is revoked."""
    made_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
