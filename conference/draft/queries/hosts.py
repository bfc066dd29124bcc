"""Reads on who hosts which session."""

from dataclasses import dataclass

from sqlalchemy import func, select

from conference.db import db
from conference.draft.tables import HostNote, Room, Session, SessionHost
from conference.events.tables import Role


@dataclass(frozen=True)
class Hosted:
    """A session as its host sees it.

    :ivar room: None where it has none.
    :ivar note: what hosts should know, Markdown; ``""`` for nothing.
    """

    session: Session
    room: Room | None
    note: str

    @property
    def join_url(self) -> str | None:
        """The meeting's own address: the session's, else its room's."""
        return self.session.join_url or (self.room.join_url if self.room else None)


def hosted_sessions(event_id: int, account_id: int) -> list[Hosted]:
    """Return the sessions that an account hosts, in order of time, those without a slot last."""
    rows = db.session.execute(
        select(Session, Room, HostNote.text)
        .join(SessionHost, SessionHost.session_id == Session.id)
        .outerjoin(Room, Room.id == Session.room_id)
        .outerjoin(HostNote, HostNote.session_id == Session.id)
        .where(Session.event_id == event_id, SessionHost.account_id == account_id)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Session.id)
    )
    return [Hosted(session, room, note or "") for session, room, note in rows]


def count_hosted(event_id: int, account_id: int) -> int:
    """Return how many sessions an account hosts."""
    hosted = (
        select(func.count())
        .select_from(SessionHost)
        .join(Session, Session.id == SessionHost.session_id)
        .where(Session.event_id == event_id, SessionHost.account_id == account_id)
    )
    return db.session.scalar(hosted) or 0


def hosts_of(session_id: int) -> list[int]:
    """Return the accounts that host a session and still have a role in its event."""
    return list(
        db.session.scalars(
            select(SessionHost.account_id)
            .join(Session, Session.id == SessionHost.session_id)
            .join(Role, (Role.event_id == Session.event_id) & (Role.account_id == SessionHost.account_id))
            .where(SessionHost.session_id == session_id)
            .order_by(SessionHost.account_id)
        )
    )


def host_note_of(session_id: int) -> str:
    """Return what the hosts of a session should know; ``""`` for nothing."""
    return db.session.scalar(select(HostNote.text).where(HostNote.session_id == session_id)) or ""
