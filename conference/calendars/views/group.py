"""The feed of a delegation: the sessions of all its members who show it their agenda, with who goes."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import Response, abort

from conference.calendars.queries import FeedState, GroupState, group_bookings, group_state
from conference.calendars.render import Entry, Frame, Kind, feed_bytes
from conference.calendars.render.text import one_line
from conference.calendars.rules import latest, sessions_in_feed
from conference.calendars.views import feeds


def feed_of_delegation(state: FeedState, member_id: int, now: datetime) -> Response:
    """Answer with the agenda of a delegation, for one of its members; 404 once they belong to it no longer.

    An unchanged feed costs two queries and renders nothing; a changed one grows with the delegation alone.
    """
    group = group_state(member_id) or abort(404)
    frame = feeds.private_frame(state.event_id, state.digest, state) or abort(404)
    return feeds.private_answer(
        lambda: _feed(frame, group, now),
        tag=feeds.tag_of(_all_that_matters(frame, group, now)),
        changed_at=feeds.last_change(state.framed_at, frame.programme, now, group.changed_at),
        filename="delegation",
        title=name_of(frame, group.name),
        now=now,
    )


def name_of(frame: Frame, delegation: str) -> str:
    """Return what the feed of a delegation is called."""
    event = feeds.title_of(frame.programme, frame.words.language)
    return frame.words.part % {"event": event, "name": one_line(delegation)}


def _feed(frame: Frame, group: GroupState, now: datetime) -> bytes:
    """Return a delegation's agenda as a calendar: each session in which one of them has a seat, once."""
    programme = frame.programme
    people: defaultdict[UUID, dict[int, str]] = defaultdict(dict)
    changes: dict[UUID, datetime] = {}
    renamed = {one.registration_id: one.name_changed_at for one in group.shown}
    for registration_id, uid, state, changed_at in group_bookings(group):
        people[uid][registration_id] = state
        names_since = renamed[registration_id] if state != "dropped" else None
        changes[uid] = latest(changed_at, changes.get(uid, group.members_changed_at), names_since)
    held = [
        programme.by_uid[uid]
        for uid, states in people.items()
        if uid in programme.by_uid and "booked" in states.values()
    ]
    keeps = frame.choices.shows_cancelled and feeds.keeps_tombstones(programme, now)
    shown = sessions_in_feed(held, keeps_tombstones=keeps)
    page = feeds.page_of("delegations.show_plan", event=programme.event.slug, number=group.delegation_id)
    cover = feeds.cover_of(frame, name=name_of(frame, group.name), page=page, colour=feeds.INK)
    key = f"delegation {group.delegation_id}"
    empty = feeds.nothing_booked(frame, key=key, page=page, changed_at=group.changed_at)
    entries = [
        Entry(session, Kind.GROUP, changed_at=changes[session.uid], note=_who(frame, group, people[session.uid]))
        for session in shown
    ]
    return feed_bytes(frame, cover, entries, empty)


def _who(frame: Frame, group: GroupState, states: Mapping[int, str]) -> str:
    going, queueing = (
        ", ".join(one_line(one.name) for one in group.shown if states.get(one.registration_id) in wanted)
        for wanted in (("booked",), ("waiting", "offered"))
    )
    lines = [frame.words.going % {"names": going} if going else ""]
    lines += [frame.words.queueing % {"names": queueing}] if queueing else []
    return "\n".join(line for line in lines if line)


def _all_that_matters(frame: Frame, group: GroupState, now: datetime) -> list[object]:
    """Return everything on which the bytes of the feed depend, other than the token."""
    return [
        *feeds.basis_of(frame, now),
        group.delegation_id,
        group.name,
        group.changed_at,
        group.members_changed_at,
        *((one.registration_id, one.name, one.name_changed_at, one.agenda_revision) for one in group.shown),
    ]
