"""What a release brought, sorted for readers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from conference.programme.document import Change, ChangeKind

ORDER = (ChangeKind.CANCELLED, ChangeKind.MOVED, ChangeKind.REVIVED, ChangeKind.ADDED, ChangeKind.CHANGED)
"""What readers must know first comes first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The changes of one kind in one release, in the programme's order."""

    kind: ChangeKind
    changes: tuple[Change, ...]


def changes_by_kind(changes: Iterable[Change]) -> list[Kind]:
    """Return changes grouped by kind, in :data:`ORDER`; kinds without any are left out."""
    listed = list(changes)
    groups = (Kind(kind, tuple(change for change in listed if change.kind is kind)) for kind in ORDER)
    return [group for group in groups if group.changes]
