"""Where sessions that somebody has booked were moved to since."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from conference.agenda.rules import Move
from conference.agenda.tables import Booking
from conference.db import db
from conference.programme.document import Change, ChangeKind
from conference.programme.queries import Published
from conference.programme.tables import Release

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
