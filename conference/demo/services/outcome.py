"""What becomes of the example, and publishing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from conference.agenda.services import settle_bookings
from conference.demo import rules
from conference.draft.services import publish_release
from conference.events.tables import Event
from conference.programme.queries import newest_release_of


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the example.

    :ivar state: ``loaded``, ``moved``, or ``there`` where nothing was to be done.
    :ivar release: number of the newest release.
    :ivar sessions: how many sessions the newest release has.
    :ivar resolved: starts for which something had to be decided, since clocks change on their day.
    """

    state: str
    slug: str
    first_day: date
    last_day: date
    release: int
    sessions: int
    resolved: tuple[rules.Resolved, ...] = ()


def outcome_of(state: str, event: Event, resolved: tuple[rules.Resolved, ...] = ()) -> Outcome:
    """Return what became of the example, as its newest release has it."""
    published = newest_release_of(event.id)
    return Outcome(
        state=state,
        slug=event.slug,
        first_day=event.first_day,
        last_day=event.last_day,
        release=published.number if published else 0,
        sessions=len(published.programme.sessions) if published else 0,
        resolved=resolved,
    )


def publish(event: Event, notes: Mapping[str, str], *, author_id: int | None, now: datetime) -> None:
    """Publish with the note in the event's main language: a release has one."""
    publish_release(event.id, author_id=author_id, note=dict(notes), now=now, is_told=False)
    settle_bookings(event.id, now=now)
