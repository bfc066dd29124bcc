"""What organisers read of the next release: all that differs, also what visitors do not see. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from conference.draft.rules.pending import Pending
from conference.programme.document import Change, Programme, Session
from conference.programme.rules.differences import Difference, record_differences, session_differences

UNSEEN = ("label", "join_url")
"""What of a session may differ without any reader being told."""


@dataclass(frozen=True)
class Reading:
    """Two programmes beside each other, to be read before the second is published.

    :ivar older: the newest release.
    :ivar newer: what would be published, cancelled sessions that the draft has no longer included.
    :ivar pending: how they differ.
    :ivar language: in which themes are named.
    """

    older: Programme
    newer: Programme
    pending: Pending
    language: str

    def of_session(self, change: Change) -> list[Difference]:
        """Return what differs of one session, its slot apart; before and after, word by word."""
        return [*session_differences(self.older, self.newer, change, language=self.language), *self._unseen(change.uid)]

    @cached_property
    def of_event(self) -> list[Difference]:
        """What differs of the event's own texts, days and zones."""
        return record_differences(self.older.event, self.newer.event)

    def of_part(self, part: str, key: str) -> list[Difference]:
        """Return what differs of one theme, room, speaker, municipality or partnership."""
        old, new = (getattr(programme, part).get(key) for programme in (self.older, self.newer))
        if part != "partnerships":
            return record_differences(old, new)
        towns: dict[str, str] = {
            town.key: town.name for programme in (self.older, self.newer) for town in programme.municipalities.values()
        }
        return record_differences(_with_towns(old, towns), _with_towns(new, towns), without=("slug",))

    @cached_property
    def unseen(self) -> list[Session]:
        """The sessions of which only what visitors do not see differs, in the programme's order."""
        told = {change.uid for change in self.pending.changes}
        return [
            session for session in self.newer.sessions.values() if session.uid not in told and self._unseen(session.uid)
        ]

    def of_unseen(self, session: Session) -> list[Difference]:
        """Return what differs of one of :attr:`unseen`."""
        return self._unseen(session.uid)

    def _unseen(self, uid: UUID) -> list[Difference]:
        old, new = self.older.by_uid.get(uid), self.newer.by_uid.get(uid)
        if old is None or new is None:
            return []
        return record_differences(old, new, without=_all_but(old, UNSEEN))


def _all_but(record: msgspec.Struct, names: Sequence[str]) -> Iterable[str]:
    return tuple(name for name in record.__struct_fields__ if name not in names)


def _with_towns(tie: Any, towns: dict[str, str]) -> Any:
    if tie is None:
        return None
    return msgspec.structs.replace(tie, first=towns.get(tie.first, tie.first), second=towns.get(tie.second, tie.second))
