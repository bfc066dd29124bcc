"""What the next release would bring."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import msgspec

from conference.programme.document import Change, ChangeKind, Document, changes_between, succeed

PARTS = ("themes", "rooms", "speakers", "municipalities", "partnerships")


@dataclass(frozen=True)
class Pending:
    """What the draft has that the newest release has not.

    :ivar number: of the release that would be published next.
    :ivar changes: of sessions, as readers will be told.
    :ivar event_fields: which of the event's own texts and dates differ.
    :ivar parts: which of :data:`PARTS` differ.
    :ivar differs: whether anything at all does, also what no reader sees, such as a join link.
    """

    number: int
    changes: tuple[Change, ...]
    event_fields: tuple[str, ...]
    parts: tuple[str, ...]
    differs: bool

    @property
    def count(self) -> int:
        """How many changes an organiser sees listed."""
        return len(self.changes) + len(self.event_fields) + len(self.parts)

    @property
    def kinds(self) -> dict[ChangeKind, int]:
        """How many sessions changed in which way, every way included."""
        counts = Counter(change.kind for change in self.changes)
        return {kind: counts[kind] for kind in ChangeKind}

    def of_kind(self, kind: ChangeKind) -> list[Change]:
        """Return the changes of one kind, in the programme's order."""
        return [change for change in self.changes if change.kind == kind]


def pending(newest: Document | None, draft: Document, *, now: datetime) -> Pending:
    """Compare a draft with the newest release.

    :param newest: None where nothing was published yet: then all is new.
    """
    following = succeed(newest, draft, published_at=now)
    changes = changes_between(newest, following)
    if newest is None:
        return Pending(following.number, changes, (), (), differs=True)
    fields = msgspec.structs.fields(following.event)
    return Pending(
        following.number,
        changes,
        tuple(f.name for f in fields if getattr(following.event, f.name) != getattr(newest.event, f.name)),
        tuple(part for part in PARTS if getattr(following, part) != getattr(newest, part)),
        differs=_as_if(newest, following) != newest,
    )


def _as_if(newest: Document, following: Document) -> Document:
    """Return the following document under the number and date of the newest: equal if nothing else differs."""
    return msgspec.structs.replace(
        following, number=newest.number, published_at=newest.published_at, schema=newest.schema
    )
