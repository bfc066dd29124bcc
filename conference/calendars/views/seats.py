"""From the seats of a registration to the entries of a private feed, and what these depend on."""

from collections.abc import Iterable
from datetime import datetime

from conference.calendars.queries import AttendedEvent, FeedState, HeldSeat
from conference.calendars.render import Entry, Frame, Kind
from conference.calendars.rules import sessions_in_feed
from conference.calendars.views import feeds
from conference.programme.document import Session


def entries_of(frame: Frame, seats: Iterable[HeldSeat], now: datetime) -> list[Entry]:
    """Return the entries of some seats, as their owner chose. What the newest release no longer knows is left out."""
    programme, choices = frame.programme, frame.choices
    by_uid = {seat.session_uid: seat for seat in seats if choices.shows_waiting or _is_sure(seat)}
    held = [programme.by_uid[uid] for uid in by_uid if uid in programme.by_uid]
    keeps = choices.shows_cancelled and feeds.keeps_tombstones(programme, now)
    return [_entry(session, by_uid[session.uid]) for session in sessions_in_feed(held, keeps_tombstones=keeps)]


def all_that_matters(
    state: FeedState | AttendedEvent, waiting: Iterable[HeldSeat], frame: Frame, now: datetime
) -> list[object]:
    """Return everything on which the entries of an event in a private feed depend.

    :param waiting: the places in queues that are shown, which others can change.
    """
    return [
        *feeds.basis_of(frame, now),
        state.registration_id,
        state.agenda_revision,
        *((seat.session_uid, seat.place, seat.changed_at) for seat in waiting),
    ]


def _is_sure(seat: HeldSeat) -> bool:
    return seat.place is None and seat.respond_by is None


def _entry(session: Session, seat: HeldSeat) -> Entry:
    kind = Kind.OFFERED if seat.respond_by else Kind.BOOKED if seat.place is None else Kind.WAITING
    return Entry(session, kind, seat.place, seat.changed_at, seat.respond_by)
