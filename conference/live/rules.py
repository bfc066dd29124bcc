"""What a session is now, who may go in, and what runs in the rooms. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conference.agenda.rules import Standing
from conference.programme.document import Programme, Room, Session, SessionState
from conference.programme.document.index import ends_at, takes_place

OPENS_BEFORE = timedelta(minutes=10)
"""How long before the start the door opens."""

STAYS_OPEN_AFTER = timedelta(minutes=15)
"""How long after the end it stays open: talk runs over."""


class Phase(StrEnum):
    """What a session is at one moment."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"
    CANCELLED = "cancelled"
    UNSCHEDULED = "unscheduled"


def turning_points(session: Session, now: datetime) -> list[datetime]:
    """Return the instants after ``now`` at which what a session's door shows changes; none where it does not open."""
    opening, closing = opens_at(session), closes_at(session)
    if opening is None or closing is None or session.slot is None or not takes_place(session):
        return []
    return [instant for instant in (opening, session.slot.starts_at, ends_at(session), closing) if instant > now]


class Way(StrEnum):
    """What stands between a visitor and a session that is open to those who take part."""

    CLEAR = "clear"
    SIGN_IN = "sign_in"
    REGISTER = "register"
    BOOK = "book"
    WAIT = "wait"


def opens_at(session: Session) -> datetime | None:
    """Return when the door opens, UTC, or None for an unscheduled session."""
    return session.slot.starts_at - OPENS_BEFORE if session.slot else None


def closes_at(session: Session) -> datetime | None:
    """Return when the door closes, UTC, or None for an unscheduled session."""
    return ends_at(session) + STAYS_OPEN_AFTER if session.slot else None


def phase_of(session: Session, now: datetime) -> Phase:
    """Return what the session is now.

    The door is open from :data:`OPENS_BEFORE` the start until :data:`STAYS_OPEN_AFTER` the end, the
    last moment not included.
    """
    opening, closing = opens_at(session), closes_at(session)
    if session.state is SessionState.CANCELLED:
        return Phase.CANCELLED
    if opening is None or closing is None:
        return Phase.UNSCHEDULED
    if now < opening:
        return Phase.BEFORE
    return Phase.OPEN if now < closing else Phase.AFTER


def way_in(session: Session, standing: Standing, *, is_signed_in: bool) -> Way:
    """Return what a visitor must do before they may go into a session.

    Who is registered may go into a session without a limit of seats; one with a limit needs a seat.
    """
    if not is_signed_in:
        return Way.SIGN_IN
    if not standing.is_registered:
        return Way.REGISTER
    state = standing.state_of(session)
    if session.seats is None or state == "booked":
        return Way.CLEAR
    return Way.WAIT if state == "waiting" else Way.BOOK


def may_join(session: Session, standing: Standing, now: datetime, *, is_signed_in: bool) -> bool:
    """Say whether the way in is shown to a visitor, and used by them, right now."""
    return phase_of(session, now) is Phase.OPEN and way_in(session, standing, is_signed_in=is_signed_in) is Way.CLEAR


def takes_questions(session: Session, now: datetime) -> bool:
    """Say whether those on stage can be asked: it takes place, and its door has not closed for good."""
    closing = closes_at(session)
    return takes_place(session) and closing is not None and now < closing


def meeting_address(programme: Programme, session: Session) -> str | None:
    """Return where the meeting itself is, or None where nobody has said so, or where it is no web address.

    Only what leads somebody through an open door may use it; no page shows it.
    """
    address = programme.join_url_of(session)
    return address if address and address.lower().startswith(("https://", "http://")) else None


def is_running(session: Session, now: datetime) -> bool:
    """Say whether the session is between its start and its end."""
    return session.slot is not None and takes_place(session) and session.slot.starts_at <= now < ends_at(session)


@dataclass(frozen=True, slots=True)
class RoomNow:
    """What happens in one room.

    :ivar room: None for sessions that have no room yet.
    :ivar running: the sessions between start and end.
    :ivar following: the next session, or None.
    """

    room: Room | None
    running: tuple[Session, ...]
    following: Session | None


def rooms_now(programme: Programme, now: datetime) -> list[RoomNow]:
    """Return what runs and what comes next in each room, in the order of the rooms; empty rooms are left out."""
    keys: list[str | None] = [*programme.rooms, None]
    by_room: dict[str | None, list[Session]] = {key: [] for key in keys}
    for session in programme.scheduled:
        if session.slot and takes_place(session) and ends_at(session) > now:
            key = session.slot.room if session.slot.room in programme.rooms else None
            by_room[key].append(session)
    return [
        RoomNow(
            room=programme.rooms[key] if key is not None else None,
            running=tuple(session for session in sessions if is_running(session, now)),
            following=_first_after(sessions, now),
        )
        for key, sessions in by_room.items()
        if sessions
    ]


def following(sessions: Iterable[Session], now: datetime, *, limit: int) -> list[Session]:
    """Return the next sessions that start after ``now``, of those given in order of time."""
    coming = [s for s in sessions if s.slot is not None and takes_place(s) and s.slot.starts_at > now]
    return coming[:limit]


def alternatives(
    programme: Programme, session: Session, standing: Standing, now: datetime, *, limit: int = 3
) -> list[Session]:
    """Return sessions still to come that someone who missed this one may want: of its themes, with seats left first."""
    related = {other.code: other for slug in session.themes for other in programme.sessions_of_theme(slug)}
    related.pop(session.code, None)
    coming = following(sorted(related.values(), key=_start), now, limit=len(related))
    return sorted(coming, key=standing.is_full)[:limit]


def _start(session: Session) -> float:
    return session.slot.starts_at.timestamp() if session.slot else float("inf")


def _first_after(sessions: list[Session], now: datetime) -> Session | None:
    return next(iter(following(sessions, now, limit=1)), None)
