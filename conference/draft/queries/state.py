"""How the draft stands towards what visitors see."""

from dataclasses import dataclass
from datetime import datetime

from conference.draft.queries.document import draft_document
from conference.draft.rules.pending import Pending, pending
from conference.events.tables import Event
from conference.programme.document import ChangeKind, Programme
from conference.programme.queries import Published, newest_release_of


@dataclass(frozen=True)
class DraftState:
    """A draft beside the newest release.

    :ivar programme: the draft, indexed.
    :ivar newest: the newest release; None while nothing is published.
    :ivar pending: what the next release would bring.
    """

    programme: Programme
    newest: Published | None
    pending: Pending

    @property
    def newest_number(self) -> int:
        """The newest release's number; 0 while nothing is published."""
        return self.newest.number if self.newest else 0

    @property
    def next_number(self) -> int:
        """The number that the next release will have."""
        return self.pending.number

    @property
    def changes(self) -> int:
        """How many changes wait to be published."""
        return self.pending.count

    @property
    def added(self) -> int:
        """How many sessions are new."""
        return self.pending.kinds[ChangeKind.ADDED]

    @property
    def moved(self) -> int:
        """How many sessions have another slot."""
        return self.pending.kinds[ChangeKind.MOVED]

    @property
    def cancelled(self) -> int:
        """How many sessions are called off."""
        return self.pending.kinds[ChangeKind.CANCELLED]


def draft_state(event: Event, *, now: datetime) -> DraftState:
    """Return how an event's draft stands, in a dozen queries however much there is."""
    draft = draft_document(event)
    newest = newest_release_of(event.id)
    return DraftState(Programme(draft), newest, pending(newest.programme.document if newest else None, draft, now=now))
