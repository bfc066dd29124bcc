"""What the next release would bring."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from conference.programme.document import Change, ChangeKind, Document, changes_between, succeed

PARTS = ("themes", "rooms", "speakers", "municipalities", "partnerships")


_KEYS = {"themes": "slug", "rooms": "key", "speakers": "code", "municipalities": "key", "partnerships": "slug"}


@dataclass(frozen=True)
class PartChange:
    """How one of :data:`PARTS` differs, by keys; all three are empty where only the order does.

    :ivar part: its name.
    """

    part: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Pending:
    """What the draft has that the newest release has not.

    :ivar number: of the release that would be published next.
    :ivar changes: of sessions, as readers will be told.
    :ivar event_fields: which of the event's own texts and dates differ.
    :ivar parts: how those of :data:`PARTS` differ that do.
    :ivar differs: whether anything at all does, also what no reader sees, such as a join link.
    """

    number: int
    changes: tuple[Change, ...]
    event_fields: tuple[str, ...]
    parts: tuple[PartChange, ...]
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
    if newest is None:
        return Pending(following.number, changes_between(None, following), (), (), differs=True)
    if _as_if(newest, following) == newest:
        return Pending(following.number, (), (), (), differs=False)
    fields = msgspec.structs.fields(following.event)
    return Pending(
        following.number,
        changes_between(newest, following),
        tuple(f.name for f in fields if getattr(following.event, f.name) != getattr(newest.event, f.name)),
        tuple(
            _part_change(part, getattr(newest, part), getattr(following, part))
            for part in PARTS
            if getattr(following, part) != getattr(newest, part)
        ),
        differs=True,
    )


def key_of(part: str, one: Any) -> str:
    """Return by what a theme, room, speaker … is known, by the name of the part it belongs to."""
    return str(getattr(one, _KEYS[part]))


def _part_change(part: str, older: Iterable[Any], newer: Iterable[Any]) -> PartChange:
    before = {getattr(one, _KEYS[part]): one for one in older}
    after = {getattr(one, _KEYS[part]): one for one in newer}
    return PartChange(
        part,
        added=tuple(key for key in after if key not in before),
        changed=tuple(key for key, one in after.items() if key in before and before[key] != one),
        removed=tuple(key for key in before if key not in after),
    )


def _as_if(newest: Document, following: Document) -> Document:
    """Return the following document under the number and date of the newest: equal if nothing else differs."""
    return msgspec.structs.replace(
        following, number=newest.number, published_at=newest.published_at, schema=newest.schema
    )
